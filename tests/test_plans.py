"""No page reads a table of a large site from end to end: what it asks goes through an index, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Import, ImportedArticle, ImportedSection, LegacyPath, Section
from tests.test_budgets import BLOCKS, BUDGETS, fill
from yanjiang.home.models import Block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_statistics")]
LARGE = {"articles_article", "articles_legacypath", "articles_importedarticle", "articles_importedsection"}

OLD_ADDRESSES = (
    "/a/5.html", "/a/5_2.html", "/stale/5.html", "/a/list_7_2.html", "/plus/view.php?aid=5", "/plus/list.php?tid=7",
    "/plus/count.php?view=yes&aid=5", "/tags.php?/%E5%8F%A3%E6%89%8D/", "/nothing.html",
)  # fmt: skip


def scans(client: Client, url: str) -> list[str]:
    """Return the queries of a page whose plan reads all of a large table."""
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    reads_all = _reads_all_on_sqlite if connection.vendor == "sqlite" else _reads_all_on_postgresql
    return [query["sql"] for query in asked.captured_queries if reads_all(query["sql"])]


def _reads_all_on_sqlite(sql: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return any(plan.startswith("SCAN ") and plan.split()[1] in LARGE for *_, plan in cursor)


def _reads_all_on_postgresql(sql: str) -> bool:
    with connection.cursor() as cursor:
        # Of a few rows it rather reads all, where there is another way as well.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        return any(
            node.get("Relation Name") in LARGE and not node.keys() & {"Index Cond", "Recheck Cond"}
            for node in _nodes(cursor.fetchone()[0][0]["Plan"])
        )


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


def test_no_page_reads_every_article(client: Client) -> None:
    ids = fill(12)
    section = Section.objects.get(path="yanjiang")
    for kind in BLOCKS:
        Block.objects.create(kind=kind, section=section if kind == "section" else None, count=12)
    urls = ["/", *(url.format(**ids) for url in BUDGETS)]
    assert {url: found for url in urls if (found := scans(client, url))} == {}


def test_no_old_address_reads_every_one(client: Client) -> None:
    ids = fill(12)
    origin, section = Import.objects.create(host="testserver"), Section.objects.get(path="yanjiang")
    ImportedSection.objects.create(origin=origin, old_id=7, section=section)
    first = ids["pk"]
    ImportedArticle.objects.bulk_create(
        ImportedArticle(origin=origin, old_id=number, article_id=first + number) for number in range(12)
    )
    LegacyPath.objects.bulk_create(
        LegacyPath(path=f"/a/{number}.html", article_id=first + number) for number in range(12)
    )
    assert {url: found for url in OLD_ADDRESSES if (found := scans(client, url))} == {}
