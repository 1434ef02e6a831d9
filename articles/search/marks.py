"""Search results as HTML."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from articles.fulltext.excerpts import Part


def marked(parts: Iterable[Part]) -> SafeString:
    """Return a text as HTML with its marked parts in <mark>.

    Strings are joined by hand: with hundreds of parts on a page, a template or Django's functions would take as long as
    the search.
    """
    texts = ((escape(part.text), part.is_marked) for part in parts)
    return mark_safe("".join(f"<mark>{text}</mark>" if is_marked else text for text, is_marked in texts))  # noqa: S308
