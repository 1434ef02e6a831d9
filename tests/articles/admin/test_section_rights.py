"""Editors of some sections only: each person on articles of each place, by every action, allowed and refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from tests.articles.admin.forms import typed
from tests.articles.admin.limited import (
    LIST,
    PUBLISHING,
    TO_DRAFTS,
    act,
    draft,
    limited_author,
    limited_by_group,
    limited_editor,
    limited_manager,
    make_tree,
    page,
    signed_in,
    superuser_with_a_row,
)
from tests.builders import make_article, make_author, make_editor, make_manager

pytestmark = pytest.mark.django_db

EVERYWHERE, CONTEST, NOWHERE = {"演讲", "竞聘", "护士长", "公文"}, {"竞聘", "护士长"}, set[str]()
# The people, and the sections in which they edit what others wrote.
PEOPLE: dict[str, tuple[Callable[[], User], set[str]]] = {
    "editor": (make_editor, EVERYWHERE),
    "manager": (make_manager, EVERYWHERE),
    "superuser": (superuser_with_a_row, EVERYWHERE),
    "limited editor": (limited_editor, CONTEST),
    "limited by a group": (limited_by_group, CONTEST),
    "limited manager": (limited_manager, CONTEST),
    "author": (make_author, NOWHERE),
    "limited author": (limited_author, NOWHERE),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_does_to_drafts_of_others_what_their_sections_allow(person: str) -> None:
    make, allowed = PEOPLE[person]
    tree, other = make_tree(), make_author("other")
    client = signed_in(make())
    wrong = [
        (name, section)
        for section in tree
        for name, does in TO_DRAFTS.items()
        if does(client, draft(tree[section], owner=other)) != (section in allowed)
    ]
    assert wrong == []


@pytest.mark.parametrize("person", ["author", "limited author", "limited editor", "limited by a group"])
def test_everybody_does_to_their_own_drafts_what_authors_may(person: str) -> None:
    make, allowed = PEOPLE[person]
    tree, user = make_tree(), make()
    client = signed_in(user)
    wrong = [
        (name, section)
        for section in tree
        for name, does in TO_DRAFTS.items()
        if does(client, draft(tree[section], owner=user)) != (section in allowed or name not in PUBLISHING)
    ]
    assert wrong == []


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_withdraws_what_is_published_in_their_sections(person: str) -> None:
    make, allowed = PEOPLE[person]
    tree, user = make_tree(), make()
    client = signed_in(user)
    withdrawn = set()
    for name, section in tree.items():
        articles = [make_article(section=section, owner=user), make_article(section=section)]
        for article in articles:
            act(client, "withdraw", article)
        if not Article.objects.filter(section=section, status="published").exists():
            withdrawn.add(name)
    assert withdrawn == allowed


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_restores_and_purges_in_their_sections(person: str) -> None:
    make, allowed = PEOPLE[person]
    tree, client = make_tree(), signed_in(make())
    restored, purged = set(), set()
    for name, section in tree.items():
        article = make_article(section=section, status="trash")
        act(client, "restore", article)
        article.refresh_from_db()
        if article.status == "draft":
            restored.add(name)
        Article.objects.filter(pk=article.pk).update(status="trash")
        act(client, "purge", article)
        client.post(page(article, "delete/"), {"post": "yes"})
        if not Article.objects.filter(pk=article.pk).exists():
            purged.add(name)
    empties = person in ("manager", "superuser", "limited manager")
    assert (restored, purged) == (allowed, allowed if empties else set())


@pytest.mark.parametrize("person", PEOPLE)
def test_articles_are_moved_into_their_sections_only(person: str) -> None:
    make, allowed = PEOPLE[person]
    tree, client = make_tree(), signed_in(make())
    moved = set()
    for name, section in tree.items():
        article = draft(tree["竞聘"] if name != "竞聘" else tree["护士长"])
        act(client, "move", article, section=section.pk)
        article.refresh_from_db()
        if article.section == section:
            moved.add(name)
    assert moved == allowed


def test_lists_and_the_front_page_show_the_articles_of_ones_sections() -> None:
    tree, author = make_tree(), make_author("other")
    for name, section in tree.items():
        make_article(f"发{name}", section=section, owner=author)
        make_article(f"稿{name}", section=section, owner=author, status="draft", body="<p>暗号</p>")
        make_article(f"扔{name}", section=section, owner=author, status="trash")
    user = limited_editor()
    make_article("自己的", section=tree["公文"], owner=user, status="draft", body="<p>暗号</p>")
    client = signed_in(user)

    def titles(url: str) -> set[str]:
        html: Any = client.get(url).content.decode()
        return {f"{mark}{name}" for mark in "发稿扔" for name in tree if f"{mark}{name}" in html} | (
            {"自己的"} if "自己的" in html else set()
        )

    assert titles(LIST) == {"发竞聘", "发护士长", "稿竞聘", "稿护士长", "自己的"}
    assert titles(f"{LIST}?q=暗号") == {"稿竞聘", "稿护士长", "自己的"}
    assert titles(f"{LIST}?section={tree['公文'].pk}") == {"自己的"}
    assert titles(f"{LIST}?state=trash") == {"扔竞聘", "扔护士长"}
    assert titles("/admin/") == {"发竞聘", "发护士长", "自己的"}
    assert titles("/admin/auth/user/") == set()


def test_a_right_ends_while_a_form_is_open() -> None:
    tree = make_tree()
    user, article = limited_editor(), draft(tree["竞聘"])
    client = signed_in(user)
    fields = typed(client, page(article), title="打了很久的字", _save="保存")
    Article.objects.filter(pk=article.pk).update(section=tree["公文"])
    answer = client.post(page(article), fields)
    assert "打了很久的字" in answer.content.decode()
    article.refresh_from_db()
    assert article.title == "还没写完"
