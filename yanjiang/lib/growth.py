"""What PostgreSQL knows of tables that are being filled: until its autovacuum comes by, that they are empty."""

from django.db import connection, models


class Growth:
    """Lets PostgreSQL look at tables again each time they have twice as many batches as when it looked last.

    It plans by what it saw: for each batch of a table that it takes for empty it reads all of it.
    """

    def __init__(self, *grown: type[models.Model]) -> None:
        self._tables = ", ".join(model._meta.db_table for model in grown)
        self._batches = 0

    def add_batch(self) -> None:
        self._batches += 1
        if connection.vendor == "postgresql" and self._batches.bit_count() == 1:
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {self._tables}")
