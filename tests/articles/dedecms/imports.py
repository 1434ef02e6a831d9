"""Helpers for imports in tests: a place to write, and digests of the database afterwards."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers

from articles.dedecms.importing import Imported, Options, import_backup
from articles.models import ListingCount, Section
from tests.articles.dedecms.backups import Rows, write_backup

BASE = {"sysconfig": [{"varname": "cfg_basehost", "value": "http://www.old.example.com"}]}
COLUMN = {"id": 3, "typename": "演讲稿", "typedir": "{cmspath}/a/yanjianggao", "namerule": "{typedir}/{aid}.html"}
SECOND = 1_400_000_000  # 2014-05-14 00:53:20 in Shanghai


def archive(pk: int = 7, **columns: Any) -> dict[str, Any]:
    """Return a row of archives, published in 2014 in the column above."""
    at = {"pubdate": SECOND, "senddate": SECOND, "sortrank": SECOND}
    return {"id": pk, "typeid": 3, "title": "竞聘演讲稿", "mid": 1, **at, **columns}


def body(pk: int = 7, html: str = "<p>各位评委，大家好。</p>", **columns: Any) -> dict[str, Any]:
    return {"aid": pk, "typeid": 3, "body": html, **columns}


def site(**tables: Rows) -> dict[str, Rows]:
    """Return the tables of a small site: one column, one article, and the given tables."""
    return {**BASE, "arctype": [COLUMN], "archives": [archive()], "addonarticle": [body()], **tables}


def do_import(folder: Path, tables: Mapping[str, Rows] | None = None, **options: Any) -> Imported:
    """Import these tables, or the backup in the folder. The report is written beside the folder."""
    if tables is not None:
        for old in folder.glob("*.txt"):
            old.unlink()
        write_backup(folder, tables, own=options.pop("own", None))
    options.setdefault("report", folder.parent / "report")
    progress = options.pop("progress", lambda step, done, total: None)
    return import_backup(Options(path=folder, **options), progress=progress)


def counted(imported: Imported, table: str) -> dict[str, int]:
    """Return the counts of a table in the tally, without zeros."""
    found = next(row for row in imported.summary["tables"] if row["name"] == table)
    return {name: found[name] for name in ("read", "added", "known", "quarantined", "left_out") if found[name]}


def issues(imported: Imported, kind: str) -> list[str]:
    """Return the lines of the report's JSON of one kind."""
    return [issue["text"] for issue in json.loads(imported.data.read_text())["issues"] if issue["kind"] == kind]


# Fields that differ between imports of the same site, because of the clock, random values, or the dump's encoding.
ITS_OWN = {
    "articles.import": {"created_at", "charset"},
    "auth.user": {"date_joined", "password"},
    "furniture.version": {"token"},
}


def portal() -> dict[tuple[str, int], dict[str, Any]]:
    """Return the fields of every row that an import writes or makes others write, to compare with another import's."""
    rows = {
        (row["model"], row["pk"]): {k: v for k, v in row["fields"].items() if k not in ITS_OWN.get(row["model"], ())}
        for row in json.loads(everything())
        # Each transaction writes rows about its changes, and the number of transactions depends on the machine's speed.
        if row["model"] not in ("auth.permission", "auth.group", "articles.contentchange", "articles.listingcount")
    }
    sections = Section.objects.values_list("pk", flat=True)
    return rows | {("numbers of a section", pk): {"days": ListingCount.objects.of(pk)} for pk in sections}


def everything() -> str:
    """Return all rows of our tables as text, to compare."""
    rows = []
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in ("sessions", "contenttypes"):
            rows += list(model._base_manager.order_by("pk"))
    return str(serializers.serialize("json", rows))
