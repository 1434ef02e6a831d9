"""The report of an import in Chinese: one page of HTML to read and to print, and JSON with every line of it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from articles.dedecms.accounts import Accounts, Kind
from articles.dedecms.bodies import SUBSTANCE
from articles.dedecms.tables import CALLED

SHOWN = 500  # lines of a kind in HTML; the JSON has them all
SUMMED = 50  # lines of a kind in the admin


def summary(accounts: Accounts, *, most: int = SUMMED) -> dict[str, Any]:
    """Return the report as plain data, with at most so many lines of each kind (-1: all)."""
    return {
        "tables": [
            {
                "name": name,
                "called": CALLED.get(name, ""),
                "read": account.read,
                "added": account.added,
                "known": account.known,
                "quarantined": account.quarantined,
                "left_out": account.left_out.total(),
                "rules": "；".join(f"{rule} {rows}" for rule, rows in sorted(account.left_out.items())),
                "closes": account.closes,
            }
            for name, account in sorted(accounts.tables.items())
        ],
        "damaged": accounts.count(Kind.DAMAGED),
        "closes": all(account.closes for account in accounts.tables.values()),
        "added": accounts.added,
        "quarantined": sum(account.quarantined for account in accounts.tables.values()),
        "removed": [
            {"name": name, "count": count, "substance": name in SUBSTANCE or " " in name}
            for name, count in accounts.removed.most_common()
        ],
        "files": dict(sorted(accounts.files.items())),
        "kinds": [
            {
                "name": kind.name,
                "heading": kind.value,
                "count": count,
                "issues": [_line(issue) for issue in accounts.issues(kind, most=most)],
            }
            for kind in Kind
            if (count := accounts.count(kind))
        ],
    }


def write(accounts: Accounts, file: Path, **about: Any) -> list[Path]:
    """Write FILE.html and FILE.json, whatever suffix the name has; return both."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page, data = file.with_suffix(".html"), file.with_suffix(".json")
    context = {**summary(accounts, most=SHOWN), **about, "shown": SHOWN}
    page.write_text(render_to_string("admin/articles/importrun/report.html", context), encoding="utf-8")
    with data.open("w", encoding="utf-8") as out:
        # Line by line: there may be as many issues as there are rows.
        head = json.dumps({**summary(accounts, most=0), **about}, ensure_ascii=False, indent=1, default=str)
        out.write(head.removesuffix("\n}") + ',\n "issues": [')
        for place, issue in enumerate(_issues(accounts)):
            out.write((",\n  " if place else "\n  ") + json.dumps(issue, ensure_ascii=False))
        out.write("\n ]\n}\n")
    return [page, data]


def _issues(accounts: Accounts) -> Iterator[dict[str, Any]]:
    for kind in Kind:
        for issue in accounts.issues(kind):
            yield {"kind": kind.name, **_line(issue)}


def _line(issue: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(issue).items() if name != "kind"}
