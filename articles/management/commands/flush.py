"""Django's `flush`, which empties the tables of models.

This one also empties the search index, which is no model's, and the staff log, whose rows SQLite refuses to delete.
"""

from typing import Any

from django.core.management.commands import flush

from articles.fulltext import index
from articles.models import SearchEntry
from yanjiang.staff_log.keeping import unguarded


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with unguarded():
            super().handle(**options)
        if not SearchEntry.objects.exists():  # the user may have answered no
            index.clear()
