"""Copy generated articles in SQL, because `fill` takes more than an hour for a million. PostgreSQL only.

`python -m tests.benchmark.copied TIMES` copies all articles of DATABASE_URL until there are TIMES times as many.
bench_serving uses it for 100,000 articles or more. The site must not run meanwhile.

A copy has another id, another time within the years of `fill`, and other pairs of characters, so that as few articles
share a rare pair as before. Its texts, tags, sections and hits are those of the original. Its pairs are not those of
its title, which `check_projections` reports.
"""

import os
import sys
from contextlib import closing
from typing import Any

import psycopg2

DAY = 86_400  # seconds
# One copy is 43 days and 7 seconds later than the one before. A time past the years of `fill` continues at their start.
LATER, SPAN = 43 * DAY + 7, 12 * 365 * DAY
START = "timestamptz '2014-01-01 00:00+08'"

# Each expression has parameters: the copy's number and the distance of its ids from those of the originals.
ARTICLE = "{column} + %(distance)s"
SECONDS = f"(date_part('epoch', publish_at - {START})::bigint + %(number)s * {LATER}) %% {SPAN}"
PUBLISH_AT = f"{START} + make_interval(secs => {SECONDS})"
TIMES = {"publish_at": PUBLISH_AT, "expire_at": f"expire_at - publish_at + {PUBLISH_AT}"}
# The two characters of a pair move by different steps among the 20,902 Chinese characters from U+4E00 on.
CHARACTER = "chr(19968 + (ascii(substr(bigram, {place}, 1)) - 19968 + %(number)s * {step}) %% 20902)"
BIGRAM = f"{CHARACTER.format(place=1, step=97)} || {CHARACTER.format(place=2, step=193)}"

# Table -> the columns that differ in a copy.
CHANGED = {
    "articles_article": {"id": ARTICLE, **TIMES},
    "articles_articlehits": {"article_id": ARTICLE},
    "articles_article_further_sections": {"article_id": ARTICLE},
    "articles_taggedarticle": {"content_object_id": ARTICLE, **TIMES},
    "articles_listing": {"article_id": ARTICLE, **TIMES},
    "articles_articlebigram": {"article_id": ARTICLE, "bigram": BIGRAM, **TIMES},
}
COUNT = """TRUNCATE articles_listingcount;
    INSERT INTO articles_listingcount (section_id, day, number)
    SELECT section_id, (publish_at AT TIME ZONE 'UTC')::date, count(*) FROM articles_listing GROUP BY 1, 2"""
NEXT_ID = "SELECT setval(pg_get_serial_sequence('articles_article', 'id'), max(id)) FROM articles_article"
INDEXES = """SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)
    AND indexname NOT IN (SELECT conname FROM pg_constraint)"""
# Triggers are off, because they check the foreign key of each of millions of rows.
SETTINGS = """SET LOCAL synchronous_commit = off; SET LOCAL maintenance_work_mem = '1GB';
    SET LOCAL max_parallel_maintenance_workers = 0;
    SET LOCAL session_replication_role = replica"""


def copy(database_url: str, *, times: int) -> None:
    """Copy all articles in one transaction. Indexes are dropped before and made again after it."""
    with closing(psycopg2.connect(database_url)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(SETTINGS)
            cursor.execute(INDEXES, [list(CHANGED)])
            indexes = cursor.fetchall()
            for name, _definition in indexes:
                cursor.execute(f"DROP INDEX {name}")
            cursor.execute("SELECT max(id) FROM articles_article")
            (last,) = cursor.fetchone()
            copies = [{"number": number, "distance": number * last} for number in range(1, times)]
            for table, changed in CHANGED.items():
                _copy_rows(cursor, table, changed, copies)
            for _name, definition in indexes:
                cursor.execute(definition)
            cursor.execute(COUNT)
            cursor.execute(NEXT_ID)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def _copy_rows(cursor: Any, table: str, changed: dict[str, str], copies: list[dict[str, int]]) -> None:
    columns = _columns(cursor, table, changed)
    values = ", ".join(changed.get(name, "{column}").format(column=name) for name in columns)
    cursor.execute(f"CREATE TEMPORARY TABLE original ON COMMIT DROP AS SELECT * FROM {table}")
    for one in copies:
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM original", one)
    cursor.execute("DROP TABLE original")


def _columns(cursor: Any, table: str, changed: dict[str, str]) -> list[str]:
    """Return the columns to copy. The database numbers the rows of tables whose ids nobody refers to."""
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return [name for (name,) in cursor.fetchall() if name != "id" or name in changed]


def main() -> None:
    copy(os.environ["DATABASE_URL"], times=int(sys.argv[1]))


if __name__ == "__main__":
    main()
