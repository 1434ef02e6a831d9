"""Many simultaneous saves of the same unique value over HTTP get distinct values, share the row, or get a message."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, LegacyPath, Listing, Section, Tag
from tests.builders import SETTINGS_INLINES, make_manager, make_section
from yanjiang.home.models import Page, SiteSettings

pytestmark = pytest.mark.django_db(transaction=True)
SAVES = 100
LATER = 40  # where the first one decides
# A server of PostgreSQL's takes a hundred connections, and others use it. Writers of SQLite do not queue: one of twenty
# may wait on a slow machine for longer than its minute.
AT_ONCE = 8 if "sqlite" in settings.DATABASES["default"]["ENGINE"] else 20
TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def manager() -> User:
    return make_manager()


@pytest.fixture
def cookies(manager: User) -> str:
    client = Client()
    client.force_login(manager)
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}; csrftoken={TOKEN}"


def save_all(server: LiveServer, cookies: str, path: str, forms: list[dict[str, Any]]) -> list[tuple[int, str]]:
    address = urlsplit(server.url)

    def save(fields: dict[str, Any]) -> tuple[int, str]:
        connection = HTTPConnection(str(address.hostname), address.port, timeout=120)
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN, "_save": "保存"})
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        return answer.status, page

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(save, forms))


def test_sections_of_one_name_get_addresses_of_their_own(live_server: LiveServer, cookies: str) -> None:
    above = make_section("演讲稿", segment="gao")
    form = {"name": "竞聘", "parent": above.pk, "position": 0, "kind": "list", "description": "同时保存"}
    answers = save_all(live_server, cookies, "/admin/articles/section/add/", [form] * SAVES)
    assert Counter(status for status, _page in answers) == {302: SAVES}
    assert Section.objects.filter(parent=above).count() == SAVES


def test_articles_of_one_title_share_their_new_tag(live_server: LiveServer, cookies: str, manager: User) -> None:
    section = make_section("演讲稿", segment="gao")
    inlines = {f"{name}-{kind}_FORMS": 0 for name in ("related_links", "attachments") for kind in ("TOTAL", "INITIAL")}
    form = {"title": "怎样开口", "section": section.pk, "tags": "口才，听众", "body": "<p>一</p>", "weight": 0}
    form |= {"status": "published", "owner": manager.pk, **inlines}
    answers = save_all(live_server, cookies, "/admin/articles/article/add/", [form] * SAVES)
    assert Counter(status for status, _page in answers) == {302: SAVES}
    assert Article.objects.filter(title="怎样开口").count() == Listing.objects.filter(section=section).count() == SAVES
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["口才", "听众"]
    assert {tag.items.count() for tag in Tag.objects.all()} == {SAVES}


ONCE: dict[str, tuple[Any, dict[str, Any]]] = {
    "/admin/home/page/add/": (Page, {"title": "关于我们", "slug": "about", "body": "<p>打好的字</p>", "position": 0}),
    "/admin/articles/legacypath/add/": (LegacyPath, {"path": "/a/打好的字.html"}),
    "/admin/articles/tag/add/": (Tag, {"name": "口才", "description": "打好的字"}),
}


@pytest.mark.parametrize("path", ONCE)
def test_a_value_that_exists_already_is_told_and_the_typed_text_stays(
    live_server: LiveServer, cookies: str, path: str
) -> None:
    model, form = ONCE[path]
    answers = save_all(live_server, cookies, path, [form] * LATER)
    assert Counter(status for status, _page in answers) == {302: 1, 200: LATER - 1}
    assert model.objects.count() == 1
    for status, page in answers:
        assert status == 302 or ("已经有一个" in page and "打好的字" in page)


def test_settings_are_saved_a_first_time_by_many(live_server: LiveServer, cookies: str) -> None:
    forms = [{"name": f"演讲网{number}", **SETTINGS_INLINES} for number in range(LATER)]
    answers = save_all(live_server, cookies, "/admin/home/sitesettings/1/change/", forms)
    assert Counter(status for status, _page in answers) == {302: LATER}
    assert SiteSettings.objects.count() == 1


def test_an_error_that_repeats_is_no_collision(
    client: Client, manager: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(page: Page, *args: Any, **kwargs: Any) -> None:
        raise IntegrityError("null value in column")  # as after a migration of the next version

    monkeypatch.setattr(Page, "save", refuse)
    client.force_login(manager)
    form = {"title": "关于我们", "slug": "about", "body": "<p>打好的字</p>", "position": 0, "_save": "保存"}
    page = client.post("/admin/home/page/add/", form).content.decode()
    assert "数据库没有收下，这一次没有存上" in page
    assert "打好的字" in page
    assert "null value in column" in caplog.text
