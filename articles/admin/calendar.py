"""The calendar of articles: what has come out and what is planned, by month, or by week and section."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now

from articles.admin import roles
from articles.admin.calendar_address import MONTH, VIEWS, CalendarQuery, calendar_query
from articles.admin.calendar_moves import MovePages
from articles.editing.calendar import DAY, Cell, Cells, Column, cells
from articles.editing.promises import Behind, behind
from articles.models import Article, ArticleQuerySet, Person, Section, section_choices, section_tree, tops
from yanjiang.lib.days import local_day, start_of_day

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Day:
    """A day of the calendar, with a cell for each column."""

    on: date
    today: date
    cells: list[tuple[Column, Cell]]
    in_list: str  # the address of the list of its articles
    is_beside: bool  # it belongs to the month before or after

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.on.weekday()]

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def takes(self) -> bool:
        """Tell whether an article can be moved to it."""
        return self.on >= self.today

    @property
    def is_empty(self) -> bool:
        return not any(cell.entries for _, cell in self.cells)


class CalendarPages(MovePages):
    """The address of the calendar, and those that move an article to another day."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.calendar_view)
        return [path("calendar/", view, name="articles_article_calendar"), *super().get_urls()]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """Show the articles that this person finds in the list, on the days on which they come out."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        at = now()
        wish, today = calendar_query(request.GET, local_day(at)), local_day(at)
        columns, days = _columns(wish, request.user), [day for week in wish.weeks for day in week]
        articles = cast(ArticleQuerySet, self.get_queryset(request))
        found = cells(articles, days[0], days[-1], columns, at=at)
        self._mark_movable(request, found)
        context = {
            **self.admin_site.each_context(request),
            **_choices(wish, today, request.user),
            **_promises(wish, columns, behind(request.user, at)),
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,  # its width is that of a day
            "is_empty": not found,
            "days": [_day(wish, day, today, columns, found) for day in days],
        }
        return TemplateResponse(request, f"admin/articles/article/calendar_{wish.view}.html", context)

    def _mark_movable(self, request: HttpRequest, found: Cells) -> None:
        """Mark the entries that this person may move to another day."""
        ahead = [entry for cell in found.values() for entry in cell.entries if entry.is_ahead]
        if not ahead or not self.has_change_permission(request):
            return
        shown = Article.objects.filter(pk__in={entry.article for entry in ahead})
        movable = set(roles.publishable(request, shown).values_list("pk", flat=True))
        for entry in ahead:
            entry.may_move = entry.article in movable


def _choices(wish: CalendarQuery, today: date, person: Person) -> dict[str, Any]:
    """Return the shown view, day and section, and the others to choose from."""
    return {
        "title": "日历",
        "asked": wish,
        "views": [(name, wish.seen_as(view)) for view, name in VIEWS.items()],
        "today": wish.on(today),
        "weekdays": WEEKDAYS,
        "sections": section_choices(person),
    }


def _columns(wish: CalendarQuery, person: Person) -> list[Column]:
    """Return the columns: one for a month, and in a week one for each section at the top of the shown ones."""
    tree, section = section_tree(), wish.section
    if wish.view == MONTH:
        return [Column(section, frozenset(tree.subtree_ids(section)) if section else None)]
    below = tree.children(section) if section else tops(person)
    own = [Column(section, frozenset([section.pk]))] if section else []
    listed = [one for one in below if one.kind != Section.Kind.LINK]
    return own + [Column(one, frozenset(tree.subtree_ids(one))) for one in listed] or [Column()]


def _day(wish: CalendarQuery, day: date, today: date, columns: Sequence[Column], found: Cells) -> Day:
    # The list keeps the articles of a day by the filter that Django has for it.
    span = {"publish_at__gte": str(start_of_day(day)), "publish_at__lt": str(start_of_day(day + DAY))}
    in_list = f"{reverse('admin:articles_article_changelist')}?{urlencode(span)}"
    shown = [(column, found.get((day, number), Cell())) for number, column in enumerate(columns)]
    return Day(day, today, shown, in_list, is_beside=wish.view == MONTH and day.month != wish.day.month)


def _promises(wish: CalendarQuery, columns: Sequence[Column], late: list[Behind]) -> dict[str, Any]:
    """Return the shown sections that are behind their promise, and each column with its section if that is behind."""
    ids = section_tree().subtree_ids(wish.section) if wish.section else None
    shown = {one.section.pk: one for one in late if ids is None or one.section.pk in ids}
    heads = [(column, shown.get(column.section.pk) if column.section else None) for column in columns]
    return {"behind": list(shown.values()), "heads": heads}
