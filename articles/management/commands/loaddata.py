"""Django's `loaddata`. This one rebuilds the search index from the loaded tables afterwards."""

from typing import Any

from django.core.management.commands import loaddata

from articles.fulltext import index
from articles.models import Article, SearchEntry, SearchText, Tag, TaggedArticle
from articles.projections.bulk import rebuild_search

SEARCHED = {Article, Tag, TaggedArticle}


class Command(loaddata.Command):
    def handle(self, *labels: Any, **options: Any) -> None:
        super().handle(*labels, **options)
        if self.models & {SearchEntry, SearchText}:
            # Lexemes belong to no model, so a fixture has none, and the index lacks those of the loaded texts.
            index.clear()
            SearchEntry.objects.all().delete()
        if self.models & {SearchEntry, SearchText, *SEARCHED}:
            rebuild_search()
