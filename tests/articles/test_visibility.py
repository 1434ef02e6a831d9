"""The one rule of visibility, in each of its implementations, at each of its boundaries."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from articles.hits import ingest
from articles.models import (
    COPIES,
    IN_TIME,
    Article,
    ArticleHits,
    TimedQuerySet,
    has_come_out,
    is_gone,
    is_visible,
    is_waiting,
    knows,
    moments,
    waiting,
)
from articles.pages import lists, sitemaps
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db
NOON = shanghai("2026-03-11 12:00")
MOMENT = timedelta(microseconds=1)
AROUND = [NOON - MOMENT, NOON, NOON + MOMENT]


def boundaries() -> Iterator[dict[str, Any]]:
    for status, publish_at, expire_at in product(("draft", "published", "trash"), (None, *AROUND), (None, *AROUND)):
        if (status == "published" and publish_at is None) or (expire_at and publish_at and expire_at <= publish_at):
            continue  # the database refuses them
        yield {"status": status, "publish_at": publish_at, "expire_at": expire_at}


@pytest.fixture
def articles() -> dict[int, bool]:
    """Make an article for each boundary; return by its number whether a visitor may read it at noon."""
    section = make_section("演讲", segment="yanjiang")
    seen = {}
    for number, fields in enumerate(boundaries()):
        out = fields["publish_at"] is not None and fields["publish_at"] <= NOON
        stays = fields["expire_at"] is None or fields["expire_at"] > NOON
        article = make_article(
            f"第{number}篇", section=section, tags=["口才"], updated_at=shanghai("2020-01-01 08:00"), **fields
        )
        seen[article.pk] = fields["status"] == "published" and out and stays
    assert set(seen.values()) == {True, False}
    return seen


def numbers(rows: Any, column: str = "pk") -> set[int]:
    return set(rows.values_list(column, flat=True))


def test_every_form_of_the_rule_says_the_same(articles: dict[int, bool]) -> None:
    visible = {pk for pk, is_seen in articles.items() if is_seen}
    every = list(Article.objects.all())
    assert numbers(Article.objects.published(NOON)) == visible
    assert {article.pk for article in every if is_visible(article, NOON)} == visible
    assert {article.pk for article in every if knows(AnonymousUser(), article, NOON)} == visible
    assert numbers(Article.objects.known_to(AnonymousUser(), NOON)) == visible
    assert {article.pk for article in lists.in_section(every[0].section, NOON)} == visible
    ArticleHits.objects.update(week=1)
    assert {row.article_id for row in ArticleHits.objects.most_read(NOON, lately="week")} == visible
    assert {url for url, _at in sitemaps.newest_articles(NOON, count=99)} == {f"/articles/{pk}/" for pk in visible}


def test_every_table_with_copies_is_read_by_the_same_rule(articles: dict[int, bool]) -> None:
    visible = {pk for pk, is_seen in articles.items() if is_seen}
    timed = {model for model in apps.get_models() if isinstance(model._default_manager.all(), TimedQuerySet)}
    assert {model._meta.db_table for model in timed} == COPIES.keys()
    for model in timed:
        column = COPIES[model._meta.db_table]
        assert numbers(model._default_manager.all().visible(NOON), column) == visible  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE {IN_TIME}", moments(NOON))
            assert {pk for (pk,) in cursor.fetchall()} == visible


def test_a_view_is_counted_by_the_same_rule(articles: dict[int, bool]) -> None:
    _before, after, parameters = ingest._statement(connection.vendor)
    readable = after[after.index("AS (") + 4 : after.index(") SELECT views")]
    with connection.cursor() as cursor:
        values = [ingest._time(NOON) if value == "at" else value for value in parameters if value != "stale"]
        cursor.execute(readable, values)
        assert {pk for pk, _section in cursor.fetchall()} == {pk for pk, is_seen in articles.items() if is_seen}


@pytest.mark.parametrize("at", AROUND)
def test_an_invisible_article_waits_or_is_gone_or_was_never_there(articles: dict[int, bool], at: datetime) -> None:
    every = list(Article.objects.all())
    assert numbers(Article.objects.filter(waiting(at))) == {article.pk for article in every if is_waiting(article, at)}
    for article in every:
        assert sum([is_visible(article, at), is_waiting(article, at), is_gone(article, at)]) <= 1
        if article.status == "published":
            assert is_waiting(article, at) != has_come_out(article, at)
            assert is_gone(article, at) == (has_come_out(article, at) and not is_visible(article, at))
