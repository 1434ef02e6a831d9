"""Editing the home page's blocks, friend links, single pages and the site's settings."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.builders import SETTINGS_INLINES, make_editor, make_manager, make_picture, make_section
from tests.pages import read
from yanjiang.home.models import Block, FriendLink, Page, SiteSettings, site_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_manager())
    return client


def test_blocks_are_listed_as_they_stand_on_the_page(editor: Client) -> None:
    for column, position in (("side", 1), ("main", 2), ("main", 1), ("top", 9)):
        Block.objects.create(kind=Block.Kind.LATEST, column=column, position=position, title=f"{column}-{position}")
    text = read(editor, "/admin/home/block/").text
    places = [text.index(title) for title in ("top-9", "main-1", "main-2", "side-1")]
    assert places == sorted(places)


def test_a_block_of_a_section_needs_its_section(editor: Client) -> None:
    fields = {"kind": "section", "title": "", "count": "6", "column": "main", "position": "0", "is_active": "on"}
    refused = editor.post("/admin/home/block/add/", fields)
    assert "内容为“栏目文章”时请选择栏目。" in refused.content.decode()
    section = make_section()
    assert editor.post("/admin/home/block/add/", {**fields, "section": section.pk}).status_code == 302
    assert Block.objects.get().section == section


def test_positions_are_set_in_the_list(editor: Client) -> None:
    link = FriendLink.objects.create(name="写作吧", url="https://example.com/")
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": link.pk, "form-0-position": 7}
    assert editor.post("/admin/home/friendlink/", {**form, "_save": "保存"}).status_code == 302
    link.refresh_from_db()
    assert (link.position, link.is_active) == (7, False)


def test_a_page_that_visitors_see_is_linked(editor: Client) -> None:
    Page.objects.create(title="关于我们", slug="about")
    hidden = Page.objects.create(title="旧启事", slug="old", is_active=False)
    page = read(editor, "/admin/home/page/")
    assert page.links["/pages/about/"] == "/pages/about/"
    assert "/pages/old/" in page.text
    assert "/pages/old/" not in page.links
    assert "在站点上查看" not in read(editor, f"/admin/home/page/{hidden.pk}/change/").text


def test_a_page_is_cleaned(editor: Client) -> None:
    fields = {
        "title": "关于我们",
        "slug": "about",
        "body": "<p onclick='x()'>你好<script>x</script></p>",
        "position": 0,
    }
    assert editor.post("/admin/home/page/add/", fields).status_code == 302
    assert Page.objects.get().body == "<p>你好</p>"


# The fields of the form's inlines.


def test_settings_lead_straight_to_their_one_form(manager: Client) -> None:
    response = manager.get("/admin/home/sitesettings/")
    assert (response.status_code, response["Location"]) == (302, "/admin/home/sitesettings/1/change/")
    assert manager.get("/admin/home/sitesettings/2/change/").status_code == 302
    assert SiteSettings.objects.count() == 0


def test_settings_are_saved_the_first_time_and_again(manager: Client) -> None:
    for name in ("演讲网", "演讲与口才"):
        page = manager.post("/admin/home/sitesettings/1/change/", {"name": name, **SETTINGS_INLINES}, follow=True)
        assert page.status_code == 200
        assert page.redirect_chain[-1][0] == "/admin/home/sitesettings/1/change/"
        assert site_settings().name == name
    assert SiteSettings.objects.count() == 1


def test_a_logo_is_chosen_from_the_library(manager: Client) -> None:
    logo = make_picture("演讲网", name="0123456789abcdef-400x100.png")
    posted = {"name": "演讲网", "logo": logo.pk, **SETTINGS_INLINES}
    assert manager.post("/admin/home/sitesettings/1/change/", posted).status_code == 302
    assert logo.url in manager.get("/").content.decode()


@pytest.mark.parametrize("url", ["/admin/home/block/", "/admin/home/friendlink/", "/admin/home/page/"])
def test_lists_ask_the_same_for_two_rows_and_for_twelve(
    url: str, editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user, permissions (2), sitewide token, count (2), rows; once more the rows for the form of the list."""
    for rows in (2, 12):
        while Block.objects.count() < rows:
            number = Block.objects.count()
            section = make_section(f"栏目{number}")
            Block.objects.create(kind=Block.Kind.SECTION, section=section)
            FriendLink.objects.create(name=f"友站{number}", url="https://example.com/")
            Page.objects.create(title=f"单页{number}", slug=f"page-{number}")
        with django_assert_max_num_queries(8):
            assert editor.get(url).status_code == 200
