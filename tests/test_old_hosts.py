"""Old links under other names and over http: one redirect, to today's page under today's name."""

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Article, LegacyPath
from tests.builders import make_article, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def deployed(settings: Settings) -> None:
    settings.SITE_URL = "https://www.example.com"
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "www.example.com"
    settings.OLD_HOSTS = ["www.old.example.cn", "m.example.com"]
    settings.ALLOWED_HOSTS = ["www.example.com", *settings.OLD_HOSTS]


@pytest.fixture
def article() -> Article:
    article = make_article(section=make_section("观点", segment="guandian"))
    LegacyPath.objects.create(path="/a/23.html", article=article)
    LegacyPath.objects.create(path="/a/view/", section=article.section)
    return article


def led(client: Client, url: str, host: str, *, secure: bool) -> str:
    answer = client.get(url, secure=secure, headers={"host": host})
    assert answer.status_code == 301, (url, answer.status_code)
    return answer["Location"]


@pytest.mark.parametrize(
    ("host", "secure"),
    [
        ("www.old.example.cn", False),
        ("www.old.example.cn", True),
        ("WWW.OLD.EXAMPLE.CN:80", False),
        ("m.example.com", True),
        ("www.example.com", False),
    ],
)
def test_an_old_address_is_one_redirect_away(client: Client, article: Article, host: str, *, secure: bool) -> None:
    assert led(client, "/a/23.html?from=wx", host, secure=secure) == (
        f"https://www.example.com/articles/{article.pk}/?from=wx"
    )
    assert led(client, "/a/view/", host, secure=secure) == "https://www.example.com/guandian/"
    assert led(client, "/index.html", host, secure=secure) == "https://www.example.com/"


@pytest.mark.parametrize(
    "url",
    ["/", "/guandian/?page=2", "/articles/1/", "/nothing.html", "/uploads/a.jpg", "/plus/count.php?aid=1", "//e.cn/"],
)
def test_any_other_address_is_asked_for_under_the_name_of_today(client: Client, article: Article, url: str) -> None:
    path, _, query = url.partition("?")
    for secure in (False, True):
        answer = client.get(
            "/", PATH_INFO=path, QUERY_STRING=query, secure=secure, headers={"host": "www.old.example.cn"}
        )
        assert (answer.status_code, answer["Location"].replace("/%2F", "//")) == (301, f"https://www.example.com{url}")


def test_a_page_of_the_portal_is_no_old_address_over_http(client: Client, article: Article) -> None:
    LegacyPath.objects.create(path="/guandian/", article=article)
    assert led(client, "/guandian/", "www.example.com", secure=False) == "https://www.example.com/guandian/"


def test_a_page_that_is_gone_answers_so_under_the_present_host(client: Client) -> None:
    LegacyPath.objects.create(path="/a/24.html")
    assert led(client, "/a/24.html", "www.old.example.cn", secure=True) == "https://www.example.com/a/24.html"
    assert client.get("/a/24.html", secure=True, headers={"host": "www.example.com"}).status_code == 410


def test_a_name_that_is_not_ours_is_refused(client: Client, article: Article) -> None:
    assert client.get("/a/23.html", secure=True, headers={"host": "evil.example"}).status_code == 400
    assert led(client, "/a/23.html", "evil.example", secure=False) == "https://www.example.com/a/23.html"


def test_a_sent_form_is_never_redirected_to_an_article(client: Client, article: Article) -> None:
    answer = client.post("/a/23.html", secure=True, headers={"host": "www.old.example.cn"})
    assert answer.status_code == 404
