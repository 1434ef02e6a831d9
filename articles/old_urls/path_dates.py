"""The date in the path of a static page. DedeCMS takes it from the day on which the article's row was made. Pure."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

HOURS_AHEAD = 8.0  # of the clock of an old site against UTC, unless its settings say otherwise
_YEAR, _MONTH, _DAY = r"((?:19[89]|20\d)\d)", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
# Dates in folders, likeliest first: /2019/0421/, /2019/04/21/, /20190421/, /2019-04-21/, /201904/; /2019/4/21/; /2019/.
_FOLDERS = (
    re.compile(rf"/{_YEAR}[-_/]?{_MONTH}(?:[-_/]?{_DAY})?(?=/)"),
    re.compile(rf"/{_YEAR}[-_/](\d\d?)[-_/](\d\d?)(?=/)"),
    re.compile(rf"/{_YEAR}(?=/)"),
)
_NAME = re.compile(rf"{_YEAR}{_MONTH}{_DAY}(?=[-_])")  # 20190421_12.html


class PathDate(NamedTuple):
    """A date in a path. Month and day are 0 if the path does not give them."""

    year: int
    month: int = 0
    day: int = 0

    def is_of(self, sent: datetime, *, hours: float) -> bool:
        """Tell whether a row that was made at `sent` has this date, by a clock that is `hours` ahead of UTC."""
        at = sent.astimezone(UTC) + timedelta(hours=hours)
        return self.year == at.year and self.month in (0, at.month) and self.day in (0, at.day)


def date_in(folder: str, name: str) -> PathDate | None:
    """Return the date in the folders of a page, or at the beginning of its name.

    >>> date_in("/a/old/2019/0421", "1")
    PathDate(year=2019, month=4, day=21)
    """
    found = next((found for form in _FOLDERS if (found := form.search(f"{folder}/"))), None) or _NAME.match(name)
    return PathDate(*(int(part or 0) for part in found.groups())) if found else None


def clock(value: str) -> float:
    """Read how many hours an old site's clock (cfg_cli_time) is ahead of UTC; the default is eight."""
    try:
        hours = float(value or HOURS_AHEAD)
    except ValueError:
        return HOURS_AHEAD
    return hours if -24 <= hours <= 24 else HOURS_AHEAD
