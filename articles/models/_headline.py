"""The fields of an article that a line with a title and a date shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yanjiang.lib.links import address


def page_of_article(pk: int) -> str:
    """Return the address of an article's own page."""
    return address("articles:detail", pk)


def address_of(row: Any) -> str:
    """Return the address that the title of an article leads to."""
    return str(row.redirect_url) if row.is_jump else page_of_article(row.pk)


def list_title_of(row: Any) -> str:
    """Return the title for narrow lists."""
    return str(row.short_title or row.title)


@dataclass(slots=True)
class Headline:
    """An article as a line shows it. An instance of the model would take five times as long to make."""

    pk: int
    section_id: int
    title: str
    short_title: str
    title_color: str
    is_bold: bool
    is_jump: bool
    weight: int
    redirect_url: str
    publish_at: datetime
    figure: int = 0  # a list is sorted or ranked by it

    get_absolute_url = address_of
    list_title = property(list_title_of)


# The columns of the table in the order of these fields.
COLUMNS = ["id", *list(Headline.__dataclass_fields__)[1:-1]]
# The fields for querysets of instances.
HEADLINE = tuple(COLUMNS[1:])
