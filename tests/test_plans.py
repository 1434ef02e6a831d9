"""No page reads the table of articles from end to end: what it asks goes through an index, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Section
from tests.test_budgets import BLOCKS, BUDGETS, fill
from yanjiang.home.models import Block

pytestmark = pytest.mark.django_db


def scans(client: Client, url: str) -> list[str]:
    """Return the queries of a page whose plan reads all articles."""
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    reads_all = _reads_all_on_sqlite if connection.vendor == "sqlite" else _reads_all_on_postgresql
    return [query["sql"] for query in asked.captured_queries if reads_all(query["sql"])]


def _reads_all_on_sqlite(sql: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return any(plan.split()[:2] == ["SCAN", "articles_article"] for *_, plan in cursor)


def _reads_all_on_postgresql(sql: str) -> bool:
    with connection.cursor() as cursor:
        # Of a few rows it rather reads all, where there is another way as well.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        return any(
            node.get("Relation Name") == "articles_article" and not node.keys() & {"Index Cond", "Recheck Cond"}
            for node in _nodes(cursor.fetchone()[0][0]["Plan"])
        )


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


def test_no_page_reads_every_article(client: Client) -> None:
    ids = fill(200)
    section = Section.objects.get(path="yanjiang")
    for kind in BLOCKS:
        Block.objects.create(kind=kind, section=section if kind == "section" else None, count=12)
    urls = ["/", *(url.format(**ids) for url in BUDGETS)]
    assert {url: found for url in urls if (found := scans(client, url))} == {}
