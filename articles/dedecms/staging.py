"""The dump's rows in a file that finds them by number: bodies, tags and articles are in different files of a dump.

The file is a SQLite database that exists as long as the import, so memory does not grow with the articles.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
    CREATE TABLE kept (
        tbl TEXT, id INTEGER, stood_in TEXT, file TEXT, line INTEGER, data TEXT, PRIMARY KEY (tbl, id)
    );
    CREATE TABLE used (tbl TEXT, id INTEGER, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
    CREATE TABLE tiny (id INTEGER PRIMARY KEY, file TEXT, line INTEGER);
    CREATE TABLE laid_down (path TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE tagged (aid INTEGER, tag TEXT, file TEXT, line INTEGER);
    CREATE TABLE issue (kind TEXT, tbl TEXT, id INTEGER, text TEXT, file TEXT, line INTEGER);
    CREATE INDEX issue_kind ON issue (kind);
"""


@dataclass(frozen=True)
class StagedRow:
    """A row of the dump, with the file and the line where it begins."""

    table: str
    id: int
    file: str
    line: int
    values: Mapping[str, str | None]


class Staging:
    """The staging file, which is written once and then read by number. Threads may share it: SQLite serialises them."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def close(self) -> None:
        self._db.close()

    def keep(self, row: StagedRow, *, among: str = "") -> bool:
        """Store a row, perhaps as one of another table; return False if that has one with this number already."""
        data = json.dumps(dict(row.values), ensure_ascii=False)
        values = (among or row.table, row.id, row.table, row.file, row.line)
        return self._insert("kept VALUES (?, ?, ?, ?, ?, ?)", *values, data)

    def keep_tiny(self, pk: int, file: str, line: int) -> bool:
        return self._insert("tiny VALUES (?, ?, ?)", pk, file, line)

    def keep_path(self, path: str) -> bool:
        """Reserve an old path; return False if it is reserved already."""
        return self._insert("laid_down VALUES (?)", path)

    def keep_tag(self, aid: int, tag: str, file: str, line: int) -> None:
        self._insert("tagged VALUES (?, ?, ?, ?)", aid, tag, file, line)

    def finish(self) -> None:
        """End the writing. Call it before reading."""
        self._db.execute("CREATE INDEX tagged_aid ON tagged (aid)")

    def count(self, table: str) -> int:
        return int(self._one("SELECT COUNT(*) FROM kept WHERE tbl = ?", table) or 0)

    def highest(self, table: str) -> int:
        return int(self._one("SELECT MAX(id) FROM kept WHERE tbl = ?", table) or 0)

    def rows(self, table: str) -> Iterator[StagedRow]:
        """Yield a table's rows by number, and then those of other tables that are stored as its own."""
        for its_own in (True, False):
            found = self._db.execute(
                "SELECT stood_in, id, file, line, data FROM kept WHERE tbl = ? AND (stood_in = tbl) = ? ORDER BY id",
                (table, its_own),
            )
            for stood_in, pk, file, line, data in found:
                yield StagedRow(stood_in, pk, file, line, json.loads(data))

    def get(self, table: str, pk: int) -> StagedRow | None:
        found = self._db.execute("SELECT file, line, data FROM kept WHERE tbl = ? AND id = ?", (table, pk)).fetchone()
        return StagedRow(table, pk, found[0], found[1], json.loads(found[2])) if found else None

    def has(self, table: str, pk: int) -> bool:
        return self._one("SELECT 1 FROM kept WHERE tbl = ? AND id = ?", table, pk) is not None

    def use(self, table: str, pk: int) -> bool:
        """Mark a row of an addon table as used; return False if there is none."""
        return self.has(table, pk) and self._insert("used VALUES (?, ?)", table, pk)

    def unused(self, table: str) -> Iterator[tuple[int, str, int]]:
        """Yield number, file and line of the rows of an addon table that are not used."""
        yield from self._db.execute(
            "SELECT id, file, line FROM kept WHERE tbl = ? AND NOT EXISTS"
            " (SELECT 1 FROM used WHERE used.tbl = kept.tbl AND used.id = kept.id) ORDER BY id",
            (table,),
        )

    def tiny(self) -> Iterator[tuple[int, str, int, bool]]:
        """Yield the rows of arctiny, each with whether an article has its number."""
        for pk, file, line in self._db.execute("SELECT id, file, line FROM tiny ORDER BY id"):
            yield pk, file, line, self.has("archives", pk)

    def tags(self, aid: int) -> list[tuple[str, str, int]]:
        """Return the tags of an article, each with its file and line."""
        rows = self._db.execute("SELECT tag, file, line FROM tagged WHERE aid = ? ORDER BY rowid", (aid,))
        return rows.fetchall()

    def tags_without_archive(self) -> Iterator[tuple[int, str, int]]:
        yield from self._db.execute(
            "SELECT aid, file, line FROM tagged WHERE NOT EXISTS"
            " (SELECT 1 FROM kept WHERE tbl = 'archives' AND id = aid) ORDER BY aid, rowid"
        )

    def add_issue(self, *values: Any) -> None:
        self._insert("issue VALUES (?, ?, ?, ?, ?, ?)", *values)

    def count_issues(self, kind: str) -> int:
        return int(self._one("SELECT COUNT(*) FROM issue WHERE kind = ?", kind) or 0)

    def issues(self, kind: str, *, most: int = -1) -> Iterator[Any]:
        yield from self._db.execute("SELECT * FROM issue WHERE kind = ? ORDER BY rowid LIMIT ?", (kind, most))

    def _insert(self, what: str, *values: Any) -> bool:
        return self._db.execute(f"INSERT OR IGNORE INTO {what}", values).rowcount > 0

    def _one(self, query: str, *values: Any) -> Any:
        found = self._db.execute(query, values).fetchone()
        return found[0] if found else None
