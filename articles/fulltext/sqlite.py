"""The index on SQLite: an FTS5 table, whose rowid is the article's id.

The table is contentless, because `SearchText` has the text, and has no positions and lengths, which no query uses. Its
tokenizer is the ASCII one, with every character except the blank declared a part of tokens, so it changes nothing.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from articles.fulltext.lexemes import Lexeme, lexemes_of
from articles.fulltext.matching import Fields
from yanjiang.lib.pauses import let_others_write

AND, OR, BUT_NOT = " AND ", " OR ", " NOT "
TABLE = "articles_searchtokens"
MERGED_AT_ONCE = 200  # pages of 4 KB


def spell(lexeme: Lexeme) -> str:
    quoted = lexeme.text.replace('"', '""')
    return f'"{quoted}"{" *" if lexeme.is_prefix else ""}'


def write(texts: Mapping[int, Fields], old: Mapping[int, Fields]) -> None:
    lexemes = {pk: lexemes_of(fields) for pk, fields in texts.items()}
    held = {pk: lexemes[pk] if fields == texts.get(pk) else lexemes_of(fields) for pk, fields in old.items()}
    with connection.cursor() as cursor:
        # A contentless table deletes a row only if it is given the row's lexemes again.
        cursor.executemany(
            f"INSERT INTO {TABLE} ({TABLE}, rowid, tokens) VALUES ('delete', %s, %s)",  # noqa: S608
            [(pk, _text(some)) for pk, some in held.items() if some],
        )
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
            [(pk, _text(some)) for pk, some in lexemes.items() if some],
        )


def condition(entry: str) -> str:
    return f"{entry}.article_id IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s)"  # noqa: S608


def before_bulk() -> None:
    """Let FTS5 leave its segments unmerged for now."""
    _configure(automerge=0, crisismerge=64)


def after_bulk() -> None:
    """Merge the index into one segment, step by step, so that other writers wait only for one step."""
    restore()
    with connection.cursor() as cursor:
        pages = -MERGED_AT_ONCE  # negative in the first step, which then merges all segments
        while True:
            before = _changes(cursor)
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
            # One row is the command itself (https://sqlite.org/fts5.html#the_merge_command).
            if _changes(cursor) - before < 2:
                return
            pages = MERGED_AT_ONCE
            let_others_write()


def restore() -> None:
    """Let FTS5 merge as by default, also after a killed bulk load."""
    _configure(automerge=4, crisismerge=16)


def tidy() -> None:
    """Do nothing: FTS5 merges new rows by itself."""


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


def _text(lexemes: set[str]) -> str:
    return " ".join(lexemes)
