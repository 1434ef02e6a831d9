"""Rebuild the index while the site runs, in bulk if it has few articles yet."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from articles.fulltext import index
from articles.models import Article, SearchEntry, SearchText
from articles.projections import bulk
from tests.articles.search.searches import found, search
from tests.builders import make_article

pytestmark = pytest.mark.django_db
Ways = list[str]


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    """Record which method writes the index, and use batches of one article."""
    noted: Ways = []

    def note(name: str) -> Callable[[], None]:
        call = getattr(index.backend(), name)

        def noting() -> None:
            noted.append(name)
            call()

        return noting

    for name in ("before_bulk", "after_bulk"):
        monkeypatch.setattr(index.backend(), name, note(name))
    monkeypatch.setitem(bulk.INDEXED_AT_ONCE, connection.vendor, 1)
    return noted


def make_unindexed(count: int) -> None:
    numbers = [make_article(f"口才{number}").pk for number in range(count)]
    SearchText.objects.discard(numbers)
    SearchEntry.objects.filter(pk__in=numbers).delete()


def test_few_entries_do_not_keep_the_rest_from_being_written_in_bulk(client: Client, ways: Ways) -> None:
    make_unindexed(20)
    make_article("别的")
    Article.objects.filter(title="别的").update(title="新来的")
    assert bulk.rebuild_search() == 21
    assert ways == ["before_bulk", "after_bulk"]
    assert "共 20 篇" in search(client, "口才").text
    assert (found(client, "新来的"), found(client, "别的")) == (["新来的"], [])


def test_articles_that_an_import_adds_to_few_entries_are_written_in_bulk(client: Client, ways: Ways) -> None:
    make_article("别的")
    make_unindexed(20)
    assert bulk.build_search() == 20
    assert ways == ["before_bulk", "after_bulk"]
    assert "共 20 篇" in search(client, "口才").text


@pytest.mark.parametrize("write", [bulk.rebuild_search, bulk.build_search])
def test_an_index_that_is_in_use_stays_in_its_place(client: Client, ways: Ways, write: Callable[[], int]) -> None:
    for number in range(5):
        make_article(f"别的{number}")
    make_unindexed(20)
    assert write() in (20, 25)
    assert ways == []
    assert "共 20 篇" in search(client, "口才").text


@pytest.mark.parametrize("indexed", [0, 20])
def test_a_save_during_a_rebuild_is_not_lost(client: Client, ways: Ways, indexed: int) -> None:
    for number in range(indexed):
        make_article(f"别的{number}")
    make_unindexed(20)

    def save_meanwhile(done: int, total: int) -> None:
        if done != indexed + 5:
            return
        assert "口才3" in found(client, "口才3")  # visitors are answered
        for was, becomes in (("口才2", "早已写过"), ("口才12", "还没写到")):
            article = Article.objects.get(title=was)
            article.title = becomes
            article.save()
        Article.objects.get(title="口才13").delete()
        make_article("刚刚新写")

    bulk.rebuild_search(save_meanwhile)
    assert bool(ways) == (indexed == 0)
    for title in ("早已写过", "还没写到", "刚刚新写"):
        assert found(client, title) == [title]
    assert found(client, "口才2") == found(client, "口才12") == found(client, "口才13") == []
