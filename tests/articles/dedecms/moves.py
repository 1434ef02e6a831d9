"""Importing in a test: where it may write, and what the database holds afterwards."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers

from tests.articles.dedecms.backups import Rows, write_backup
from yanjiang.home.moving import Move, Moved

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
    """Return the tables of a small site: one column, one article, and what is given."""
    return {**BASE, "arctype": [COLUMN], "archives": [archive()], "addonarticle": [body()], **tables}


def move(folder: Path, tables: Mapping[str, Rows] | None = None, **options: Any) -> Moved:
    """Import these tables, or what lies in the folder. The report goes beside it."""
    if tables is not None:
        for old in folder.glob("*.txt"):
            old.unlink()
        write_backup(folder, tables, own=options.pop("own", None))
    options.setdefault("report", folder.parent / "report")
    progress = options.pop("progress", lambda step, done, total: None)
    return Move(path=folder, **options).run(progress=progress)


def account(moved: Moved, table: str) -> dict[str, int]:
    """Return what became of a table's rows, without zeros."""
    found = next(row for row in moved.summary["tables"] if row["name"] == table)
    return {name: found[name] for name in ("read", "added", "known", "quarantined", "left_out") if found[name]}


def issues(moved: Moved, kind: str) -> list[str]:
    """Return the lines of the report's JSON of one kind."""
    return [issue["text"] for issue in json.loads(moved.data.read_text())["issues"] if issue["kind"] == kind]


# What is another each time that the same is imported: by the clock, by chance, or by the dump's own encoding.
ITS_OWN = {
    "articles.import": {"created_at", "charset"},
    "auth.user": {"date_joined", "password"},
    "furniture.version": {"token"},
}


def portal() -> dict[tuple[str, int], dict[str, Any]]:
    """Return the fields of every row that an import writes or makes others write, to compare with another import's."""
    return {
        (row["model"], row["pk"]): {k: v for k, v in row["fields"].items() if k not in ITS_OWN.get(row["model"], ())}
        for row in json.loads(everything())
        # A note of a change is a row for each transaction: how many these are is a matter of time.
        if row["model"] not in ("auth.permission", "auth.group", "articles.contentchange")
    }


def everything() -> str:
    """Return all rows of our tables as text, to compare."""
    rows = []
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in ("sessions", "contenttypes"):
            rows += list(model._base_manager.order_by("pk"))
    return str(serializers.serialize("json", rows))
