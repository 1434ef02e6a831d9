"""The index on SQLite: an FTS5 table, whose rows are told by the article's id.

Contentless, for the text stands in `SearchText`; without positions and lengths, which nobody asks for. Its tokenizer
knows ASCII alone, of which every character but the blank is declared a part of tokens: it changes nothing.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from articles.fulltext.tokens import Token
from yanjiang.lib.turns import let_others_write

AND, OR, BUT_NOT = " AND ", " OR ", " NOT "
TABLE = "articles_searchtokens"
MERGED_AT_ONCE = 200  # pages of 4 KB


def spell(token: Token) -> str:
    quoted = token.text.replace('"', '""')
    return f'"{quoted}"{" *" if token.is_prefix else ""}'


def write(tokens: Mapping[int, set[str]], old: Mapping[int, set[str]]) -> None:
    with connection.cursor() as cursor:
        # A contentless table forgets a row only when it is told again what was in it.
        cursor.executemany(
            f"INSERT INTO {TABLE} ({TABLE}, rowid, tokens) VALUES ('delete', %s, %s)",  # noqa: S608
            [(pk, _text(held)) for pk, held in old.items() if held],
        )
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
            [(pk, _text(held)) for pk, held in tokens.items() if held],
        )


def condition(entry: str) -> str:
    return f"{entry}.article_id IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s)"  # noqa: S608


def before_bulk() -> None:
    """Let FTS5 leave its pieces as they are for now."""
    _configure(automerge=0, crisismerge=64)


def after_bulk() -> None:
    """Merge the index into one piece, step by step: others who write wait for a step, not for all."""
    restore()
    with connection.cursor() as cursor:
        pages = -MERGED_AT_ONCE  # below zero for the first step: what is to be merged is everything
        while True:
            before = _changes(cursor)
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
            # One row is the command itself (https://sqlite.org/fts5.html#the_merge_command).
            if _changes(cursor) - before < 2:
                return
            pages = MERGED_AT_ONCE
            let_others_write()


def restore() -> None:
    """Let FTS5 merge as is its habit, also behind a bulk load that was killed."""
    _configure(automerge=4, crisismerge=16)


def tidy() -> None:
    """Do nothing: FTS5 merges what was written as it goes."""


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')")  # noqa: S608


def _configure(**settings: int) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES (%s, %s)",  # noqa: S608
            list(settings.items()),
        )


def _changes(cursor: Any) -> int:
    return int(cursor.execute("SELECT total_changes()").fetchone()[0])


def _text(tokens: set[str]) -> str:
    return " ".join(tokens)
