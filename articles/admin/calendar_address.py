"""Reads the address of the calendar: a month or a week, and a section."""

from calendar import Calendar
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from articles.editing.calendar import DAY
from articles.hits.periods import read_date
from articles.models import Section, section_tree
from yanjiang.lib.days import FIRST_YEAR, LAST_YEAR
from yanjiang.lib.numbers import row_number

MONTH, WEEK = "month", "week"
VIEWS = {MONTH: "月", WEEK: "周"}


@dataclass(frozen=True)
class CalendarQuery:
    """The query of a calendar's address: the view, the day and the section."""

    view: str
    day: date  # in the month or the week that is shown
    section: Section | None

    @property
    def weeks(self) -> list[list[date]]:
        """Return the weeks of the month, with the days of other months that belong to them, or the one week."""
        if self.view == MONTH:
            return Calendar().monthdatescalendar(self.day.year, self.day.month)
        monday = self.day - DAY * self.day.weekday()
        return [[monday + DAY * number for number in range(7)]]

    @property
    def name(self) -> str:
        first, last = self.weeks[0][0], self.weeks[-1][-1]
        if self.view == MONTH:
            return f"{self.day.year} 年 {self.day.month} 月"
        ends = f"{last.month} 月 {last.day} 日" if last.month != first.month else f"{last.day} 日"
        return f"{first.year} 年 {first.month} 月 {first.day} 日至 {ends}"

    @property
    def query(self) -> str:
        """Return the query of an address that asks for this."""
        section = {"section": self.section.pk} if self.section else {}
        return urlencode({"view": self.view, "from": self.day.isoformat(), **section})

    @property
    def address(self) -> str:
        return f"{reverse('admin:articles_article_calendar')}?{self.query}"

    @property
    def before(self) -> "CalendarQuery | None":
        """Return the month or the week before, None where the calendar begins."""
        return self.on(self.day.replace(day=1) - DAY if self.view == MONTH else self.day - 7 * DAY)

    @property
    def after(self) -> "CalendarQuery | None":
        return self.on(self.day.replace(day=28) + 4 * DAY if self.view == MONTH else self.day + 7 * DAY)

    def on(self, day: date) -> "CalendarQuery | None":
        return replace(self, day=day) if FIRST_YEAR <= day.year <= LAST_YEAR else None

    def seen_as(self, view: str) -> "CalendarQuery":
        return replace(self, view=view)


def calendar_query(sent: Any, today: date) -> CalendarQuery:
    """Read an address. A missing or wrong part gets its default: the month, today, all sections."""
    view = sent.get("view", "")
    section = section_tree().get(row_number(sent.get("section", "")))
    return CalendarQuery(view if view in VIEWS else MONTH, read_date(sent.get("from", "")[:40]) or today, section)
