"""Checks that every total is the opening count plus the reads of all days."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models import Article, ArticleDay


@dataclass(frozen=True)
class Difference:
    """An article whose total is not what it should be."""

    article_id: int
    opening: int
    days: int
    total: int


def differences() -> list[Difference]:
    """Return the articles whose total is not opening + days, also those that have days and no total at all.

    One statement reads everything, so that a roll-up at the same time causes no difference.
    """
    days = ArticleDay.objects.filter(article=OuterRef("pk")).order_by().values("article").annotate(sum=Sum("reads"))
    articles = Article.objects.order_by("pk").annotate(
        opening=Coalesce("hits__opening", 0),
        counted=Coalesce(Subquery(days.values("sum")), 0),
        total=Coalesce("hits__total", 0),
    )
    wrong = articles.exclude(total=F("opening") + F("counted"))
    return [Difference(*row) for row in wrong.values_list("pk", "opening", "counted", "total")]
