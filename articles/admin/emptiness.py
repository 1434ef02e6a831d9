"""Finds articles without a text. The admin asks before it publishes one, because this is mostly a slip."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models.functions import Left, Length

from articles.models import Article, ArticleQuerySet
from yanjiang.lib.batches import batches
from yanjiang.lib.html import clean, to_text
from yanjiang.lib.plaintext import without_invisible

CONFIRMED = "publish_empty"  # the box that is ticked to publish without a text
BEGINNING = 2_000  # Nearly every text shows words or a picture within so many characters of markup.
BEGINNINGS_AT_ONCE = 200  # in memory
WHOLE_AT_ONCE = 20  # whole bodies in memory; only articles whose beginning shows nothing need them
_SHOWS = re.compile(r"<(img|video|audio|iframe|embed|object)\b")
_CUT_OFF = re.compile(r"(<[^>]*|&\w*)\Z")


def is_blank(html: str) -> bool:
    """Tell whether a text has neither words nor pictures."""
    return _says_nothing(clean(html))


def empty_ones(articles: ArticleQuerySet) -> list[Article]:
    """Return those of the articles that have no text, newest first. Published ones and jumps are left out."""
    asked = articles.exclude(status=Article.Status.PUBLISHED).exclude(is_jump=True)
    begun = asked.annotate(beginning=Left("body", BEGINNING), chars=Length("body")).only("title").order_by("-pk")
    empty = [article for article in _each(begun) if _says_nothing(_CUT_OFF.sub("", article.beginning))]
    spoken = set(_that_say_something(article.pk for article in empty if article.chars > BEGINNING))
    return [article for article in empty if article.pk not in spoken]


def _each(begun: ArticleQuerySet) -> Iterator[Any]:
    for some in batches(begun.values_list("pk", flat=True), size=BEGINNINGS_AT_ONCE):
        yield from begun.filter(pk__in=some)


def _that_say_something(numbers: Iterator[int]) -> Iterator[int]:
    for some in batches(numbers, size=WHOLE_AT_ONCE):
        for pk, body in Article.objects.filter(pk__in=some).values_list("pk", "body"):
            if not _says_nothing(body):
                yield pk


def _says_nothing(cleaned: str) -> bool:
    return not _SHOWS.search(cleaned) and not without_invisible(to_text(cleaned)).strip()
