"""What PostgreSQL knows of tables that are being filled: until its autovacuum comes by, that they are empty."""

from django.db import connection, models

STEP = 1.25  # about when autovacuum comes by: autovacuum_vacuum_insert_scale_factor is 0.2


class Growth:
    """Lets PostgreSQL look at tables again each time they have a quarter more batches than when it looked last.

    It plans by what it saw: for each batch of a table that it takes for empty it reads all of it. And of pages that it
    has not seen whole since they were written, an index alone does not tell.
    """

    def __init__(self, *grown: type[models.Model]) -> None:
        self._tables = ", ".join(model._meta.db_table for model in grown)
        self._batches, self._next = 0, 1.0

    def add_batch(self) -> None:
        self._batches += 1
        if self._batches < self._next or connection.vendor != "postgresql":
            return
        self._next = self._batches * STEP
        # Nothing was deleted that an index should forget, and a transaction, as tests have one, cannot be vacuumed in.
        look = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE, INDEX_CLEANUP OFF)"
        with connection.cursor() as cursor:
            cursor.execute(f"{look} {self._tables}")
