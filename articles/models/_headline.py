"""What a line with a title and a date shows of an article."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.urls import reverse


@cache
def _page_of_none() -> str:
    return reverse("articles:detail", args=[0])


def page_of_article(pk: int) -> str:
    """Return the address that an article is read at. Lists have hundreds, and `reverse()` takes its time."""
    return _page_of_none().replace("0", str(pk))


def address_of(row: Any) -> str:
    """Return where the title of an article leads."""
    return str(row.redirect_url) if row.is_jump else page_of_article(row.pk)


def list_title_of(row: Any) -> str:
    """Return the title for narrow lists."""
    return str(row.short_title or row.title)


@dataclass(slots=True)
class Headline:
    """An article as a line shows it: an instance of the model takes five times as long to make."""

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
    figure: int = 0  # by which a list is sorted, or weighed

    get_absolute_url = address_of
    list_title = property(list_title_of)


# The columns of the table in the order of these fields.
COLUMNS = ["id", *list(Headline.__dataclass_fields__)[1:-1]]
# The fields for querysets of instances.
HEADLINE = tuple(COLUMNS[1:])
