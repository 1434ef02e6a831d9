"""Days and hours in Shanghai, the time zone of the site's readers, whatever the server's own time zone is."""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1900, 2999


def local_day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def local_hour(at: datetime) -> int:
    return at.astimezone(SHANGHAI).hour


# A page shows some twenty dates, and the next page shows many of them again.
@lru_cache(maxsize=2_000)
def iso(at: datetime) -> str:
    """Format a time as 2026-01-05T08:30:00+08:00."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


@lru_cache(maxsize=2_000)
def iso_day(at: datetime) -> str:
    """Format a day as 2026-01-05."""
    return at.astimezone(SHANGHAI).date().isoformat()


def validate_moment(moment: datetime) -> None:
    """Refuse times at the ends of the calendar, where a conversion to another time zone would leave it."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(f"年份要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。", code="year")
