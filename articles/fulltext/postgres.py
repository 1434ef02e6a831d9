"""The index on PostgreSQL: a tsvector of the tokens as they are, without positions, under a GIN index."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from articles.fulltext.tokens import Token
from yanjiang.lib.batches import batches

AND, OR, BUT_NOT = " & ", " | ", " & !"
TABLE, INDEX = "articles_searchentry", "search_tokens"
# A tsvector holds 1 MB of lexemes. Prose of the length that is searched needs half of it (`matching.MOST_CHARS`).
MOST_BYTES = 1_000_000


def spell(token: Token) -> str:
    quoted = token.text.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'{':*' if token.is_prefix else ''}"


def write(tokens: Mapping[int, set[str]], old: Mapping[int, set[str]]) -> None:
    with connection.cursor() as cursor:
        for rows in batches(tokens.items(), size=50):
            values = [value for pk, held in rows for value in (pk, _text(held))]
            cursor.execute(
                f"UPDATE {TABLE} SET tokens = array_to_tsvector(string_to_array(written.tokens, ' '))"  # noqa: S608
                f" FROM (VALUES {', '.join(['(%s, %s)'] * len(rows))}) AS written (article_id, tokens)"
                f" WHERE {TABLE}.article_id = written.article_id"
                # Written anew, a row costs some 10 ms of the index, changed or not.
                f" AND {TABLE}.tokens IS DISTINCT FROM array_to_tsvector(string_to_array(written.tokens, ' '))",
                values,
            )


def condition(entry: str) -> str:
    return f"{entry}.tokens @@ articles_search_question(%s)"


def before_bulk() -> None:
    """Put the index away: made at once at the end it takes a fraction of the time."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")


def after_bulk() -> None:
    restore()


def tidy() -> None:
    """Put into the index what saves have only appended to its list, which every search reads through.

    An article has some 4,000 tokens: to put them in their places at once takes a save 80 ms of an index of 2 GB, and
    writes 20 MB. PostgreSQL tidies by itself when the list has 4 MB, some fifty articles.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index WHERE indexrelid = to_regclass(%s)", [INDEX]
        )


def clear() -> None:
    """Do nothing: the tokens went with their rows."""


def restore() -> None:
    """Make the index where it is missing, as behind a bulk load that was killed. Who saves meanwhile does not wait."""
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks that wait for the commit would be in its way
            _create(cursor)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        # Nobody waits for one that another process is making: the two would wait for each other.
        standing = _standing(cursor)
        if standing == (False,):
            cursor.execute(f"DROP INDEX CONCURRENTLY {INDEX}")
        if standing != (True,):
            _create(cursor, "CONCURRENTLY")


def _standing(cursor: Any) -> tuple[bool] | None:
    """Tell of an index that stands there whether it is used or being made, or was left half made; None without one."""
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
    cursor.execute(f"CREATE INDEX {how} IF NOT EXISTS {INDEX} ON {TABLE} USING gin (tokens)")
    cursor.execute("RESET maintenance_work_mem")


def _text(tokens: set[str]) -> str:
    text = " ".join(tokens)
    if len(text.encode()) < MOST_BYTES:
        return text
    # Noise, of which the rest cannot be found: better than an article that cannot be saved.
    # The last token goes too, for it may be cut, or be nothing, which no tsvector takes.
    return " ".join(sorted(tokens)).encode()[:MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]
