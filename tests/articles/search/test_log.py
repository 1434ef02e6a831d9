"""The log of searches: its counts, and the effect of synonyms and recommended pages."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.models import BestBet, SearchedQuery, Synonym
from articles.search import log
from tests.articles.search.searches import found, search
from tests.builders import make_article, make_editor, make_manager

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 15)


@pytest.fixture(autouse=True)
def no_limits_of_other_tests() -> None:
    cache.clear()


def seal_of(client: Client, q: str, **filters: str) -> str:
    shown = re.search('data-searched="([^"]*)"', search(client, q, **filters).html)
    return shown[1] if shown else ""


def counted() -> list[tuple[str, int, int]]:
    return list(SearchedQuery.objects.order_by("pk").values_list("query", "count", "results"))


def test_a_search_is_counted_when_its_page_says_so(client: Client) -> None:
    make_article("口才")
    seal = seal_of(client, "口才")
    for address in ("192.0.2.1", "192.0.2.2"):
        assert client.post("/search/searched/", {"seal": seal}, REMOTE_ADDR=address).status_code == 204
    assert client.post("/search/searched/", {"seal": seal_of(client, "竞聘 演講")}).status_code == 204
    assert counted() == [("口才", 2, 1), ("竞聘 演讲", 1, 0)]


def test_the_same_again_within_a_minute_is_one_search(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = seal_of(client, "口才")
    for minute in (1, 1, 2):
        monkeypatch.setattr("yanjiang.lib.per_minute.minute_of", lambda at, minute=minute: minute)
        assert client.post("/search/searched/", {"seal": seal}).status_code == 204
    assert counted() == [("口才", 2, 0)]


def test_staff_who_look_at_results_are_not_counted(client: Client) -> None:
    seal = seal_of(client, "口才")
    client.force_login(make_editor())
    assert client.post("/search/searched/", {"seal": seal}).status_code == 204
    assert counted() == []


def test_another_page_or_order_is_no_other_search(client: Client) -> None:
    for number in range(21):
        make_article(f"口才{number}")
    assert seal_of(client, "口才", page="2") == seal_of(client, "口才", order="date") == ""
    assert seal_of(client, "口才", page="1") != ""


def test_reading_the_page_writes_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        search(client, "口才")
    assert [query["sql"] for query in asked if not query["sql"].startswith(("SELECT", "(SELECT"))] == []


def test_the_page_is_the_same_at_each_visit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = seal_of(client, "口才")
    monkeypatch.setattr("django.core.signing.time.time", lambda: 2_000_000_000)  # a signature may hold the second
    assert seal_of(client, "口才") == seal != ""


def test_filtered_and_empty_searches_are_not_counted(client: Client) -> None:
    make_article("口才", author="周言")
    assert seal_of(client, "口才", author="周言") == ""
    assert seal_of(client, "", author="周言") == ""
    assert seal_of(client, "-口才") == ""


@pytest.mark.parametrize("seal", ["", "x", "WyJ4IiwxXQ:1:abc", "口才"])
def test_a_search_that_this_site_did_not_answer_is_not_counted(client: Client, seal: str) -> None:
    assert client.post("/search/searched/", {"seal": seal}).status_code == 400
    assert client.get("/search/searched/").status_code == 405
    assert counted() == []


def test_one_address_counts_so_often_a_minute(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yanjiang.lib.per_minute.minute_of", lambda at: 1)  # all of this within one minute
    for number in range(40):
        seal = log.seal(f"词{number}", 0)
        assert client.post("/search/searched/", {"seal": seal}, REMOTE_ADDR="203.0.113.1").status_code == 204
    client.post("/search/searched/", {"seal": log.seal("另一人", 0)}, REMOTE_ADDR="203.0.113.2")
    assert len(counted()) == 31


def test_a_search_is_counted_where_the_cache_is_gone(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yanjiang.lib.per_minute._left_alone_until", 0.0)
    settings.CACHES = {"default": {"BACKEND": "tests.lib.broken_cache.BrokenCache"}}
    assert client.post("/search/searched/", {"seal": log.seal("口才", 1)}).status_code == 204
    assert counted() == [("口才", 1, 1)]


def test_a_flood_of_queries_fills_one_day_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "QUERIES_A_DAY", 2)
    for query in ("一", "二", "三", "一"):
        log.record(log.seal(query, 0), times=1, same=1, today=TODAY)
    assert counted() == [("一", 2, 0), ("二", 1, 0)]


def test_old_rows_go_with_the_first_search_of_a_day() -> None:
    SearchedQuery.objects.create(query="旧", day=date(2024, 1, 1))
    SearchedQuery.objects.create(query="不旧", day=date(2025, 6, 1))
    log.record(log.seal("新", 0), times=1, same=1, today=TODAY)
    assert [query for query, *_ in counted()] == ["不旧", "新"]


def test_a_query_that_grows_when_it_is_normalised_is_kept_short() -> None:
    assert log.record(log.seal("ﷺ" * 100, 0), times=1, same=1, today=TODAY)
    assert len(counted()[0][0]) == 100


def test_a_synonym_finds_and_marks_from_both_sides(client: Client) -> None:
    make_article("发言怎么写", summary="别的")
    make_article("讲话怎么写", summary="别的")
    assert found(client, "讲话") == ["讲话怎么写"]
    rule = Synonym.objects.create(word="講話", synonym="发言")
    assert found(client, "讲话") == found(client, "发言") == ["讲话怎么写", "发言怎么写"]
    assert "<mark>发言</mark>" in search(client, "讲话").html
    rule.both_ways = False
    rule.save()
    assert found(client, "发言") == ["发言怎么写"]
    assert found(client, "讲话 -发言") == ["讲话怎么写"]


def test_a_query_that_found_nothing_can_be_made_a_synonym_as_it_was_typed(client: Client) -> None:
    make_article("述职报告", summary="别的")
    for typed in ("竞聘 演講", '"great  speech"'):
        assert found(client, typed) == []
        Synonym.objects.create(word=typed, synonym="述职")
        assert found(client, typed) == ["述职报告"]
    assert found(client, "竞聘") == []


def test_a_page_stands_above_the_results_of_its_query(client: Client) -> None:
    BestBet.objects.create(query="联系 我们", title="关于我们", url="/pages/about/")
    assert search(client, "聯繫　我們").region("best-bets").links == {"关于我们": "/pages/about/"}
    assert "best-bets" not in search(client, "联系").html


def test_the_log_shows_first_what_found_nothing_and_leads_on(client: Client) -> None:
    for query, count, results in (("有的", 9, 3), ("没有少", 1, 0), ("没有多 & ?", 5, 0)):
        SearchedQuery.objects.create(query=query, day=TODAY, count=count, results=results)
    client.force_login(make_editor())
    page = client.get("/admin/articles/searchedquery/").content.decode()
    assert page.index("没有多") < page.index("没有少") < page.index("有的</td>")
    form = client.get("/admin/articles/synonym/add/?word=%E6%B2%A1%E6%9C%89%E5%A4%9A%20%26%20%3F").content.decode()
    assert 'value="没有多 &amp; ?"' in form
    assert "/admin/articles/synonym/add/?word=%E6%B2%A1%E6%9C%89%E5%A4%9A+%26+%3F" in page
    form = client.get("/admin/articles/bestbet/add/?query=%E6%B2%A1%E6%9C%89%E5%A4%9A%20%26%20%3F").content.decode()
    assert 'value="没有多 &amp; ?"' in form
    assert "/admin/articles/bestbet/add/?query=%E6%B2%A1%E6%9C%89%E5%A4%9A+%26+%3F" in page
    assert "有的</td>" not in client.get("/admin/articles/searchedquery/?found=no").content.decode()
    assert "没有少</td>" in client.get("/admin/articles/searchedquery/?q=沒有少").content.decode()


@pytest.mark.parametrize(
    ("word", "synonym", "told"),
    [
        ("年会", "年會", "两个词是一样的"),
        ("年会", "-总结", "要排除的词"),
        ("年会", '""', "这里没有可以搜索的词"),
    ],
)
def test_a_synonym_that_changes_no_search_is_refused(client: Client, word: str, synonym: str, told: str) -> None:
    client.force_login(make_manager())
    answer = client.post("/admin/articles/synonym/add/", {"word": word, "synonym": synonym, "both_ways": "on"})
    assert told in answer.content.decode()
    assert not Synonym.objects.exists()


def test_the_log_tells_what_was_laid_down_for_a_query(client: Client) -> None:
    log.record(log.seal("年會 致辭", 0), times=1, same=1, today=TODAY)
    Synonym.objects.create(word="年会 致辞", synonym="年终讲话")
    BestBet.objects.create(query="年会 致辞", title="年会专题", url="/pages/nianhui/")
    client.force_login(make_manager())
    assert "已有同义词：年终讲话；推荐：年会专题" in client.get("/admin/articles/searchedquery/").content.decode()
