"""Django's `flush`, which empties the tables of models, and with them the index on SQLite, which is none."""

from typing import Any

from django.core.management.commands import flush

from articles.fulltext import index
from articles.models import SearchEntry


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        super().handle(**options)
        if not SearchEntry.objects.exists():  # whoever was asked may have said no
            index.clear()
