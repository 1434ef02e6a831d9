"""Old addresses of articles that were not imported, or not public, answer 410 until another article has them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article, ImportedArticle, LegacyPath
from tests.articles.dedecms.imports import COLUMN, archive, body, counted, do_import, everything, site

pytestmark = pytest.mark.django_db(transaction=True)

FILE = "/a/yanjianggao/wenzhang.html"  # without a number: only the table of paths has it
NAMED = archive(7, filename="wenzhang")
LOST_BODY = body(7, html="data/textdata/1/7-0123456789abcdef.txt")


def statuses(client: Client) -> set[int]:
    urls = (FILE, "/plus/view.php?aid=7", "/plus/view-7-1.html", "/stale/7.html", "/m/view.php?aid=7")
    return {client.get(url).status_code for url in urls}


@pytest.mark.parametrize(
    "tables",
    [
        site(archives=[NAMED], addonarticle=[]),
        site(archives=[NAMED], addonarticle=[LOST_BODY]),
    ],
)
def test_the_address_of_an_article_without_a_body_is_gone(client: Client, backup: Path, tables: dict[str, Any]) -> None:
    imported = do_import(backup, tables)
    assert not Article.objects.exists()
    assert counted(imported, "archives") == {"read": 1, "quarantined": 1}
    assert statuses(client) == {410}


def test_the_address_of_an_article_without_a_column_is_gone(client: Client, backup: Path) -> None:
    do_import(backup, site(archives=[archive(7, typeid=99)]))
    for url in ("/plus/view.php?aid=7", "/special/arc-7.html", "/stale/7.html"):
        assert client.get(url).status_code == 410


@pytest.mark.parametrize(
    "columns", [{"arcrank": -1}, {"arcrank": -2}, {"arcrank": -2, "ismake": -10}, {"arcrank": 10}, {"money": 5}]
)
def test_the_address_of_what_was_not_public_is_gone(client: Client, backup: Path, columns: dict[str, Any]) -> None:
    do_import(backup, site(archives=[{**NAMED, **columns}]))
    assert statuses(client) == {410}


def test_an_article_that_was_public_without_a_static_page_is_found(client: Client, backup: Path) -> None:
    do_import(backup, site(archives=[{**NAMED, "ismake": -1}]))
    assert statuses(client) == {301}


def test_a_quarantined_article_comes_when_the_rest_of_it_is_there(client: Client, backup: Path) -> None:
    do_import(backup, site(archives=[NAMED, archive(8)], addonarticle=[LOST_BODY, body(8)]))
    before = everything()
    again = do_import(backup)
    assert counted(again, "archives") == {"read": 2, "known": 1, "quarantined": 1}
    assert everything() == before
    imported = do_import(backup, site(archives=[NAMED, archive(8)], addonarticle=[body(7), body(8)]))
    assert counted(imported, "archives") == {"read": 2, "added": 1, "known": 1}
    assert statuses(client) == {301}
    mapping = ImportedArticle.objects.get(old_id=7)
    assert (mapping.article_id, mapping.gone, "quarantined" in mapping.extra) == (7, False, False)
    assert LegacyPath.objects.get(path=FILE).article_id == 7


def test_an_address_leads_on_to_where_an_editor_sent_it(client: Client, backup: Path) -> None:
    do_import(backup, site(archives=[NAMED], addonarticle=[]))
    LegacyPath.objects.remember(FILE, url="/tags/")
    do_import(backup, site(archives=[NAMED]))
    assert client.get(FILE)["Location"] == "/tags/"
    assert client.get("/stale/7.html")["Location"] == "/articles/7/"


def test_a_dry_run_keeps_nothing_of_it(backup: Path) -> None:
    do_import(backup, site(archives=[NAMED], addonarticle=[]), dry=True)
    assert not ImportedArticle.objects.exists()
    assert not LegacyPath.objects.exists()


def test_an_article_of_another_old_site_under_that_number_is_found(client: Client, backup: Path) -> None:
    do_import(backup, site(archives=[NAMED], addonarticle=[]))
    other = [{"varname": "cfg_basehost", "value": "http://www.other.example.cn"}]
    do_import(backup, site(sysconfig=other, arctype=[{**COLUMN, "typedir": "/b"}]))
    assert client.get("/plus/view.php?aid=7")["Location"] == "/articles/7/"


def test_its_number_and_its_path_are_kept_together(client: Client, backup: Path) -> None:
    def refuse(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.startswith("INSERT") and "articles_legacypath" in sql and FILE in str(arguments):
            raise ZeroDivisionError
        return execute(sql, *arguments)

    tables = site(archives=[NAMED], addonarticle=[])
    with pytest.raises(ZeroDivisionError), connection.execute_wrapper(refuse):
        do_import(backup, tables)
    assert not ImportedArticle.objects.exists()
    do_import(backup, tables)
    assert statuses(client) == {410}
