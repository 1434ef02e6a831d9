"""Measure counted views a second, compared with requests a second of an empty view on the same server. It prints.

    python -m tests.benchmark.bench_hits                            on a SQLite file of its own.
    DATABASE_URL=postgres://… python -m tests.benchmark.bench_hits  on that database, which keeps the counts.

The empty view runs behind all middleware, like any other view of the site. A beacon skips the middleware that it does
not need. The two alternate, so that both have the same machine. There are more clients than the server has threads:
fewer would measure latency instead of throughput. `--workers`, `--clients`, `--seconds` and `--pairs` change the run.
"""

import argparse
import os
import socket
import statistics
import sys
import tempfile
import time
import uuid
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.server import AGENT, Site

ARTICLES = """
from django.contrib.auth.models import User
from articles.models import Article, Section
from django.utils import timezone
section = Section.objects.first() or Section(name="测速")
section.save()
owner, _ = User.objects.get_or_create(username="bench")
for number in range(50):
    Article(title=f"第{number}篇", section=section, owner=owner, status="published", publish_at=timezone.now()).save()
print(",".join(str(pk) for pk in Article.objects.filter(owner=owner).values_list("pk", flat=True)))
"""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--clients", type=int, default=64)
    options.add_argument("--seconds", type=float, default=4)
    options.add_argument("--pairs", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
        site = Site(url, Path(folder), workers=chosen.workers, target="tests.benchmark.served:application")
        site.run("migrate", "-v0")
        articles = [int(pk) for pk in site.run("shell", "-v0", "-c", ARTICLES).strip().splitlines()[-1].split(",")]
        site.start()
        try:
            _measure(site.port, articles, chosen)
        except SystemExit:
            sys.stderr.write((site.folder / "server.log").read_text()[-3000:])
            raise
        finally:
            site.stop()
        counted = site.run("roll_up_hits").strip()
        _say(f"{counted} {site.run('check_hits').strip()}")


def _measure(port: int, articles: list[int], chosen: argparse.Namespace) -> None:
    ratios = []
    with ProcessPoolExecutor(chosen.clients) as pool:
        for pair in range(chosen.pairs + 1):
            rates = {}
            for name, paths in (("empty", ["/empty/"]), ("hits", [f"/hits/{pk}/" for pk in articles])):
                jobs = [pool.submit(_send, port, paths, chosen.seconds, number) for number in range(chosen.clients)]
                answers = [job.result() for job in jobs]
                rates[name] = sum(count for count, _ in answers) / chosen.seconds
                slow = max(slowest for _, slowest in answers) * 1000
                if pair:
                    _say(f"{name:>6}: {rates[name]:7.0f} a second, slowest {slow:6.1f} ms")
            if pair:  # the first warms up
                ratios.append(rates["hits"] / rates["empty"])
    _say(f"ratio {statistics.median(ratios):.2f} (of {', '.join(f'{ratio:.2f}' for ratio in sorted(ratios))})")


def _send(port: int, paths: list[str], seconds: float, number: int) -> tuple[int, float]:
    """Send one after the other on a kept connection; return how many were answered 200, and the longest wait."""
    count, slowest, end = 0, 0.0, time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while (start := time.monotonic()) < end:
            body = f'{{"event": "{uuid.uuid4()}"}}'
            address = f"10.{number}.{count // 250 % 250}.{count % 250}"
            connection.sendall(
                f"POST {paths[count % len(paths)]} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {AGENT}\r\n"
                f"X-Forwarded-For: {address}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            answer = b""
            while not answer.endswith(b"}"):
                answer += connection.recv(4096) or sys.exit("closed")
            if not answer.startswith(b"HTTP/1.1 200"):
                sys.exit(answer.decode())
            count += 1
            slowest = max(slowest, time.monotonic() - start)
    return count, slowest


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
