"""Keep PostgreSQL's statistics current while tables are filled. Without them its planner takes the tables for empty."""

from django.db import connection, models

STEP = 1.25  # About as often as autovacuum, whose autovacuum_vacuum_insert_scale_factor is 0.2.


class Growth:
    """Vacuums and analyzes tables each time that they have a quarter more batches than the last time.

    If the planner took a table for empty, each batch would scan the whole table. Index-only scans also need the
    visibility map, which VACUUM writes.
    """

    def __init__(self, *grown: type[models.Model]) -> None:
        self._tables = ", ".join(model._meta.db_table for model in grown)
        self._batches, self._next = 0, 1.0

    def add_batch(self) -> None:
        self._batches += 1
        if self._batches < self._next or connection.vendor != "postgresql":
            return
        self._next = self._batches * STEP
        # No rows were deleted, so indexes need no cleanup. VACUUM cannot run in a transaction, such as a test's.
        look = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE, INDEX_CLEANUP OFF)"
        with connection.cursor() as cursor:
            cursor.execute(f"{look} {self._tables}")
