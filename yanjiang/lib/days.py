"""Days as the site's readers live them: in Shanghai, wherever the server stands and whatever its clock is set to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1900, 2999


def local_day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def local_hour(at: datetime) -> int:
    return at.astimezone(SHANGHAI).hour


def validate_moment(moment: datetime) -> None:
    """Refuse times at the ends of the calendar, where one time zone's year is no year in another."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(f"年份要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。", code="year")
