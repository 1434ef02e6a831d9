"""A change of many rows changes all of them or none, whichever of its statements fails."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from articles import projections
from articles.editing import changes, sections, tagging
from articles.models import Article, LegacyPath, Listing, MissingPath, Section, Tag, TaggedArticle
from tests.builders import make_article, make_manager, make_picture, make_section, shanghai
from yanjiang.home.models import Page
from yanjiang.lib.batches import batches
from yanjiang.pictures.models import PictureUse

pytestmark = pytest.mark.django_db
TABLES: tuple[Any, ...] = (
    Article, Article.further_sections.through, LegacyPath, Listing, LogEntry, MissingPath, Page, PictureUse, Section,
    Tag, TaggedArticle,
)  # fmt: skip


class CutError(Exception):
    """The error that interrupts a change."""


class CutAt:
    """Interrupts the statement of that number, counted from 1 among those that write."""

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        # The session is written before and after the change.
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self._left -= 1
            if not self._left:
                raise CutError
        return execute(sql, *arguments)


def rows() -> list[list[tuple[Any, ...]]]:
    return [list(model._base_manager.order_by("pk").values_list()) for model in TABLES]


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two rows be two batches."""
    monkeypatch.setattr(batches, "__kwdefaults__", {"size": 1})


@pytest.fixture
def here() -> Section:
    here, there = make_section("此处", segment="here"), make_section("彼处", segment="there")
    make_section("下级", segment="below", parent=here)
    for number in range(2):
        make_article(f"第{number}篇", section=here, tags=["口才"], further=[there])
        make_article(f"废弃的第{number}篇", section=here, tags=["听众"], status="trash")
        LegacyPath.objects.remember(f"/old/{number}/", url="/tags/口才/")
        at = shanghai("2026-03-01 08:00")
        MissingPath.objects.create(path=f"/old/{number}.html", first_at=at, last_at=at)
    Tag.objects.create(name="演讲", slug="演讲")
    make_manager()
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


def rename_tag() -> None:
    tag = Tag.objects.get(name="口才")
    tag.name = tag.slug = "口语"
    tag.save()


def in_the_admin(model: str, action: str, chosen: list[int], **fields: object) -> None:
    client = Client()
    client.force_login(User.objects.get(username="manager"))
    data = {"action": action, "_selected_action": chosen, "confirmed": "yes", **fields}
    assert client.post(f"/admin/articles/{model}/", data).status_code == 302


def move_in_the_admin() -> None:
    chosen = list(Article.objects.values_list("pk", flat=True))
    in_the_admin("article", "move", chosen, section=Section.objects.get(path="there").pk)


def merge_in_the_admin() -> None:
    target = Tag.objects.get(name="听众")
    in_the_admin("tag", "merge", list(Tag.objects.exclude(pk=target.pk).values_list("pk", flat=True)), target=target.pk)


def lead_from_an_old_path() -> None:
    LegacyPath.objects.remember("/tags/口才/", url="/tags/听众/")


def move_a_page() -> None:
    LegacyPath.objects.move("/articles/1/", "/old/1/")


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
    "publish articles": lambda: changes.publish(Article.objects.all(), shanghai("2026-03-01 08:00")),
    "add tags": lambda: tagging.add_tags(Article.objects.all(), ["口才", "演讲"]),
    "remove tags": lambda: tagging.remove_tags(Article.objects.all(), list(Tag.objects.all())),
    "rename a tag": rename_tag,
    "tag an article": lambda: Article.objects.get(title="第0篇").tags.set(["演讲"]),
    "lead from an old path": lead_from_an_old_path,
    "move a page": move_a_page,
    "bury a page": lambda: LegacyPath.objects.bury(["/old/1.html"]),
    "lead to a section": lambda: LegacyPath.objects.lead_to_sections(
        {"/tags/口才/": Section.objects.get(path="here").pk}
    ),
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


def save_page() -> None:
    page = Page.objects.get(slug="about")
    page.body = page.body.replace("first", "second")
    page.save()


def rewrite_pages() -> None:
    Page.objects.update(body=Page.objects.get(slug="about").body.replace("first", "second"))


SAVES = {
    "save an article": lambda: save_article_alone("新的标题"),
    "tag an article": CHANGES["tag an article"],
    "save a page": save_page,
    "rewrite pages": rewrite_pages,
    "write what follows from articles": lambda: projections.write(Article.objects.values_list("pk", flat=True)),
    "move articles in the admin": move_in_the_admin,
    "merge tags in the admin": merge_in_the_admin,
}


def save_article_alone(title: str) -> None:
    article = Article.objects.get(title="第0篇")
    article.title, article.status = title, Article.Status.DRAFT
    article.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_a_save_needs_no_transaction_of_whoever_calls_it(save: Callable[[], Any], here: Section) -> None:
    first, second = (make_picture(name, name=f"{name}-800x600.jpg") for name in ("first", "second"))
    Page.objects.create(title="关于", slug="about", body=f'<p><img src="{first.url}" alt=""></p>')
    assert second.url == first.url.replace("first", "second")
    Article.objects.filter(status=Article.Status.TRASH).update(status=Article.Status.PUBLISHED)  # lists nothing
    before = rows()
    for number in count(1):
        try:
            with connection.execute_wrapper(CutAt(number)):
                save()
        except CutError:
            assert rows() == before
        else:
            break
    assert number > 2
    assert rows() != before
