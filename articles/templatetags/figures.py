"""Filters that format figures for the admin's reports."""

from django import template

register = template.Library()


@register.filter
def grouped(number: int | None) -> str:
    """Write 12345 as 12,345, and "—" for an unknown number."""
    return "—" if number is None else f"{number:,}"


@register.filter
def change(percent: float | None) -> str:
    """Write a change as +12.5 % or −3.0 %, without decimals from 100 on; "—" if there was nothing before."""
    if percent is None:
        return "—"
    digits = 0 if abs(percent) >= 100 else 1
    return f"{percent:+,.{digits}f}%".replace("-", "−")
