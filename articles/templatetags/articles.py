"""Filters of the pages about articles: figures as a newspaper prints them."""

from django import template

register = template.Library()


@register.filter
def grouped(number: int | None) -> str:
    """Write 12345 as 12,345; "—" for what is not known."""
    return "—" if number is None else f"{number:,}"


@register.filter
def change(percent: float | None) -> str:
    """Write a change as +12.5 %, −3.0 % or, where there was nothing before, "—". Large ones without decimals."""
    if percent is None:
        return "—"
    digits = 0 if abs(percent) >= 100 else 1
    return f"{percent:+,.{digits}f}%".replace("-", "−")
