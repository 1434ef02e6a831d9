"""The days that a report is about: a preset, or two dates as they were typed. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from yanjiang.lib.days import FIRST_YEAR, LAST_YEAR

DAY = timedelta(days=1)
# Code in the address -> name.
PRESETS = {
    "today": "今天",
    "yesterday": "昨天",
    "7": "近 7 天",
    "30": "近 30 天",
    "month": "本月",
    "last-month": "上月",
    "year": "今年",
}
DEFAULT = "30"
# 2026-11-05, 2026/11/5, 2026.11.5, 20261105, 2026年11月5日
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """Return the period of as many days that ends where this one begins."""
        return Period(self.first - DAY * len(self), self.first - DAY)

    def days(self) -> list[date]:
        return [self.first + DAY * number for number in range(len(self))]

    def within(self, first: date, last: date) -> list[date]:
        """Return the days of the period that lie between these two."""
        first, last = max(first, self.first), min(last, self.last)
        return Period(first, last).days() if first <= last else []


def preset(code: str, today: date) -> Period:
    """Return the period of a preset. An unknown code gives the default preset."""
    match code:
        case "today":
            return Period(today, today)
        case "yesterday":
            return Period(today - DAY, today - DAY)
        case "7":
            return Period(today - 6 * DAY, today)
        case "month":
            return Period(today.replace(day=1), today)
        case "last-month":
            last = today.replace(day=1) - DAY
            return Period(last.replace(day=1), last)
        case "year":
            return Period(today.replace(month=1, day=1), today)
        case _:
            return Period(today - 29 * DAY, today)


def read_date(typed: str) -> date | None:
    """Read a date in any of the ways that people write one; return None if it is no date."""
    match = _DATE.fullmatch("".join(unicodedata.normalize("NFKC", typed).split()))
    try:
        day = date(*(int(digits) for digits in match.groups() if digits)) if match else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def between(since: str, until: str, today: date) -> tuple[Period | None, dict[str, str]]:
    """Read a period from two typed dates, or return messages by field. An empty date means today."""
    typed = {"since": since, "until": until}
    read = {name: read_date(text) if text.strip() else today for name, text in typed.items()}
    first, last = read["since"], read["until"]
    if first is None or last is None:
        message = "请输入正确的日期，例如 2026-11-05。"
        return None, {name: message for name, day in read.items() if day is None}
    if first > last:
        return None, {"until": "结束日期不能早于开始日期。"}
    if first > today:
        return None, {"since": "开始日期还没有到。"}
    return Period(first, last), {}
