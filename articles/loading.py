"""Loads one article with all that its page shows, by queries that are put together once."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from articles.models import Article, Attachment, RelatedLink, Tag
from yanjiang.lib.numbers import row_number
from yanjiang.lib.statements import Query

PK = -1  # stands for the number of the article


def article(pk: int) -> Any:
    """Return the article with what it shows of other rows, and with `has_links` and `has_attachments`; or None."""
    # The ORM knows that no row has a number of thirty digits; a statement that is put together would be refused.
    found = _article(connection.vendor).instances({PK: pk}) if row_number(str(pk)) else []
    return next(iter(found), None)


def tags(article: Article) -> list[Tag]:
    """Return its tags, with their uses."""
    return _tags(connection.vendor).instances({PK: article.pk})


def links(article: Any) -> list[RelatedLink]:
    """Return the links that its editor chose, with the articles that they lead to."""
    return _links(connection.vendor).instances({PK: article.pk}) if article.has_links else []


def attachments(article: Any) -> list[Attachment]:
    return _attachments(connection.vendor).instances({PK: article.pk}) if article.has_attachments else []


@cache
def _article(vendor: str) -> Query:
    return Query(
        Article.objects.filter(pk=PK)
        .select_related("hits", "responsible_editor", "consultant", "cover")
        .annotate(
            has_links=Exists(RelatedLink.objects.filter(article=OuterRef("pk"))),
            has_attachments=Exists(Attachment.objects.filter(article=OuterRef("pk"))),
        )
    )


@cache
def _tags(vendor: str) -> Query:
    # By the number in the table between: it is the order in which they were given.
    return Query(Tag.objects.filter(items__content_object=PK).with_uses().order_by("pk"))


@cache
def _links(vendor: str) -> Query:
    return Query(RelatedLink.objects.filter(article=PK).select_related("target").order_by("position", "pk"))


@cache
def _attachments(vendor: str) -> Query:
    return Query(Attachment.objects.filter(article=PK).order_by("position", "pk"))
