"""No page scans a large table: its queries use indexes, on both databases."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Import, ImportedArticle, ImportedSection, LegacyPath, Section
from articles.models._tag import POPULAR_AMONG
from tests.test_budgets import BLOCKS, BUDGETS, fill
from yanjiang.home.models import Block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("many_tags")]
# Tables that grow with the number of articles.
LARGE = {
    "articles_article", "articles_articlebigram", "articles_articlehits", "articles_listing", "articles_searchentry",
    "articles_searchtext", "articles_tag", "articles_taggedarticle", "articles_legacypath", "articles_importedarticle",
    "articles_importedsection",
}  # fmt: skip
# A table in a query, and the word behind it: its name there, if it has one. Plans of SQLite know it by that alone.
_CALLED = re.compile(r'\b(?:FROM|JOIN) "?(\w+)"?(?: (?:AS )?"?(\w+))?')
# To make an index for one query, all is read as well.
_READ = re.compile(r"(?:SCAN|SEARCH(?=.* AUTOMATIC )) (\w+)")
# The latest uses of tags are read in the order of their numbers, so many and no more.
BOUNDED = f"LIMIT {POPULAR_AMONG}"
# The tags of a sitemap's file are a range of their numbers, which may be all that there are here.
BLOCK_OF_TAGS = '"articles_tag"."id" < '

SCANS = (
    "SELECT 1 FROM articles_article WHERE redirect_url = '甲'",
    'SELECT (SELECT COUNT(*) FROM "articles_taggedarticle" U0 WHERE U0."expire_at" IS NULL) FROM "articles_tag"',
    "SELECT COUNT(*) FROM articles_searchentry AS entry WHERE expire_at IS NULL",
    'SELECT 1 FROM "articles_tag" INNER JOIN "articles_articlehits" "T3" ON ("T3"."month" = "articles_tag"."id")',
    "SELECT 1 FROM articles_listing INNER JOIN articles_tag ON (articles_listing.pinned_until IS NULL)",
)
OLD_ADDRESSES = (
    "/a/5.html", "/a/5_2.html", "/stale/5.html", "/a/list_7_2.html", "/plus/view.php?aid=5", "/plus/list.php?tid=7",
    "/plus/count.php?view=yes&aid=5", "/tags.php?/%E5%8F%A3%E6%89%8D/", "/nothing.html",
)  # fmt: skip
FEEDS = ("/feed/", "/atom/", "/yanjiang/feed/", "/yanjiang/jingpin/atom/", "/tags/口才/feed/", "/tags/口才/atom/")


def scans(client: Client, url: str) -> list[str]:
    """Return the queries of a page whose plan reads all of a large table."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code < 500
    queries = (query["sql"] for query in asked.captured_queries)
    return [sql for sql in queries if not sql.endswith(BOUNDED) and BLOCK_OF_TAGS not in sql and reads_all(sql)]


def reads_all(sql: str) -> bool:
    return (_reads_all_on_sqlite if connection.vendor == "sqlite" else _reads_all_on_postgresql)(sql)


def _reads_all_on_sqlite(sql: str) -> bool:
    large = {name for called in _CALLED.findall(sql) if called[0] in LARGE for name in called}
    with connection.cursor() as cursor:
        plan = cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    return any((read := _READ.match(step)) and read[1] in large for *_, step in plan)


def _reads_all_on_postgresql(sql: str) -> bool:
    with connection.cursor() as cursor:
        # It rather reads all of a table of few rows, or joins all of it, where an index would do as well.
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        return any(
            node.get("Relation Name") in LARGE and not node.keys() & {"Index Cond", "Recheck Cond"}
            for node in _nodes(cursor.fetchone()[0][0]["Plan"])
        )


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


@pytest.mark.parametrize("sql", SCANS)
def test_a_scan_is_seen_whatever_the_table_is_called(sql: str) -> None:
    assert reads_all(sql)


def test_no_page_reads_every_article(client: Client) -> None:
    ids = fill(12)
    section = Section.objects.get(path="yanjiang")
    for kind in BLOCKS:
        Block.objects.create(kind=kind, section=section if kind == "section" else None, count=12)
    urls = ["/", *(url.format(**ids) for url in BUDGETS)]
    assert {url: found for url in urls if (found := scans(client, url))} == {}


def test_no_machine_reads_every_article(client: Client) -> None:
    fill(12)
    index = re.findall("<loc>http://127.0.0.1:8000(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    assert any(url.startswith("/sitemap-articles-") for url in index)
    urls = [*FEEDS, "/sitemap.xml", "/sitemap.txt", "/sitemap-newest.xml", *index]
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
