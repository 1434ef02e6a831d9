"""A change of many rows changes all of them or none, whichever of its statements fails."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction

from articles.editing import changes, sections, tagging
from articles.models import Article, LegacyPath, Listing, Section, Tag, TaggedArticle
from tests.builders import make_article, make_section

pytestmark = pytest.mark.django_db
TABLES = (
    Article, Article.further_sections.through, LegacyPath, Listing, Section, Tag, TaggedArticle,
)  # fmt: skip


class CutError(Exception):
    """What interrupts a change."""


class CutAt:
    """Interrupts the statement of that number, counted from 1 among those that write."""

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self._left -= 1
            if not self._left:
                raise CutError
        return execute(sql, *arguments)


def rows() -> list[list[tuple[Any, ...]]]:
    return [list(model._base_manager.order_by("pk").values_list()) for model in TABLES]


@pytest.fixture
def here() -> Section:
    here, there = make_section("此处", segment="here"), make_section("彼处", segment="there")
    make_section("下级", segment="below", parent=here)
    for number in range(2):
        make_article(f"第{number}篇", section=here, tags=["口才"], further=[there])
        make_article(f"废弃的第{number}篇", section=here, tags=["听众"], status="trash")
    return here


def merge_sections() -> None:
    sections.merge_sections(Section.objects.get(path="here"), Section.objects.get(path="there"))


def move_section() -> None:
    section = Section.objects.get(path="here")
    section.parent = Section.objects.get(path="there")
    section.save()


def merge_tags() -> None:
    tagging.merge_tags(Tag.objects.get(name="口才"), Tag.objects.get(name="听众"))


def move_articles() -> None:
    changes.move(Article.objects.all(), Section.objects.get(path="there"))


def save_article() -> None:
    article = Article.objects.get(title="第0篇")
    article.title, article.status = "新的标题", Article.Status.DRAFT
    with transaction.atomic():
        article.save()


CHANGES = {
    "merge sections": merge_sections,
    "move a section": move_section,
    "delete a section": lambda: Section.objects.get(path="here/below").delete(),
    "merge tags": merge_tags,
    "delete a tag": lambda: Tag.objects.filter(name="口才").delete(),
    "purge articles": lambda: changes.purge(Article.objects.all()),
    "withdraw articles": lambda: changes.withdraw(Article.objects.all()),
    "trash articles": lambda: changes.trash(Article.objects.all()),
    "move articles": move_articles,
    "flag articles": lambda: changes.set_flags(Article.objects.all(), ["is_headline"], on=True),
    "delete articles": lambda: Article.objects.all().delete(),
    "save an article": save_article,
    "delete an article": lambda: Article.objects.get(title="第0篇").delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whichever_statement_fails_nothing_has_changed(change: Callable[[], Any], here: Section) -> None:
    before = rows()
    for number in count(1):
        try:
            with connection.execute_wrapper(CutAt(number)):
                change()
        except CutError:
            assert rows() == before
        else:
            break
    assert number > 2  # a change of one statement would prove nothing
    assert rows() != before
