"""For pages about articles: the lists beside them, figures as a newspaper prints them, what was searched for marked."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles import surroundings
from articles.fulltext.excerpts import Part

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


@register.filter
def marked(parts: Iterable[Part]) -> SafeString:
    """Write a text with the words that were searched for marked.

    A page has hundreds: as a template, or by Django's functions, they take as long as the search.
    """
    texts = ((escape(part.text), part.is_marked) for part in parts)
    return mark_safe("".join(f"<mark>{text}</mark>" if is_marked else text for text, is_marked in texts))  # noqa: S308


@register.simple_tag
def beside() -> surroundings.Beside:
    """Return the lists beside any page: {% beside as lists %}{{ lists.hot }}."""
    return surroundings.beside(timezone.now())
