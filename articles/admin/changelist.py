"""Lists for a large site: they count and load a bounded number of rows, however many articles there are."""

from datetime import datetime
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.timezone import now

from articles.admin import roles
from articles.hits import charts
from articles.hits.curves import last_days
from articles.hits.rollup import roll_up_if_due
from articles.models import HandingOver, PendingChange
from yanjiang.lib.days import local_day


class ArticleChangeList(ChangeList):
    """Loads articles without bodies and without joins: a database could start from a joined table."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        articles: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        return articles.defer("body").prefetch_related("hits")

    def get_results(self, request: HttpRequest) -> None:
        at = now()
        is_shown = not self._is_for_an_action(request)
        if is_shown and roles.sees_figures(request):
            roll_up_if_due(now=at)
        super().get_results(request)
        if is_shown:
            self._add_figures(at)

    def _add_figures(self, at: datetime) -> None:
        # Added to the rows of the page alone, so that a count of the list does not ask for it.
        handed_over = HandingOver.objects.filter(article=OuterRef("pk"))
        changes = PendingChange.objects.filter(article=OuterRef("pk"))
        articles = list(
            self.result_list.annotate(
                handed=Subquery(handed_over.values("state")),
                is_changed=Exists(changes),
                goes_live_at=Subquery(changes.values("go_live_at")),
            )
        )
        curves = last_days([article.pk for article in articles], local_day(at))
        top = max((max(curve) for curve in curves.values()), default=0)
        for article in articles:
            article.last_days = curves[article.pk]
            article.spark = charts.spark(curves[article.pk], top=top)
        self.result_list = articles

    def _is_for_an_action(self, request: HttpRequest) -> bool:
        """Tell whether an action is run: Django makes the list for its queryset alone, and does not show it."""
        is_sent = ACTION_CHECKBOX_NAME in request.POST and "_save" not in request.POST
        return is_sent and bool(self.model_admin.get_actions(request))
