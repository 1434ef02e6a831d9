"""Moving in from DedeCMS: dump -> rows -> clean values -> database. Only the loading touches the database."""
