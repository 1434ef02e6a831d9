"""Lists of a large site: what they count and load is bounded, however many articles there are."""

from typing import Any, cast

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.timezone import now

from articles.admin import roles
from articles.hits import charts
from articles.hits.curves import last_days
from articles.hits.rollup import roll_up_if_due
from yanjiang.lib.days import local_day

MOST = 10_000  # rows that can be paged to; editors find the rest by filters and search


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts the first rows alone: a database walks over each row that it counts or skips."""

    @cached_property
    def count(self) -> int:
        return int(cast("QuerySet[Any]", self.object_list).order_by()[:MOST].count())

    @property
    def is_cut(self) -> bool:
        return self.count == MOST


class ArticleChangeList(ChangeList):
    """Articles as their list shows them: without bodies, and without joins, from which a database may start."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        articles: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        return articles.defer("body").prefetch_related("hits")

    def get_results(self, request: HttpRequest) -> None:
        at = now()
        if roles.sees_figures(request):
            roll_up_if_due(now=at)
        super().get_results(request)
        articles = list(self.result_list)
        curves = last_days([article.pk for article in articles], local_day(at))
        top = max((max(curve) for curve in curves.values()), default=0)
        for article in articles:
            article.last_days = curves[article.pk]
            article.spark = charts.spark(curves[article.pk], top=top)
        self.result_list = articles
