"""Lists that come as JSON, with the row of an article or of a tag, are the lists that a query of their own finds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.pages import gathered, loading
from articles.pages.related import TAGS_ASKED
from tests.builders import make_article, make_section, shanghai
from yanjiang.pagecache import freshness
from yanjiang.pagecache.common import common_each

pytestmark = pytest.mark.django_db(transaction=True)

EVERYTHING: dict[str, Any] = {"is_bold": True, "short_title": "短", "title_color": "red", "weight": 7}


@pytest.fixture(autouse=True)
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the state of the site through a test. A slow machine would read it again after a second."""
    monkeypatch.setattr(freshness, "READ_EVERY", timedelta(hours=1))


def test_an_article_brings_its_neighbours_and_similar_ones() -> None:
    section, now = make_section(), timezone.now()
    make_article("桥头修车摊", section=section, publish_at=shanghai("2026-01-15 09:30"), **EVERYTHING)
    article = make_article("桥头修车摊的师傅", section=section, publish_at=shanghai("2026-01-16 09:30"))
    moment = shanghai("2026-01-17 09:30") + timedelta(microseconds=12)
    make_article("修车摊搬走了", section=section, publish_at=moment, is_jump=True, redirect_url="/pages/a/")
    loaded = loading.article(article.pk, now)
    with CaptureQueriesContext(connection) as queries:
        brought = gathered.own(loaded, now)
    assert (len(queries), brought) == (0, gathered.own(Article.objects.get(pk=article.pk), now))
    assert [[row.title for row in brought[part]] for part in ("previous", "next", "similar")] == [
        ["桥头修车摊"], ["修车摊搬走了"], ["修车摊搬走了", "桥头修车摊"],
    ]  # fmt: skip
    assert brought["next"][0].publish_at == moment


def test_an_article_that_is_alone_brings_nothing() -> None:
    article, now = make_article("独一篇"), timezone.now()
    loaded = loading.article(article.pk, now)
    with CaptureQueriesContext(connection) as queries:
        assert gathered.own(loaded, now) == {}
    assert len(queries) == 0


def test_a_tag_brings_its_newest_articles() -> None:
    now = timezone.now()
    make_article("怎样开口", tags=["口才"], publish_at=shanghai("2026-01-15 09:30"), **EVERYTHING)
    make_article("还没到时候", tags=["口才"], publish_at=now + timedelta(days=1))
    article = make_article("怎样收尾", tags=["口才", "听众"], publish_at=shanghai("2026-01-16 09:30"))
    pools = [("tag", tag.pk) for tag in loading.tags(loading.article(article.pk, now), now)]
    with CaptureQueriesContext(connection) as queries:
        brought = common_each(pools, lambda missing: gathered.newest(missing, now))
    assert (len(queries), brought) == (0, gathered.newest(pools, now))
    assert [[row.title for row in rows] for rows in brought.values()] == [["怎样收尾", "怎样开口"], ["怎样收尾"]]


def test_many_tags_do_not_bring_the_newest_articles_of_each() -> None:
    now = timezone.now()
    article = make_article("怎样开口", tags=[f"关键字{number}" for number in range(TAGS_ASKED + 1)])
    pools = [("tag", tag.pk) for tag in loading.tags(loading.article(article.pk, now), now)]
    with CaptureQueriesContext(connection) as queries:
        common_each(pools, lambda missing: gathered.newest(missing, now))
    assert len(queries) == 1
