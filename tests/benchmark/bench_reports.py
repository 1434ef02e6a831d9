"""Measure reports over 1,000,000 articles and 20 million days of articles on PostgreSQL. It prints.

Run it by `python -m tests.benchmark.bench_reports [--keep | --again]`. The database is a new one beside that of
TEST_POSTGRES_URL, and is dropped at the end. `--keep` keeps it under the name that it prints. `--again` uses the kept
database and drops it then.

Reads follow Zipf's law, as in reality. The measured time is the one that staff wait for: the whole report through
Django with all its lists, and each list alone. The minimum of several times is the cost of the work; the median
includes the machine's other work. At the end are the slowest statements, by EXPLAIN (ANALYZE, BUFFERS).
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg2

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
NAME = "bench_reports"
ARTICLES, DAYS, READS_A_DAY, REFERRED_DAYS = 1_000_000, 430, 130_000, 70
SECTIONS, AUTHORS, SOURCES, EDITORS, CONSULTANTS, TAGS, TAGS_EACH = 100, 5_000, 300, 20, 12, 20_000, 4
TIMES = 5

# A number from 0 up to 1 that is always the same for the same article and purpose.
EVEN = "(((article.id * {prime}::bigint) %% 1000003) / 1000003.0)"


def share(prime: int, count: int) -> str:
    """Return SQL that gives each article a number from 1 to `count`, the low ones far oftener."""
    return f"(1 + floor({count} * power({EVEN.format(prime=prime)}, 2)))::int"


FILL = {
    "articles": f"""INSERT INTO articles_article (id, owner_id, section_id, title, short_title, title_color, summary,
        body, picture_url, source, author, responsible_editor_id, consultant_id, is_headline, is_recommended, is_slide,
        is_special, is_scrolling, is_bold, is_picture, is_jump, weight, redirect_url, status, publish_at, created_at,
        updated_at, is_summary_made, lacks_alt, revision_note)
        SELECT article.id, 1, 10 + {share(48271, SECTIONS)}, '第' || article.id || '篇演讲稿', '', '',
        repeat('开口的第一句话，先把听众请进来。', 7), '<p>' || repeat('开口的第一句话。', 20) || '</p>', '',
        '来源' || {share(69621, SOURCES)}, '作者' || {share(16807, AUTHORS)}, {share(39373, EDITORS)},
        CASE WHEN article.id %% 5 = 0 THEN {share(26371, CONSULTANTS)} END,
        false, false, false, false, false, false, false, false, 0, '', 'published',
        now() - (article.id %% 4000 || ' days')::interval, now(), now(), false, false, ''
        FROM generate_series(1, {ARTICLES}) AS article (id)""",
    "articles' tags": f"""INSERT INTO articles_taggedarticle (tag_id, content_object_id, publish_at)
        SELECT DISTINCT 1 + floor({TAGS} * power(((article.id * 7919::bigint * k) %% 1000003) / 1000003.0, 2))::int,
        article.id, now() FROM generate_series(1, {ARTICLES}) AS article (id), generate_series(1, {TAGS_EACH}) AS k""",
    "totals": """INSERT INTO articles_articlehits (article_id, opening, total, week, month)
        SELECT id, 0, 0, 0, 0 FROM articles_article""",
    # Draws articles by Zipf's law: the n-th is read 1/n as often as the first. Popular articles are not neighbours on
    # the disk.
    "days": f"""INSERT INTO articles_articleday
        (day, article_id, section_id, reads, repeats, visitors, staff, search, ai, machine, prefetch)
        SELECT day, article.id, 10 + {share(48271, SECTIONS)}, reads, reads / 10, reads, 0, 1, 1, 0, 0 FROM (
            SELECT %(day)s::date AS day, 1 + (place * 7919::bigint) %% {ARTICLES} AS id, count(*) AS reads
            FROM (SELECT floor(exp(random() * ln({ARTICLES})))::bigint AS place
                  FROM generate_series(1, {READS_A_DAY})) AS drawn
            GROUP BY place) AS article ORDER BY random()""",
    "referrers": f"""INSERT INTO articles_referrerday (day, referrer, article_id, section_id, reads)
        SELECT day, CASE WHEN n > 6 THEN 'blog' || n || '.example'
        ELSE (ARRAY['', '百度', '微信', '本站', '必应', '搜狗'])[n] END, article_id, section_id, count(*)
        FROM (SELECT days.*, floor(exp(random() * ln(300)))::int AS n FROM articles_articleday AS days,
              generate_series(1, least(days.reads, 50)) WHERE day > %(day)s::date - {REFERRED_DAYS}) AS found
        GROUP BY day, n, article_id, section_id ORDER BY day, random()""",
}


def main() -> None:
    keep, again = "--keep" in sys.argv, "--again" in sys.argv
    server = psycopg2.connect(POSTGRES_URL)
    server.autocommit = True
    if not again:
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
            cursor.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = f"{POSTGRES_URL.rpartition('/')[0]}/{NAME}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")
    import django

    django.setup()
    from django.db import connections

    try:
        if not again:
            fill()
        measure()
    finally:
        connections.close_all()
        if not keep:
            with server.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {NAME}")
        say(f"database {NAME} {'kept' if keep else 'dropped'}")


def fill() -> None:
    """Make the site by statements of the database's own, its indexes dropped and made again."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection

    from articles.models import Section, Tag
    from consultants.models import Consultant

    call_command("migrate", verbosity=0)
    roots = [Section.objects.create(name=f"栏目{n}", segment=f"root{n}", position=n) for n in range(1, 11)]
    for n in range(1, SECTIONS + 1):
        Section.objects.create(name=f"栏目{n}", segment=f"leaf{n}", position=n, parent=roots[(n - 1) // 10])
    User.objects.bulk_create(User(username=f"editor{n}", last_name=f"何{n}") for n in range(1, EDITORS + 1))
    make_consultants = (Consultant(name=f"顾问{n}", position=n) for n in range(1, CONSULTANTS + 1))
    Consultant.objects.bulk_create(make_consultants)
    Tag.objects.bulk_create(Tag(name=f"关键字{n}", slug=f"tag-{n}") for n in range(1, TAGS + 1))
    last = today()
    tables = ("articles_article", "articles_taggedarticle", "articles_articleday", "articles_referrerday")
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE articles_section_id_seq RESTART WITH 1000")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET session_replication_role = replica")  # no check of foreign keys, row by row
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN %s AND NOT indexdef LIKE '%%UNIQUE%%'",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for name, statement in FILL.items():
            begin = time.monotonic()
            days = [last - timedelta(days=ago) for ago in range(DAYS)][::-1] if name == "days" else [last]
            for day in days:
                cursor.execute(statement, {"day": day})
            cursor.execute("SELECT 1")
            say(f"{name}: {time.monotonic() - begin:.0f} s")
        begin = time.monotonic()
        for _, definition in indexes:
            cursor.execute(definition)
        say(f"indexes: {time.monotonic() - begin:.0f} s")
        cursor.execute("VACUUM ANALYZE")
        for table in ("articles_article", "articles_articleday", "articles_referrerday"):
            cursor.execute(f"SELECT count(*), pg_size_pretty(pg_total_relation_size('{table}')) FROM {table}")
            say(f"{table}: {cursor.fetchone()}")


def measure() -> None:
    from django.db import connection

    from articles.hits.closing import close_days
    from articles.models import Section

    last = today()
    begin = time.monotonic()
    days = [last - timedelta(days=ago) for ago in range(1, 2 * 31 + 2)]
    close_days(days)
    say(f"closing a day: {(time.monotonic() - begin) / len(days):.2f} s, once a night")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_size_pretty(pg_total_relation_size('articles_facetday') / %s)", [len(days)])
        say(f"its facets: {cursor.fetchone()[0]} a day")
    scopes = {
        "the whole site": None,
        "the largest section, 32 % of it": Section.objects.get(segment="root1"),
        "a small one, 5 %": Section.objects.get(segment="leaf1", parent__segment="root1"),
    }
    ranges = {
        "31 days to today": (last - timedelta(days=30), last),
        "31 days to yesterday": (last - timedelta(days=31), last - timedelta(days=1)),
    }
    for range_name, (first, until) in ranges.items():
        for scope_name, section in scopes.items():
            say(f"\n{range_name}, {scope_name}")
            measure_report(first, until, section)


def measure_report(first: date, last: date, section: Any) -> None:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings
    from django.utils import timezone

    from articles.hits import reports
    from articles.hits.periods import Period

    client = Client()
    boss, _ = User.objects.get_or_create(username="boss", is_staff=True, is_superuser=True)
    client.force_login(boss)
    query = {"since": first.isoformat(), "until": last.isoformat(), "section": section.pk if section else ""}

    def page() -> None:
        answer = client.get("/admin/articles/articlehits/", query)
        assert answer.status_code == 200

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES={**settings.STORAGES, "staticfiles": plain}):
        timed("the whole page, all lists", page)
        question = reports.ask(Period(first, last), section, now=timezone.now())
        timed("totals and chart", lambda: reports.totals(question))
        for code in reports.LISTS:
            # A new question each time, because a question caches today's reads.
            timed(code, lambda code=code: reports.rows(code, replace(question), count=10, asker=boss))  # type: ignore[misc]
        with CaptureQueriesContext(connection) as asked:
            page()
        slowest = sorted(asked.captured_queries, key=lambda query: -float(query["time"]))[:3]
        for query in slowest:
            explain(query["sql"])


def timed(name: str, work: Callable[[], Any]) -> None:
    seconds = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    say(f"  {name}: {min(seconds) * 1000:.0f} ms, in the middle {statistics.median(seconds) * 1000:.0f}")


def explain(sql: str) -> None:
    from django.db import connection

    if not sql.startswith("SELECT"):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}".replace("%", "%%"), [])
        plan = [line for (line,) in cursor.fetchall()]
    buffers = next((line.strip() for line in plan if "Buffers" in line), "")
    say(f"    {plan[-1].strip()}; {buffers}; {sql[:90]}…")


def today() -> date:
    from django.utils import timezone

    from yanjiang.lib.days import local_day

    return local_day(timezone.now())


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
