"""A search without results offers the nearest titles and tags instead."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.search import nearest
from tests.articles.search.searches import search
from tests.builders import make_article, shanghai

pytestmark = pytest.mark.django_db


def offered(client: Client, q: str) -> list[str]:
    """Return the titles that are offered, in their order."""
    page = search(client, q).region("column-main")
    assert "没有找到" in page.text
    return [title for title, url in page.links.items() if url.startswith("/articles/")]


def test_nothing_found_offers_the_nearest_titles_and_tags(client: Client) -> None:
    make_article("竞聘演讲的开场白", tags=["竞聘演讲稿", "别的"])
    make_article("公文写作")
    page = search(client, "竞聘演讲结尾").region("column-main")
    assert page.links["竞聘演讲稿"].startswith("/tags/")
    assert "别的" not in page.links
    assert offered(client, "竞聘演讲结尾") == ["竞聘演讲的开场白", "公文写作"]


def test_the_nearest_title_is_found_however_old_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "TITLES_COMPARED", 5)
    make_article("消防演练的总结", publish_at=shanghai("2001-01-01 08:00"))
    for number in range(10):
        make_article(f"总结第{number}篇")
    assert offered(client, "消防总结大会发言")[0] == "消防演练的总结"


def test_a_pair_of_few_titles_says_more_than_one_of_many(client: Client) -> None:
    make_article("论鼫鼠", publish_at=shanghai("2001-01-01 08:00"))
    make_article("鼫鼠竞聘", publish_at=shanghai("2000-01-01 08:00"))
    for number in range(8):
        make_article(f"第{number}个竞聘演讲")
    assert offered(client, "鼫鼠、竞聘、结尾")[:3] == ["鼫鼠竞聘", "论鼫鼠", "第7个竞聘演讲"]


@pytest.mark.parametrize("q", ["竞聘演讲结尾", "競聘演講結尾", "\u200b竞\u200b聘演讲结尾"])
@pytest.mark.parametrize("title", ["竞聘演讲", "競聘演講"])
def test_titles_and_tags_are_near_in_whichever_characters(client: Client, q: str, title: str) -> None:
    make_article(title, tags=["竞聘"], publish_at=shanghai("2001-01-01 08:00"))
    make_article("公文写作")
    assert offered(client, q) == [title, "公文写作"]
    assert "竞聘" in search(client, q).region("column-main").links


def test_the_newest_of_equally_near_titles_stands_first(client: Client) -> None:
    for day in (12, 15, 11, 15):
        make_article(f"口才{day}", publish_at=shanghai(f"2026-01-{day} 08:00"))
    last = make_article("口才同日", publish_at=shanghai("2026-01-15 08:00"))
    assert offered(client, "口才辩论赛")[0] == last.title
    assert [offered(client, "口才辩论赛") for _ in range(3)] == [["口才同日", "口才15", "口才12", "口才11"]] * 3


def test_nothing_is_offered_that_a_visitor_may_not_read(client: Client) -> None:
    make_article("口才草稿", status="draft")
    make_article("口才将来", publish_at=shanghai("2090-01-01 08:00"))
    make_article("口才过期", expire_at=shanghai("2026-02-01 08:00"))
    make_article("别的")
    assert offered(client, "口才辩论赛") == ["别的"]


def test_a_long_query_is_asked_of_the_index_in_part(client: Client) -> None:
    make_article("别的")
    with CaptureQueriesContext(connection) as asked:
        offered(client, "".join(chr(0x4E00 + number * 7) for number in range(100)))
    counted = [query["sql"].count("COUNT(*)") for query in asked if "UNION ALL" in query["sql"]]
    assert 16 in counted
    assert max(counted) == 16
