"""The report of an import in Chinese: one page of HTML to read and to print, and JSON with every line of it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from articles.dedecms.bodies import SUBSTANCE
from articles.dedecms.tables import CALLED
from articles.dedecms.tally import Kind, Tally

SHOWN = 500  # lines of a kind in the HTML; the JSON has all
SUMMED = 50  # lines of a kind in the admin


def summary(tally: Tally, *, most: int = SUMMED) -> dict[str, Any]:
    """Return the report as plain data, with at most `most` lines of each kind (-1: all)."""
    return {
        "tables": [
            {
                "name": name,
                "called": CALLED.get(name, ""),
                "read": counted.read,
                "added": counted.added,
                "known": counted.known,
                "quarantined": counted.quarantined,
                "left_out": counted.left_out.total(),
                "rules": "；".join(f"{rule} {rows}" for rule, rows in sorted(counted.left_out.items())),
                "closes": counted.closes,
            }
            for name, counted in sorted(tally.tables.items())
        ],
        "damaged": tally.count(Kind.DAMAGED),
        "closes": all(counted.closes for counted in tally.tables.values()),
        "added": tally.added,
        "quarantined": sum(counted.quarantined for counted in tally.tables.values()),
        "removed": [
            {"name": name, "count": count, "substance": name in SUBSTANCE or " " in name}
            for name, count in tally.removed.most_common()
        ],
        "files": dict(sorted(tally.files.items())),
        "kinds": [
            {
                "name": kind.name,
                "heading": kind.value,
                "count": count,
                "issues": [_line(issue) for issue in tally.issues(kind, most=most)],
            }
            for kind in Kind
            if (count := tally.count(kind))
        ],
    }


def write(tally: Tally, file: Path, **about: Any) -> list[Path]:
    """Write FILE.html and FILE.json, whatever suffix the name has; return both."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page, data = file.with_suffix(".html"), file.with_suffix(".json")
    context = {**summary(tally, most=SHOWN), **about, "shown": SHOWN}
    page.write_text(render_to_string("admin/dedecms/importrun/report.html", context), encoding="utf-8")
    with data.open("w", encoding="utf-8") as out:
        # Written line by line, because there may be as many issues as rows.
        head = json.dumps({**summary(tally, most=0), **about}, ensure_ascii=False, indent=1, default=str)
        out.write(head.removesuffix("\n}") + ',\n "issues": [')
        for number, issue in enumerate(_issues(tally)):
            out.write((",\n  " if number else "\n  ") + json.dumps(issue, ensure_ascii=False))
        out.write("\n ]\n}\n")
    return [page, data]


def _issues(tally: Tally) -> Iterator[dict[str, Any]]:
    for kind in Kind:
        for issue in tally.issues(kind):
            yield {"kind": kind.name, **_line(issue)}


def _line(issue: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(issue).items() if name != "kind"}
