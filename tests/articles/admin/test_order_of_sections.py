"""Sections are chosen in the order of the menus, by position, wherever one is chosen."""

import lxml.html
import pytest
from django.test import Client

from tests.builders import make_article, make_editor, make_section

pytestmark = pytest.mark.django_db

# By path 公文 (gongwen) would be first, and 甲 before 丁.
ORDER = ["演讲稿", "　丁", "　　戊", "　甲", "公文"]


@pytest.fixture
def editor(client: Client) -> Client:
    above = make_section("演讲稿", segment="yanjianggao", position=1)
    make_section("公文", segment="gongwen", position=2)
    make_section("甲", segment="a", parent=above, position=2)
    make_section("戊", segment="e", parent=make_section("丁", segment="d", parent=above, position=1))
    client.force_login(make_editor())
    return client


def options(html: str, path: str) -> list[str]:
    return [str(option.text_content()).strip(" \n") for option in lxml.html.fromstring(html).xpath(path)]


def test_articles_are_moved_to_a_section_of_the_menus_order(editor: Client) -> None:
    article = make_article()
    chosen = {"action": "move", "_selected_action": [article.pk]}
    page = editor.post("/admin/articles/article/", chosen).content.decode()
    offered = options(page, "//select[@name='section']/option")
    assert [name for name in offered if name in ORDER] == ORDER


def test_a_search_for_a_section_keeps_the_order(editor: Client) -> None:
    for field in ("section", "further_sections"):
        query = f"app_label=articles&model_name=article&field_name={field}"
        found = editor.get(f"/admin/autocomplete/?{query}").json()["results"]
        names = [one["text"].rpartition(" > ")[2] for one in found]
        assert names == [name.strip("　") for name in ORDER], field
    found = editor.get(f"/admin/autocomplete/?{query}&term=gao").json()["results"]
    assert [one["text"].rpartition(" > ")[2] for one in found] == [name.strip("　") for name in ORDER[:-1]]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/admin/consultants/hotline/add/", "//*[@id='id_sections']//label"),
        ("/admin/articles/section/add/", "//select[@name='parent']/option[@value!='']"),
    ],
)
def test_forms_indent_sections_by_blanks(editor: Client, url: str, path: str) -> None:
    assert options(editor.get(url).content.decode(), path) == ORDER
