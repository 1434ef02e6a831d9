"""The times of articles that were written."""

from datetime import datetime

from django.db.models import F, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Least

from articles.models import Article, ImportedArticle


def keep(pks: list[int], now: datetime) -> None:
    """Let an article be as old as it is: its row was made today, which is no reader's concern."""
    sent = (
        ImportedArticle.objects.filter(article=OuterRef("pk"))
        .values("article")
        .annotate(first_sent_at=Min("sent_at"))
        .values("first_sent_at")
    )
    Article.objects.filter(pk__in=pks).update(
        created_at=Coalesce(Subquery(sent), "publish_at"), updated_at=Least(F("publish_at"), Value(now))
    )
