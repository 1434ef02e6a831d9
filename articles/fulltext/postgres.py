"""The index on PostgreSQL: a tsvector of the lexemes as they are, without positions, under a GIN index."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from articles.fulltext.lexemes import Lexeme, lexemes_of
from articles.fulltext.matching import Fields
from yanjiang.lib.batches import batches

AND, OR, BUT_NOT = " & ", " | ", " & !"
TABLE, INDEX = "articles_searchentry", "search_tokens"
# A tsvector holds 1 MB of lexemes. Prose of `matching.MOST_CHARS`, the length that is searched, needs half of it.
MOST_BYTES = 1_000_000
# kB of the index's pending list, some 350 articles. The save that makes it longer empties it.
MOST_PENDING = 32_768


def spell(lexeme: Lexeme) -> str:
    quoted = lexeme.text.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'{':*' if lexeme.is_prefix else ''}"


def write(texts: Mapping[int, Fields], old: Mapping[int, Fields]) -> None:
    with connection.cursor() as cursor:
        for rows in batches(texts.items(), size=50):
            values = [value for pk, fields in rows for value in (pk, _text(lexemes_of(fields)))]
            cursor.execute(
                # MATERIALIZED makes a vector once, to be compared and then stored.
                "WITH written AS MATERIALIZED"  # noqa: S608
                " (SELECT article_id, array_to_tsvector(string_to_array(tokens, ' ')) AS tokens"
                f" FROM (VALUES {', '.join(['(%s, %s)'] * len(rows))}) AS given (article_id, tokens))"
                f" UPDATE {TABLE} SET tokens = written.tokens FROM written"
                f" WHERE {TABLE}.article_id = written.article_id"
                # An update of a row costs some 10 ms for the index, even if nothing changes.
                f" AND {TABLE}.tokens IS DISTINCT FROM written.tokens",
                values,
            )


def condition(entry: str) -> str:
    return f"{entry}.tokens @@ articles_search_question(%s)"


def before_bulk() -> None:
    """Drop the index. To make it at the end, in one statement, takes a fraction of the time."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")


def after_bulk() -> None:
    restore()


def tidy() -> None:
    """Move the lexemes from the pending list of the index, which every search scans, to their places.

    Saves only append to that list. An article has some 4,000 lexemes: to put them in their places at once takes a save
    80 ms with an index of 2 GB, and writes 20 MB. To empty a list of 4 MB, PostgreSQL's own limit, took a save 4 s.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index WHERE indexrelid = to_regclass(%s)", [INDEX]
        )


def clear() -> None:
    """Do nothing: the lexemes are deleted with their rows."""


def restore() -> None:
    """Make the index if it is missing, as after a killed bulk load. Saves do not wait for it."""
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks that are deferred to the commit would block it
            _create(cursor)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        # Do not wait for an index that another process is making: the two would deadlock.
        standing = _standing(cursor)
        if standing == (False,):
            cursor.execute(f"DROP INDEX CONCURRENTLY {INDEX}")
        if standing != (True,):
            _create(cursor, "CONCURRENTLY")


def _standing(cursor: Any) -> tuple[bool] | None:
    """Return (True,) for an index that is valid or being made, (False,) for a broken one, None if there is none."""
    cursor.execute(
        "SELECT indisvalid OR EXISTS"
        " (SELECT FROM pg_stat_progress_create_index AS making WHERE making.relid = pg_index.indrelid)"
        " FROM pg_index WHERE indexrelid = to_regclass(%s)",
        [INDEX],
    )
    found: tuple[bool] | None = cursor.fetchone()
    return found


def _create(cursor: Any, how: str = "") -> None:
    cursor.execute("SET maintenance_work_mem = '512MB'")
    cursor.execute(
        f"CREATE INDEX {how} IF NOT EXISTS {INDEX} ON {TABLE} USING gin (tokens)"
        f" WITH (gin_pending_list_limit = {MOST_PENDING})"
    )
    cursor.execute("RESET maintenance_work_mem")


def _text(lexemes: set[str]) -> str:
    text = " ".join(lexemes)
    if len(text.encode()) < MOST_BYTES:
        return text
    # The text is noise. The lexemes that are cut off cannot be found, which is better than an article that cannot be
    # saved. The last lexeme is dropped too, because it may be cut or empty, and a tsvector takes no empty one.
    return " ".join(sorted(lexemes)).encode()[:MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]
