"""Moments that people type."""

from datetime import datetime

from django.core.exceptions import ValidationError

FIRST_YEAR, LAST_YEAR = 1900, 2999


def validate_moment(moment: datetime) -> None:
    """Refuse times at the ends of the calendar, where one time zone's year is no year in another."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(f"年份要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。", code="year")
