"""The page 历史 of an article, in place of Django's list of log entries."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from articles.editing import chronicle


class HistoryPage(admin.ModelAdmin):  # type: ignore[type-arg]
    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        before = _moment(request.GET.get("before", ""))
        lines, following = chronicle.lines(article.pk, before=before)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "title": "历史",
            "lines": lines,
            "before": before,
            "following": following.isoformat() if following else "",
        }
        return TemplateResponse(request, "admin/articles/article/history.html", {**context, **(extra_context or {})})


def _moment(text: str) -> datetime | None:
    """Read a moment of the address. Return None for anything else, and the page begins with the latest line."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and is_aware(moment) else None
