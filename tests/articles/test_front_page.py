"""The lists on the admin's front page, for each group."""

import lxml.html
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing.front_page import Desk, desk
from articles.models import Article, HandingOver
from tests.builders import make_article, make_author, make_editor, make_manager, make_section, make_user, shanghai

pytestmark = pytest.mark.django_db
NOW = shanghai("2026-02-01 08:00")
FRONT = "/admin/"


def desk_of(user: User) -> Desk:
    found = desk(user, NOW)
    assert found is not None
    return found


def titles(articles: list[Article] | None) -> list[str] | None:
    return None if articles is None else [article.title for article in articles]


def lists(client: Client) -> dict[str, list[str]]:
    """Return the front page's lists: heading -> titles."""
    page = lxml.html.fromstring(client.get(FRONT).content.decode())
    return {
        part.findtext("h2"): [link.text for link in part.find_class("desk-title")]
        for part in page.find_class("desk-list")
    }


def make_everything(author: User, editor: User) -> None:
    handed_over = make_article("许念交的稿", owner=author, status="draft", publish_at=None)
    HandingOver.objects.create(article=handed_over, state="waiting", by=author, at=shanghai("2026-01-31 20:00"))
    for owner, name in ((author, "许念"), (editor, "何清")):
        make_article(f"{name}的草稿", owner=owner, status="draft", publish_at=None)
        make_article(f"{name}的旧文", owner=owner, publish_at=shanghai("2026-01-01 08:00"))
        make_article(f"{name}的春节特稿", owner=owner, publish_at=shanghai("2090-02-16 00:00"))
        make_article(f"{name}的元宵特稿", owner=owner, publish_at=shanghai("2090-03-02 00:00"))
        make_article(f"{name}扔掉的", owner=owner, status="trash")


def test_an_editor_finds_what_was_handed_over_apart_from_own_drafts() -> None:
    author, editor = make_author(), make_editor()
    make_everything(author, editor)
    found = desk_of(editor)
    assert (titles(found.waiting), titles(found.drafts)) == (["许念交的稿"], ["何清的草稿"])
    assert [article.waited for article in found.waiting] == ["12 小时"]  # type: ignore[attr-defined]
    assert titles(found.scheduled) == ["许念的春节特稿", "何清的春节特稿", "许念的元宵特稿", "何清的元宵特稿"]
    assert titles(found.latest) == ["何清的旧文", "许念的旧文"]
    assert found.trash is None


def test_an_author_finds_own_articles_alone(client: Client) -> None:
    author = make_author()
    make_everything(author, make_editor())
    found = desk_of(author)
    assert (titles(found.waiting), titles(found.drafts)) == ([], ["许念的草稿", "许念交的稿"])
    assert titles(found.scheduled) == ["许念的春节特稿", "许念的元宵特稿"]
    assert (titles(found.latest), found.trash) == (["许念的旧文"], None)
    client.force_login(author)
    assert "何清" not in client.get(FRONT).content.decode()


def test_the_oldest_waits_first_and_what_was_returned_awaits_its_author() -> None:
    author, editor = make_author(), make_editor()
    for number, state in enumerate(["waiting", "returned", "waiting"]):
        draft = make_article(f"{number} 号稿", owner=author, status="draft", publish_at=None)
        at = shanghai(f"2026-01-{20 - number} 08:00")
        HandingOver.objects.create(article=draft, state=state, by=author, at=at)
    assert titles(desk_of(editor).waiting) == ["2 号稿", "0 号稿"]
    assert titles(desk_of(author).waiting) == ["1 号稿"]
    assert titles(desk_of(make_author("other")).waiting) == []


def test_a_manager_is_told_how_much_lies_in_the_trash(client: Client) -> None:
    make_everything(make_author(), make_editor())
    manager = make_manager()
    assert desk_of(manager).trash == 2
    client.force_login(manager)
    assert "2 篇" in client.get(FRONT).content.decode()


def test_a_person_without_a_right_to_articles_finds_no_desk(client: Client) -> None:
    make_everything(make_author(), make_editor())
    user = User.objects.create_user("guest", is_staff=True)
    assert desk(user, NOW) is None
    client.force_login(user)
    page = client.get(FRONT).content.decode()
    assert client.get(FRONT).status_code == 200
    assert not [words for words in ("待我处理", "特稿", "旧文", "写一篇", "回收站") if words in page]


def test_each_list_leads_to_the_form_and_says_when(client: Client) -> None:
    editor = make_editor()
    make_everything(make_author(), editor)
    client.force_login(editor)
    page = client.get(FRONT).content.decode()
    waiting = Article.objects.get(title="许念交的稿")
    assert f'href="/admin/articles/article/{waiting.pk}/change/"' in page
    assert "2090-02-16 00:00" in page
    assert lists(client)["待我处理"] == ["许念交的稿"]
    assert list(lists(client)) == ["待我处理", "我的草稿", "定时发布", "最近发布"]


def test_an_article_begun_on_the_front_page_goes_on_in_the_form(client: Client) -> None:
    section = make_section("竞聘演讲", parent=make_section("演讲稿"))
    client.force_login(make_editor())
    page = lxml.html.fromstring(client.get(FRONT).content.decode())
    form = page.find_class("quick")[0]
    form.fields = {"title": "开口第一句", "section": str(section.pk)}
    assert form.method == "GET"
    add = lxml.html.fromstring(client.get(form.action, dict(form.form_values())).content.decode())
    fields = add.get_element_by_id("article_form").fields
    assert (fields["title"], fields["section"]) == ("开口第一句", str(section.pk))
    assert [option.text for option in form.inputs["section"]] == ["请选择", "演讲稿", "　竞聘演讲"]


def test_senseless_beginnings_open_the_form_all_the_same(client: Client) -> None:
    client.force_login(make_editor())
    for value in ("", "x", "99", "1,2", "9" * 30):
        asked = {"title": "字" * 500, "section": value, "further_sections": f"{value},y"}
        assert client.get("/admin/articles/article/add/", asked).status_code == 200


@pytest.mark.parametrize("make_person", [make_author, make_editor, make_manager])
def test_the_front_page_asks_no_more_for_twelve_than_for_two(client: Client, make_person: type[User]) -> None:
    person, other = make_person("person"), make_user("other")
    client.force_login(person)
    asked = []
    for count in (2, 10):
        for number in range(count):
            section = make_section(f"栏目{count}-{number}")
            for owner in (person, other):
                draft = make_article(f"草稿{number}", section=section, owner=owner, status="draft")
                HandingOver.objects.create(article=draft, state="waiting" if owner == other else "returned", by=owner)
                make_article(f"定时{number}", section=section, owner=owner, publish_at=shanghai("2090-01-01 08:00"))
                make_article(f"旧文{number}", section=section, owner=owner)
        client.get(FRONT)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(FRONT).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 13


def test_a_site_without_sections_leads_to_the_first_one(client: Client) -> None:
    client.force_login(make_manager())
    assert (
        '还没有栏目。请先<a href="/admin/articles/section/add/">新建一个</a>' in client.get("/admin/").content.decode()
    )
    client.force_login(make_author())
    assert "还没有栏目。请站长先建一个" in client.get("/admin/").content.decode()
    make_section()
    assert "还没有栏目" not in client.get("/admin/").content.decode()
