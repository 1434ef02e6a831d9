"""Django's `loaddata`, which loads tables as they were: behind it the search index is made of what they say now."""

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
            # Their tokens are no model's: what the index holds by now is not what these rows say that it holds.
            index.clear()
            SearchEntry.objects.all().delete()
        if self.models & {SearchEntry, SearchText, *SEARCHED}:
            rebuild_search()
