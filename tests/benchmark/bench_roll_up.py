"""Measure the time and memory of the roll-up of a million views. It prints.

    python -m tests.benchmark.bench_roll_up                            on a SQLite file of its own.
    DATABASE_URL=postgres://… python -m tests.benchmark.bench_roll_up  on that database, which keeps them.

Reads follow Zipf's law, as in reality. Half of the readers read twice, and one view in ten is a machine's.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.server import ROOT, Site

ROWS, ARTICLES = 1_000_000, 20_000
FILL = f"""
import random, uuid
from datetime import timedelta
from itertools import islice
from django.utils import timezone
from articles.models import Article, Hit
random.seed(1)
articles = list(Article.objects.published().order_by("pk").values_list("pk", "section_id")[:{ARTICLES}])
now = timezone.now()

def rows():
    for number in range({ROWS}):
        article, section = articles[int(len(articles) ** random.random()) - 1]
        kind = "machine" if number % 10 == 0 else "reader"
        referrer = random.choice(["", "百度", "微信", "本站", f"blog{{number % 500}}.example"])
        at = now - timedelta(seconds=random.random() * 86400)
        event = uuid.UUID(int=random.getrandbits(128), version=4)
        yield Hit(event=event, article_id=article, section_id=section, at=at,
                  kind=kind, visitor=random.randrange({ROWS} // 2), referrer=referrer)

made = rows()
while batch := list(islice(made, 5000)):
    Hit.objects.bulk_create(batch)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
        site = Site(url, Path(folder))
        site.run("migrate", "-v0")
        site.run("fill", "--articles", str(ARTICLES), "--without-search", timeout=1800)
        site.run("shell", "-v0", "-c", FILL, timeout=1800)
        start = time.monotonic()
        process = subprocess.Popen([sys.executable, "manage.py", "roll_up_hits"], cwd=ROOT, env=site.environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        rate, megabytes = ROWS / seconds, usage.ru_maxrss // 1024
        print(f"{ROWS} rows in {seconds:.0f} s, {rate:.0f} a second, at most {megabytes} MB")  # noqa: T201
        print(site.run("check_hits").strip())  # noqa: T201


if __name__ == "__main__":
    main()
