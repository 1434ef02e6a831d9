"""Compare the cost of each kind of page (uncached, cached, answered by 304) with an empty view. It prints a table.

    python -m tests.benchmark.bench_serving [--articles 2000]       on a SQLite file of its own, which is kept.
    DATABASE_URL=postgres://… python -m tests.benchmark.bench_serving    in a database beside that one, which is kept.
    … --growth 10000,1000000   prints how many times as long a page takes with so many articles.

The empty view runs behind all of the portal's middleware, on the same server in the same run. For uncached pages the
page cache has size 0; shared lists and fragments are cached as usual. Needs wrk.

For growth the sites are measured alternately, so that other work of the machine slows all of them. They have no search
index, because it is several times as large as the articles: bench_search measures it. On PostgreSQL, a site of 100,000
articles or more is made of 10,000 that are copied (`tests/benchmark/copied.py`).
"""

import argparse
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from tests.benchmark.copied import copy
from tests.server import Site

GENERATED, COPIED_FROM = 10_000, 100_000  # articles
CONNECTIONS = 4
WARMING = 40  # requests
# Prints the pages to request: the largest section and its newest articles.
PAGES = """
from django.db.models import Count
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from articles.models import Article, Section, Tag
section = Section.objects.without_tree_fields().annotate(filed=Count("listings")).order_by("-filed", "pk").first()
tag = Tag.objects.annotate(used=Count("items")).order_by("-used", "pk").first()
articles = Article.objects.published().newest_first().values_list("pk", flat=True)[:1000]
address, middle = section.get_absolute_url(), min(5000, section.filed // 40 + 1)
tagged = iri_to_uri(tag.get_absolute_url())
print("article|" + "|".join(reverse("articles:detail", args=[pk]) for pk in articles))
print("home|/")
print(f"section|{address}")
print(f"section, far|{address}?page={middle}")
print(f"tag|{tagged}")
print(f"tag, far|{tagged}?page={tag.used // 40 + 1}")
print("feed|" + reverse("section_feed", args=[section.path, "feed"]))
"""
LUA = """
local paths, n = {%s}, 0
request = function()
  n = n + 1
  return wrk.format(%s)
end
"""
GET = '"GET", paths[n %% #paths + 1]'.replace("%%", "%")
BEACON = (
    '"POST", paths[n % #paths + 1], {["Content-Type"] = "application/json"},'
    ' string.format("{\\"event\\": \\"%08x-0000-4000-8000-%012x\\"}", math.random(0, 2147483647), n)'
)


@dataclass(frozen=True)
class Measured:
    rate: float  # requests a second
    half: str  # so long at most took half of them
    most: str  # and 99 of 100


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=2_000)
    options.add_argument("--growth", help="numbers of articles, separated by commas")
    options.add_argument("--seconds", type=int, default=3)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing (apt-get install wrk)")
    if chosen.growth:
        _print_growth([int(number) for number in chosen.growth.split(",")], chosen)
    else:
        _print_pages(chosen)


def _print_pages(chosen: argparse.Namespace) -> None:
    site = _filled(chosen.articles)
    pages = _pages(site)
    with _served(site, uncached=True):
        empty = _rate(site, ["/empty/"], chosen)
        anew = {name: _rate(site, paths, chosen) for name, paths in pages.items()}
        search = _rate(site, ["/search/?q=%E6%BC%94%E8%AE%B2"], chosen)
        queries = {name: int(_header(site, paths[0], "X-Queries")) for name, paths in pages.items()}
    with _served(site, uncached=False):
        empty_again = _rate(site, ["/empty/"], chosen)
        kept = {name: _rate(site, paths[:1], chosen) for name, paths in pages.items()}
        known = {
            name: _rate(site, paths[:1], chosen, etag=_header(site, paths[0], "ETag")) for name, paths in pages.items()
        }
        beacon = _rate(site, [f"/hits/{path.split('/')[2]}/" for path in pages["article"]], chosen, line=BEACON)
    _say(f"{site.database_url.partition(':')[0]}, {chosen.articles} articles")
    _say(f"{'':26} {'a second':>9} {'p50':>9} {'p99':>9} {'queries':>7} {'/ empty':>7}")
    _line("empty view", empty, empty)
    for name in pages:
        _line(f"{name}, made anew", anew[name], empty, queries[name])
        _line(f"{name}, seen before", kept[name], empty_again, 0)
        _line(f"{name}, 304", known[name], empty_again, 0)
    _line("search", search, empty)
    _line("beacon", beacon, empty_again)


def _print_growth(numbers: list[int], chosen: argparse.Namespace) -> None:
    sites = {number: _filled(number, with_search=False) for number in numbers}
    pages = {number: _pages(site) for number, site in sites.items()}
    far = {number: {kind: pages[number].pop(f"{kind}, far") for kind in ("section", "tag")} for number in numbers}
    same_page = far[numbers[0]]["section"][0].partition("?")[2]
    for found in pages.values():
        found[f"section, {same_page}"] = [f"{found['section'][0]}?{same_page}"]
    with ExitStack() as served:
        for site in sites.values():
            served.enter_context(_served(site, uncached=True))
        _say(f"{'':26} " + " ".join(f"{number:>9}" for number in numbers))
        for name in pages[numbers[0]]:
            taken = _in_turns([(sites[number], pages[number][name]) for number in numbers], chosen)
            _say(f"{name:26} " + " ".join(f"{one / taken[0]:9.2f}" for one in taken))
        for number, site in sites.items():
            for kind, paths in far[number].items():
                first, last = _in_turns([(site, pages[number][kind]), (site, paths)], chosen)
                page = paths[0].partition("?")[2]
                _say(f"{number} articles: {page} of a {kind} takes {last / first:.2f} times what page 1 does")


def _in_turns(asked: list[tuple[Site, list[str]]], chosen: argparse.Namespace) -> list[float]:
    """Ask each site for its pages, one site after the other, round by round; return the seconds that a page takes."""
    for site, paths in asked:
        _warm_up(site, paths)
    rounds = [[1 / _wrk(site, paths, chosen.seconds).rate for site, paths in asked] for _ in range(chosen.rounds)]
    return [statistics.median(taken) for taken in zip(*rounds, strict=True)]


def _filled(articles: int, *, with_search: bool = True) -> Site:
    """Return the site with so many articles. A database that was filled before is used again."""
    name = f"bench_{'serving' if with_search else 'growth'}_{articles}"
    folder = Path(os.environ.get("BENCH_DIR", tempfile.gettempdir())) / name
    folder.mkdir(parents=True, exist_ok=True)
    url, is_new = _database(folder, name)
    site = Site(url, folder, workers=1, target="tests.benchmark.served:application", extra={"THREADS": "8"})
    site.run("migrate", "-v0")
    if is_new:
        _fill(site, articles, with_search=with_search)
    site.run("collectstatic", "--noinput", "-v0")
    return site


def _fill(site: Site, articles: int, *, with_search: bool) -> None:
    # Copies have no search index.
    is_copied = not with_search and articles >= COPIED_FROM and site.database_url.startswith("postgres")
    generated = GENERATED if is_copied else articles
    site.run("fill", "--articles", str(generated), *([] if with_search else ["--without-search"]), timeout=20_000)
    if is_copied:
        copy(site.database_url, times=articles // GENERATED)


def _database(folder: Path, name: str) -> tuple[str, bool]:
    """Return the address of the database, and whether it is to be filled."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        file = folder / "db.sqlite3"
        return f"sqlite:///{file}", not file.exists()
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        is_new = cursor.fetchone() == (0,)
        if is_new:
            cursor.execute(f"CREATE DATABASE {name}")
    return urlsplit(server)._replace(path=f"/{name}").geturl(), is_new


def _pages(site: Site) -> dict[str, list[str]]:
    said = [line.split("|") for line in site.run("shell", "-v0", "-c", PAGES).splitlines() if "|" in line]
    return {name: paths for name, *paths in said}


@contextmanager
def _served(site: Site, *, uncached: bool) -> Iterator[None]:
    site.extra["BENCH_UNCACHED"] = "1" if uncached else ""
    site.start()
    try:
        yield
    finally:
        site.stop()


def _rate(site: Site, paths: list[str], chosen: argparse.Namespace, *, etag: str = "", line: str = GET) -> Measured:
    """Ask for these in turn, and return the middle one of the rounds."""
    if line is GET:
        _warm_up(site, paths)
    rounds = [_wrk(site, paths, chosen.seconds, etag, line) for _ in range(chosen.rounds)]
    return sorted(rounds, key=lambda one: one.rate)[len(rounds) // 2]


def _warm_up(site: Site, paths: list[str]) -> None:
    for path in paths[:WARMING]:
        site.get(path)


def _wrk(site: Site, paths: list[str], seconds: int, etag: str = "", line: str = GET) -> Measured:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (", ".join(f'"{path}"' for path in paths), line))
        script.flush()
        words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", script.name]
        words += ["-H", f"If-None-Match: {etag}"] if etag else []
        said = subprocess.run(
            [*words, f"http://127.0.0.1:{site.port}"], check=True, capture_output=True, text=True
        ).stdout
    if "Non-2xx" in said and not etag:
        sys.exit(f"{paths[0]} was not answered:\n{said}\n{(site.folder / 'server.log').read_text()[-2000:]}")
    half, most = (re.search(rf"^ +{percent}% +(\S+)", said, re.MULTILINE) for percent in (50, 99))
    rate = re.search(r"Requests/sec:\s+(\S+)", said)
    assert rate
    assert half
    assert most
    return Measured(float(rate[1]), half[1], most[1])


def _header(site: Site, path: str, name: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.getheader(name, "")


def _line(name: str, measured: Measured, empty: Measured, queries: int | str = "") -> None:
    ratio = measured.rate / empty.rate
    _say(f"{name:26} {measured.rate:9.0f} {measured.half:>9} {measured.most:>9} {queries:>7} {ratio:7.2f}")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
