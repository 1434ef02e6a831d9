"""The addresses of three real sites: the table that DedeCMS's rules give, and the files that it wrote."""

import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from articles.dedecms.dump import Broken, open_dump
from articles.dedecms.paths import SiteRules, article_path, list_paths
from articles.dedecms.records import ArticleRecord, SectionRecord
from articles.dedecms.short_texts import line
from articles.models import Article, ImportedArticle
from tests.articles.dedecms.real import NAMES, expected_urls, html_paths

# Files that are no pages of articles or columns: the home page, index files of folders, and the back end.
NO_CONTENT = re.compile(r"/(index\.html|(uploads|images|admin)/.*)")
OTHER_FORMS = ("/plus/view.php?aid={}", "/plus/view-{}-1.html", "/m/view.php?aid={}", "/nowhere/arc-{}.html")
# Left by a deleted column: no row of the dump belongs there.
NOBODYS = {"/a/index.html"}


@pytest.fixture(params=NAMES)
def folder(request: pytest.FixtureRequest, shared: Path) -> Path:
    return shared / "data/dedecms" / str(request.param)


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    return [dict(row.values) for row in open_dump(folder).rows(table) if not isinstance(row, Broken)]


def test_the_rules_give_the_table_and_the_files(folder: Path) -> None:
    site = SiteRules.read({row["varname"]: row["value"] for row in rows(folder, "sysconfig")})
    columns = {int(row["id"]): SectionRecord.read(row) for row in rows(folder, "arctype")}
    records = [ArticleRecord.read(row, {}, "addonarticle") for row in rows(folder, "archives")]
    articles = {
        record.id: article_path(
            site, columns.get(record.section_id), old_id=record.id, sent=record.sent, filename=record.filename
        )
        for record in records
    }
    assert articles == {int(row["aid"]): row["expected"] for row in expected_urls(folder)}
    lists = {path for old_id, column in columns.items() for path in list_paths(site, column, old_id=old_id)}
    first_pages = {path for path in html_paths(folder) if path.endswith(("/index.html", "_1.html"))}
    assert {path for path in first_pages if not NO_CONTENT.fullmatch(path)} - NOBODYS <= lists


def headline(page: Any) -> str:
    return str(lxml.html.fromstring(page.content.decode()).xpath("string(//h1)"))


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_every_address_leads_to_its_article_or_section(
    client: Client, folder: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "uploads"
    call_command("import_dedecms", folder, report=tmp_path / "report.html")
    titles = {int(row["id"]): line(row["title"]) for row in rows(folder, "archives")}  # as the dump has them
    living = [row for row in expected_urls(folder) if row["arcrank"] == "0"]
    assert len(living) == len({row["aid"] for row in living}) == ImportedArticle.objects.count()
    for number, row in enumerate(living):
        moved = client.get(row["expected"])
        assert moved.status_code == 301, row
        assert headline(client.get(moved["Location"])) == titles[int(row["aid"])]
        form = OTHER_FORMS[number % len(OTHER_FORMS)]  # every one, spread over the tests
        assert client.get(form.format(row["aid"]))["Location"] == moved["Location"]
    lost = {path: answer.status_code for path in html_paths(folder) if (answer := client.get(path)).status_code != 301}
    assert {path for path in lost if not NO_CONTENT.fullmatch(path)} <= NOBODYS
    for path in {path for path in html_paths(folder) if "list_" in path}:
        leads_to = client.get(path)["Location"]
        assert "/articles/" not in leads_to
        assert client.get(leads_to).status_code == 200
    assert Article.objects.count() == len(living)
