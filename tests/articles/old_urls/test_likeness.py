"""Find the article that an old address means by its number, unless page or date contradict."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from articles.models import Article, Import, ImportedArticle, ImportedSection, LegacyPath
from articles.old_urls.addresses import parse
from articles.old_urls.likeness import may_be
from articles.old_urls.path_dates import PathDate, date_in
from tests.builders import make_article, make_section, shanghai

JUNE_25 = datetime(2019, 6, 25, tzinfo=UTC)  # 08:00 in Shanghai


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("/a/old/2019/0421/1.html", (2019, 4, 21)),
        ("/2019/04/21/1.html", (2019, 4, 21)),
        ("/a/20190421/1.html", (2019, 4, 21)),
        ("/a/2019-04-21/1.html", (2019, 4, 21)),
        ("/a/2019/4/21/1.html", (2019, 4, 21)),
        ("/a/201904/1.html", (2019, 4, 0)),
        ("/a/2019/04/1.html", (2019, 4, 0)),
        ("/a/2019/1.html", (2019, 0, 0)),
        ("/a/20190421_1.html", (2019, 4, 21)),
        ("/a/2019/0421/1/", (2019, 4, 21)),
        ("/a/2019/0421/1/index.html", (2019, 4, 21)),
        ("/m/a/2019/0421/1_2.html", (2019, 4, 21)),
        ("/a/2019/1204_2.html", (2019, 0, 0)),
        ("/a/2019/", (2019, 0, 0)),
        ("/a/2019/index.html", (2019, 0, 0)),
        ("/a/2019", (2019, 0, 0)),
        ("/a/2019.html", None),
        ("/a/jianghua/1.html", None),
        ("/a/1204/1.html", None),
        ("/a/123456/1.html", None),
        ("/a/20199/1.html", None),
    ],
)
def test_a_path_says_its_date_as_far_as_it_does(path: str, date: tuple[int, int, int] | None) -> None:
    found = parse(path, "")
    assert found
    assert found.date == date


@pytest.mark.parametrize(
    ("date", "hours", "is_it"),
    [
        (PathDate(2019, 6, 25), 8, True),
        (PathDate(2019, 6), 8, True),
        (PathDate(2019), 8, True),
        (PathDate(2019, 6, 24), 8, False),
        (PathDate(2019, 4, 25), 8, False),
        (PathDate(2018), 8, False),
        (PathDate(2019, 6, 24), -1, True),
    ],
)
def test_a_date_is_that_of_the_old_sites_clock(date: PathDate, hours: float, is_it: bool) -> None:  # noqa: FBT001
    assert date.is_of(JUNE_25, hours=hours) is is_it
    assert date_in("/a", "1") is None


@pytest.mark.parametrize(
    ("asked", "own", "is_meant"),
    [
        ("/old/7.html", "/a/2019/0625/7.html", True),
        ("/old/arc-7.html", "/a/2019/0625/7.html", True),
        ("/old/7_2.html", "/a/2019/0625/7.html", True),
        ("/a/2019/0625/7.html", "/special/arc-7.html", True),
        ("/a/2019/0421/7.html", "/a/2019/0625/7.html", False),
        ("/a/2018/7.html", "", False),
        ("/old/title_7.html", "/a/2019/0625/7.html", False),
        ("/old/title_7.html", "", True),
        ("/old/view_7.html", "/a/view_7.html", True),
        ("/old/view_7_2.html", "/a/view_7.html", True),
        ("/old/html7.html", "/a/7.html", False),
        ("/old/3f9c7.html", "/a/7.html", False),
        ("/old/n7.html", "/a/n7.html", True),
        ("/old/n7_2.html", "/a/n7.html", True),
        ("/old/7/index.html", "/a/7/index.html", True),
    ],
)
def test_an_article_is_meant_where_nothing_speaks_against_it(asked: str, own: str, is_meant: bool) -> None:  # noqa: FBT001
    address = parse(asked, "")
    assert address
    page = dict(address.article_numbers)[7]
    assert may_be(address, 7, page, path=own, sent=JUNE_25) is is_meant


def test_a_number_behind_a_title_is_a_page_only_as_long_as_texts_are() -> None:
    address = parse("/old/title_123.html", "")
    assert address
    assert may_be(address, 123, 1, path="/a/123.html", sent=None)


def leads_to(client: Client, url: str) -> str | int:
    answer = client.get(url)
    return answer["Location"] if answer.status_code == 301 else answer.status_code


@pytest.fixture
def articles() -> dict[int, Article]:
    """Articles of 25 June 2019 under the numbers 1, 2, 6 and 404, and a column whose folder is /a/jianghua."""
    origin = Import.objects.create(host="www.old.example.com", config={"cfg_cli_time": "8"})
    section = make_section("讲话", segment="jianghua")
    ImportedSection.objects.create(origin=origin, old_id=1, section=section)
    paths = ("/a/jianghua/", "/a/jianghua/index.html", "/a/jianghua/list_1_1.html")
    LegacyPath.objects.bulk_create(LegacyPath(path=path, section=section) for path in paths)
    made = {}
    for old_id in (1, 2, 6, 404):
        made[old_id] = make_article(f"{old_id} 号", section=section)
        path = f"/a/jianghua/2019/0625/{old_id}.html"
        ImportedArticle.objects.create(
            origin=origin, old_id=old_id, article=made[old_id], path=path, sent_at=shanghai("2019-06-25 08:00")
        )
        LegacyPath.objects.create(path=path, article=made[old_id])
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "old_id", "page"),
    [
        ("/old/6_2.html", 6, "?page=2"),
        ("/old/6_3.html", 6, "?page=3"),
        ("/a/jianghua/2019/0625/6_2.html", 6, "?page=2"),
        ("/m/old/6_2.html", 6, "?page=2"),
        ("/old/2.html", 2, ""),
        ("/a/old/2019/0625/1.html", 1, ""),
        ("/a/old/2019/06/1.html", 1, ""),
        ("/a/jianghua/2019/0625/404.html", 404, ""),
        ("/a/404.html", 404, ""),
    ],
)
def test_a_page_of_an_article_leads_to_that_article(
    client: Client, articles: dict[int, Article], url: str, old_id: int, page: str
) -> None:
    assert leads_to(client, url) == f"/articles/{articles[old_id].pk}/{page}"


@pytest.mark.django_db
@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(
    "url",
    [
        "/old/99_2.html",
        "/old/99_6.html",
        "/a/old/2019/0421/1.html",
        "/a/old/20190421/6_2.html",
        "/a/2018/1.html",
        "/a/old/2019/0421/1/",
        "/404.html",
        "/m/404.html",
        "/about_2.html",
        "/html6.html",
    ],
)
def test_an_address_that_is_no_page_of_an_article_is_not_found(client: Client, url: str) -> None:
    assert leads_to(client, url) == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/a/jianghua/list_7_1.html", "/jianghua/"),
        ("/a/jianghua/list_7_3.html", "/jianghua/"),
        ("/a/jianghua/list_3.html", "/jianghua/"),
        ("/m/a/jianghua/list_7_1.html", "/jianghua/"),
        ("/a/jianghua/list_1_3.html", "/jianghua/?page=3"),
        ("/old/list_1_3.html", "/jianghua/?page=3"),
        ("/old/list_7_1.html", 404),
        ("/special/spec_1.html", "/"),
        ("/rssmap.html", "/sitemap/"),
    ],
)
def test_a_list_of_a_column_that_is_gone_leads_to_that_of_its_folder(
    client: Client, url: str, target: str | int
) -> None:
    assert leads_to(client, url) == target
