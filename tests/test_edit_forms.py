"""The admin's front page takes a page's address and leads to the form that edits it."""

from urllib.parse import quote

import pytest
from django.test import Client

from articles.models import Article, Import, ImportedArticle, LegacyPath
from tests.builders import make_article, make_author, make_consultant, make_editor, make_manager, make_section
from yanjiang.home.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_manager())
    return client


def leads(client: Client, address: str) -> str:
    """Return the address that the field leads to, or its error message."""
    answer = client.get("/admin/edit/", {"address": address})
    if answer.status_code == 302:
        return str(answer["Location"])
    assert answer.status_code == 200
    assert answer.context["address"] == address
    return str(answer.context["address_problem"])


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def test_every_kind_of_page_leads_to_its_form(manager: Client) -> None:
    section = make_section("竞聘演讲", segment="jingpin", parent=make_section("演讲稿", segment="yanjianggao"))
    article = make_article("怎样开口", section=section, tags=["口才"])
    tag, consultant = article.tags.get(), make_consultant()
    page = Page.objects.create(title="关于我们", slug="about")
    forms = {
        f"/articles/{article.pk}/": change(article),
        f"/articles/{article.pk}": change(article),
        f"articles/{article.pk}/?page=2#top": change(article),
        f"/articles/{article.pk}/qr.svg": change(article),
        f"http://testserver/articles/{article.pk}/": change(article),
        f"testserver/articles/{article.pk}/": change(article),
        f"http://127.0.0.1:8000/articles/{article.pk}/": change(article),
        f"HTTP://TESTSERVER/articles/{article.pk}/": change(article),
        "/yanjianggao/jingpin/": f"/admin/articles/section/{section.pk}/change/",
        "/yanjianggao/jingpin?page=3": f"/admin/articles/section/{section.pk}/change/",
        "/yanjianggao/jingpin/feed/": f"/admin/articles/section/{section.pk}/change/",
        f"/tags/{tag.slug}/": f"/admin/articles/tag/{tag.pk}/change/",
        f"/tags/{quote(tag.slug)}/": f"/admin/articles/tag/{tag.pk}/change/",
        f"/consultants/{consultant.pk}/": f"/admin/consultants/consultant/{consultant.pk}/change/",
        "/pages/about/": f"/admin/home/page/{page.pk}/change/",
        "http://testserver/": "/admin/home/block/",
        "/": "/admin/home/block/",
        "/tags/": "/admin/articles/tag/",
        "/consultants/": "/admin/consultants/consultant/",
    }
    assert {address: leads(manager, address) for address in forms} == forms


@pytest.mark.parametrize(
    "glued", ["。", "，", "（点这里）", "】", "”", "！！", "、看看这篇", "\u200b", " 这篇", ",", ")", "；"]
)
def test_text_that_a_chat_program_glued_to_an_address_is_left_aside(manager: Client, glued: str) -> None:
    article = make_article("怎样开口", tags=["口才"])
    assert leads(manager, f"http://testserver/articles/{article.pk}/{glued}") == change(article)
    assert leads(manager, f"/articles/{article.pk}{glued}") == change(article)
    tag = article.tags.get()
    assert leads(manager, f"/tags/口才/{glued}") == f"/admin/articles/tag/{tag.pk}/change/"


def test_an_address_is_found_in_the_text_around_it(manager: Client) -> None:
    article = make_article("怎样开口")
    assert leads(manager, f"【怎样开口】 http://testserver/articles/{article.pk}/ （演讲网）") == change(article)


def test_old_addresses_lead_where_readers_come_to(manager: Client, settings: object) -> None:
    article, section = make_article("怎样开口"), make_section("公文", segment="gongwen")
    LegacyPath.objects.remember("/a/kaikou/1.html", article=article)
    LegacyPath.objects.remember("/old-section/", section=section)
    LegacyPath.objects.remember("/gone/")
    assert leads(manager, "http://testserver/a/kaikou/1.html") == change(article)
    assert leads(manager, "/a/kaikou/1.html。") == change(article)
    assert leads(manager, "/old-section/") == f"/admin/articles/section/{section.pk}/change/"
    assert leads(manager, "/gone/").startswith("没有找到")


def test_numbers_of_the_old_site_are_known(manager: Client, settings: object) -> None:
    settings.OLD_HOSTS = ["old.example"]  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["testserver", "old.example"]  # type: ignore[attr-defined]
    article = make_article("怎样开口")
    ImportedArticle.objects.create(old_id=246, article=article, origin=Import.objects.create(host="old.example"))
    assert leads(manager, "http://old.example/plus/view.php?aid=246") == change(article)


def test_drafts_are_found_by_the_address_that_they_will_have(manager: Client) -> None:
    draft = make_article("草稿", status="draft")
    assert leads(manager, f"/articles/{draft.pk}/") == change(draft)


def test_an_address_that_leads_to_no_form_is_said(manager: Client) -> None:
    article = make_article("怎样开口")
    said = {
        "": "请粘贴网页的网址",
        "   ": "请粘贴网页的网址",
        f"https://example.org/articles/{article.pk}/": "这不是本站的网址：example.org。",
        f"www.example.org/articles/{article.pk}/": "这不是本站的网址：www.example.org。",
        "/articles/999999/": "没有找到",
        "/articles/99999999999999999999999999/": "没有找到",
        "/nothing/": "没有找到",
        "/tags/没有/": "没有找到",
        "/search/?q=口才": "这个网页是自动生成的",
        "/feed/": "这个网页是自动生成的",
        "http://[::1/": "请粘贴网页的网址",
        "甲" * 3000: "没有找到",
        "<script>alert(1)</script>": "没有找到",
        "//": "请粘贴网页的网址",
    }
    assert {address: told for address in said if not (told := leads(manager, address)).startswith(said[address])} == {}


def test_the_field_is_on_the_front_page_and_keeps_what_was_typed(manager: Client) -> None:
    assert 'action="/admin/edit/"' in manager.get("/admin/").content.decode()
    page = manager.get("/admin/edit/", {"address": '/nothing/"<b>'}).content.decode()
    assert "/nothing/&quot;&lt;b&gt;" in page


def test_nobody_is_led_where_he_may_not_go(client: Client) -> None:
    author = make_author()
    own = make_article("自己的", owner=author, status="draft")
    public, hidden = make_article("别人的", owner=make_editor()), make_article("别人的草稿", status="draft")
    consultant = make_consultant()
    client.force_login(author)
    assert leads(client, f"/articles/{own.pk}/") == change(own)
    for address in (f"/articles/{public.pk}/", f"/consultants/{consultant.pk}/", "/", f"/{public.section.path}/"):
        assert leads(client, address).startswith("您没有权限"), address
    # Whether there is a draft of this number is nobody's business.
    assert leads(client, f"/articles/{hidden.pk}/") == leads(client, "/articles/999999/")


def test_nobody_learns_by_an_address_what_visitors_do_not_see(client: Client) -> None:
    hidden = make_article("别人的草稿", status="draft", tags=["改革"])
    make_article("别人的", owner=make_editor(), tags=["口才"])
    LegacyPath.objects.remember("/a/gaige/1.html", article=hidden)
    retired = make_consultant("闻之远", is_active=False)
    Page.objects.create(title="以前的活动", slug="old", is_active=False)
    client.force_login(make_author())
    for address in ("/tags/改革/", "/tags/改革/feed/", "/a/gaige/1.html", f"/consultants/{retired.pk}/", "/pages/old/"):
        assert leads(client, address) == leads(client, "/articles/999999/"), address
    assert leads(client, "/tags/口才/").startswith("您没有权限")


def test_visitors_are_asked_to_log_in(client: Client) -> None:
    answer = client.get("/admin/edit/", {"address": "/articles/1/"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")
