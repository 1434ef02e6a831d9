"""Forms that were sent and saved: a form that arrives twice, by a double click or a second try, is saved once."""
