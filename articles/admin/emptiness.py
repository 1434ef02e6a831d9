"""Articles without a text. Publishing one is asked about once: most often it is a slip."""

import re
from typing import Any

from django.db.models.functions import Length

from articles.models import Article, ArticleQuerySet
from yanjiang.lib.html import clean, to_text

CONFIRMED = "publish_empty"  # the box that is ticked to publish without a text
LONGEST = 2_000  # characters of markup that may say nothing: some dozens of empty paragraphs
_SHOWS = re.compile(r"<(img|video|audio|iframe|embed|object)\b")
_INVISIBLE = "\u200b\u2060\ufeff"


def is_blank(html: str) -> bool:
    """Tell whether a text has neither words nor pictures."""
    html = clean(html)
    return not _SHOWS.search(html) and not "".join(to_text(html).split()).strip(_INVISIBLE)


def is_empty(article: Any) -> bool:
    return not article.is_jump and is_blank(article.body)


def empty_ones(articles: ArticleQuerySet) -> list[Article]:
    """Return those that are not published and would be without a text, the newest first."""
    short = articles.exclude(status=Article.Status.PUBLISHED).annotate(chars=Length("body")).filter(chars__lt=LONGEST)
    return [article for article in short.only("title", "body", "is_jump").order_by("-pk") if is_empty(article)]
