"""热点: articles with recent reads come first, and the lists are never empty."""

from collections.abc import Sequence

import pytest
from django.test import Client

from articles.models import Article, ArticleHits, Headline
from articles.pages import lists
from articles.pages.surroundings import beside
from tests.builders import make_article, shanghai
from tests.pages import read
from yanjiang.home.models import Block

pytestmark = pytest.mark.django_db

NOW = shanghai("2026-03-10 12:00")


def read_article(title: str, *, week: int = 0, month: int = 0, total: int, status: str = "published") -> Article:
    article = make_article(title, status=status)
    ArticleHits.objects.filter(article=article).update(week=week, month=month, total=total)
    return article


@pytest.fixture(autouse=True)
def articles() -> None:
    read_article("老文章", total=90_000)
    read_article("上月", month=50, total=60)
    read_article("本周少", week=3, month=90, total=100)
    read_article("本周多", week=9, month=9, total=9)
    read_article("草稿", week=99, month=99, total=99, status="draft")
    read_article("无人读", total=0)


def names(found: Sequence[Article | Headline]) -> list[str]:
    return [article.title for article in found]


def test_a_week_comes_before_a_month_and_that_before_the_newest() -> None:
    assert names(lists.most_read(NOW, count=10)) == ["本周多", "本周少", "上月", "无人读", "老文章"]
    assert names(lists.most_read(NOW, count=2)) == ["本周多", "本周少"]


def test_the_later_written_of_two_read_as_often_comes_first() -> None:
    read_article("也是九次", week=9, month=9, total=9)
    assert names(lists.most_read(NOW, count=2)) == ["也是九次", "本周多"]
    assert names(beside(NOW).hot) == ["本周少", "上月", "也是九次", "本周多", "无人读", "老文章"]


def test_without_a_read_of_late_the_list_is_that_of_the_newest_and_never_of_all_time() -> None:
    ArticleHits.objects.update(week=0, month=0)
    assert names(lists.most_read(NOW, count=2)) == ["无人读", "本周多"]
    assert names(beside(NOW).hot)[:2] == ["无人读", "本周多"]


def test_the_list_beside_articles_is_that_of_the_month() -> None:
    assert names(beside(NOW).hot) == ["本周少", "上月", "本周多", "无人读", "老文章"]


def test_the_home_page_shows_the_week(client: Client) -> None:
    Block.objects.create(kind="most_read", count=2, column="side")
    assert "热点 本周多 本周少" in read(client, "/").text
