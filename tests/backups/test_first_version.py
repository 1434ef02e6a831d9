"""A site of the first version, with rows in its tables, is whole after all migrations since then.

The rows of `tests/data/versions/2026-11-23.tar` were made through the admin of that version. The command `backup` of a
later version then read its database before it was migrated.
"""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import global_settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from articles.models import Article, Section
from consultants.models import Consultant
from tests.backups.sites import Own, Sites
from tests.builders import shanghai
from yanjiang.backups import restoring
from yanjiang.home.models import SiteSettings

FIRST = Path(__file__).parent.parent / "data/versions/2026-11-23.tar"


@pytest.fixture
def site(migrating: Sites, settings: Settings) -> Own:
    """The site of the first version, restored and migrated."""
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # the passwords are a real site's
    site = migrating()
    site.restore(FIRST)
    return site


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_site_of_the_first_version_is_whole(site: Own, client: Client) -> None:
    assert_addresses_lead_on(client)
    assert_contents_are_kept(client)
    assert_pictures_are_in_the_library(site)
    assert_people_log_in(client)
    restoring.build_search(lambda _told: None)
    assert "开场的第一句话" in text(client, "/search/?q=繁体字")
    told = StringIO()
    call_command("check_projections", stdout=told)
    assert told.getvalue() == "全部相符。\n"


def assert_addresses_lead_on(client: Client) -> None:
    for address in ("/", "/tags/", "/tags/c/", "/consultants/1/", "/pages/shengji/", "/fengmianlanmu/", "/feed/"):
        text(client, address)
    moved = {"/shengjiyanjiang/huiyijianghua/": "/shengjiyanjiang/huiyi/", "/a/9.html": "/articles/1/"}
    for old, new in moved.items():
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
    gone = {"/articles/4/": 404, "/articles/5/": 410, "/articles/6/": 410}
    assert {address: client.get(address).status_code for address in gone} == gone


def assert_contents_are_kept(client: Client) -> None:
    article = Article.objects.get(pk=1)
    assert "<p>繁體字和 😀 都在。</p>" in article.body
    assert (article.author, article.publish_at) == ("张三", shanghai("2026-01-05 09:30") + timedelta(seconds=15))
    assert {tag.name for tag in article.tags.all()} == {"开场白", "C++"}
    assert (article.hits.opening, article.hits.total) == (2014, 2014)
    for section in ("/shengjiyanjiang/", "/shengjiyanjiang/huiyi/", "/tags/开场白/"):
        assert text(client, section).count('href="/articles/1/"') > 0, section
    assert "还没写完" in Article.objects.get(title="草稿").body
    assert "400-000-2015" in text(client, "/shengjiyanjiang/huiyi/")
    assert "升级演讲网" in text(client, "/")
    assert 'href="/articles/1/"' in text(client, "/articles/2/")


def assert_pictures_are_in_the_library(site: Own) -> None:
    owners = (Article.objects.get(pk=1).cover, Section.objects.get(pk=1).picture, Consultant.objects.get().photo)
    for picture in (*owners, SiteSettings.objects.get().logo):
        assert picture and picture.file.name in site.files()
    assert owners[0] and owners[0].alt == "题图说明"


def assert_people_log_in(client: Client) -> None:
    answer = client.post("/admin/login/", {"username": "bianji", "password": "Mima-da-ren-88"})
    assert answer.status_code == 302
    assert "开场的第一句话" in text(client, "/admin/articles/article/1/change/")
    assert User.objects.get(username="bianji").groups.get().name == "编辑"
