"""Lists that come as JSON, with the row of an article or of a tag, are the lists that a query of their own finds."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from articles.pages import gathered, loading
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db(transaction=True)

EVERYTHING: dict[str, Any] = {"is_bold": True, "short_title": "短", "title_color": "red", "weight": 7}


def test_an_article_brings_its_neighbours_and_similar_ones() -> None:
    section, now = make_section(), timezone.now()
    make_article("桥头修车摊", section=section, publish_at=shanghai("2026-01-15 09:30"), **EVERYTHING)
    article = make_article("桥头修车摊的师傅", section=section, publish_at=shanghai("2026-01-16 09:30"))
    moment = shanghai("2026-01-17 09:30") + timedelta(microseconds=12)
    make_article("修车摊搬走了", section=section, publish_at=moment, is_jump=True, redirect_url="/pages/a/")
    brought = gathered.own(loading.article(article.pk, now), now)
    asked = gathered.own(Article.objects.get(pk=article.pk), now)
    assert brought == asked
    assert [[row.title for row in brought[part]] for part in ("previous", "next", "similar")] == [
        ["桥头修车摊"], ["修车摊搬走了"], ["修车摊搬走了", "桥头修车摊"],
    ]  # fmt: skip
    assert brought["next"][0].publish_at == moment


def test_an_article_that_is_alone_brings_nothing() -> None:
    article, now = make_article("独一篇"), timezone.now()
    assert gathered.own(loading.article(article.pk, now), now) == {}


def test_a_tag_brings_its_newest_articles() -> None:
    now = timezone.now()
    make_article("怎样开口", tags=["口才"], publish_at=shanghai("2026-01-15 09:30"), **EVERYTHING)
    make_article("还没到时候", tags=["口才"], publish_at=now + timedelta(days=1))
    article = make_article("怎样收尾", tags=["口才", "听众"], publish_at=shanghai("2026-01-16 09:30"))
    tags = loading.tags(loading.article(article.pk, now), now)
    brought = [gathered.headlines(tag.newest) for tag in tags]
    asked = gathered.newest([("tag", tag.pk) for tag in tags], now)
    assert brought == list(asked.values())
    assert [[row.title for row in rows] for rows in brought] == [["怎样收尾", "怎样开口"], ["怎样收尾"]]
