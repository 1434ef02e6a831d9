"""Loads articles and the rows that pages show with them, by queries whose SQL is made once."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef

from articles.models import Article, Attachment, RelatedLink, Tag, TaggedArticle
from articles.pages import gathered, related
from yanjiang.lib.batches import batches
from yanjiang.lib.numbers import row_number
from yanjiang.lib.statements import CompiledQuery, Lines
from yanjiang.pagecache.common import common_each

PK = -1  # placeholder for an id; -2, -3 and so on are placeholders for further ids
CARDS = 20  # articles in one query: a page of a list


def article(pk: int, at: datetime) -> Any:
    """Return the article with the rows that its page needs, or None.

    It has `tag_ids`, `has_links`, `has_attachments`, and `own_rows`: the articles around it at a moment.
    """
    # The ORM knows that an id of thirty digits matches no row. A prepared statement passes it on, and the database
    # refuses it.
    found = _article(connection.vendor).instances({PK: pk, gathered.AT: at}) if row_number(str(pk)) else []
    return next(iter(found), None)


def tags(article: Any, at: datetime) -> list[Tag]:
    """Return its tags in the order in which they were given, with `uses`. Articles share them through the cache."""
    keys = [("row of tag", pk) for pk in article.tag_ids or []]
    found = common_each(keys, lambda missing: _tags(missing, at))
    return [found[key] for key in keys if key in found]


def links(article: Any) -> list[RelatedLink]:
    """Return the links that its editor chose, with the articles that they lead to."""
    return _links(connection.vendor).instances({PK: article.pk}) if article.has_links else []


def attachments(article: Any) -> list[Attachment]:
    return _attachments(connection.vendor).instances({PK: article.pk}) if article.has_attachments else []


def cards(ids: Sequence[int]) -> list[Article]:
    """Return these articles as lists show them, in the given order, without those that were deleted meanwhile."""
    found: dict[int, Article] = {}
    for some in batches(ids, size=CARDS):
        # The query always takes CARDS ids. Unused ones are 0, which no row has.
        values = {PK - index: pk for index, pk in enumerate([*some, *[0] * (CARDS - len(some))])}
        found |= {article.pk: article for article in _cards(connection.vendor).instances(values)}
    return [found[pk] for pk in ids if pk in found]


@cache
def _cards(vendor: str) -> CompiledQuery:
    return CompiledQuery(Article.objects.for_cards().filter(pk__in=[PK - index for index in range(CARDS)]))


@cache
def _article(vendor: str) -> CompiledQuery:
    return CompiledQuery(
        Article.objects.filter(pk=PK)
        .select_related("hits", "responsible_editor", "consultant", "cover")
        .annotate(
            # The id of the through row gives the order in which the tags were given.
            tag_ids=Lines(
                TaggedArticle.objects.filter(content_object=OuterRef("pk")).order_by("pk").values(line=F("tag"))
            ),
            has_links=Exists(RelatedLink.objects.filter(article=OuterRef("pk"))),
            has_attachments=Exists(Attachment.objects.filter(article=OuterRef("pk"))),
            own_rows=gathered.own_of(PK),
        )
    )


def _tags(keys: list[tuple[str, int]], at: datetime) -> dict[tuple[str, int], Any]:
    """Return the rows of these tags, and the newest articles of each, which the article's page asks for next."""
    values = {PK - index: pk for index, (_, pk) in enumerate(keys)} | {gathered.AT: at}
    found = _some_tags(len(keys), connection.vendor).instances(values)
    rows: dict[tuple[str, int], Any] = {("row of tag", tag.pk): tag for tag in found}
    if len(keys) <= related.TAGS_ASKED:
        rows |= {("tag", tag.pk): gathered.headlines(vars(tag).pop("newest")) for tag in found}
    return rows


@cache
def _some_tags(number: int, vendor: str) -> CompiledQuery:
    wanted = Tag.objects.filter(pk__in=[PK - index for index in range(number)]).with_uses()
    # A page asks for the rarest of more tags only.
    is_asked = number <= related.TAGS_ASKED
    return CompiledQuery(wanted.annotate(newest=gathered.newest_of_tag()) if is_asked else wanted)


@cache
def _links(vendor: str) -> CompiledQuery:
    return CompiledQuery(RelatedLink.objects.filter(article=PK).select_related("target").order_by("position", "pk"))


@cache
def _attachments(vendor: str) -> CompiledQuery:
    return CompiledQuery(Attachment.objects.filter(article=PK).order_by("position", "pk"))
