"""Measure the time and memory of `fill`, how long it holds SQLite's lock, and how rare a piece of its text is.

python -m tests.benchmark.bench_fill               on a SQLite file of its own.
DATABASE_URL=… python -m tests.benchmark.bench_fill    on that database, which keeps the articles
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from random import Random

from tests.benchmark.lock import watched
from yanjiang.fill import prose
from yanjiang.lib.html import to_text

ROOT = Path(__file__).resolve().parents[2]
SAMPLE, OTHERS, PIECE = 100, 2000, 6


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fill.sqlite3"
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{file}"
        environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": folder}
        _run(["migrate", "-v0"], environment)
        with watched(file) if url.startswith("sqlite") else nullcontext() as watch:
            for articles in (2000, 20_000):
                megabytes = _run(["fill", "--articles", str(articles)], environment)
                _say(f"  {articles} articles: at most {megabytes} MB")
        if watch:
            _say(f"  the write lock was held {watch.longest:.2f} s at most")
    share = commonest_share()
    _say(f"the commonest piece of {PIECE} characters of {SAMPLE} articles is in {share:.2%} of {OTHERS} others")


def commonest_share() -> float:
    """Return the share of other articles that hold the commonest piece of some articles."""
    random = Random(1)
    pieces = {piece for _ in range(SAMPLE) for piece in _pieces(random)}
    found = Counter(piece for _ in range(OTHERS) for piece in _pieces(random) & pieces)
    return max(found.values()) / OTHERS


def _pieces(random: Random) -> set[str]:
    text = to_text(prose.body(random, random.randint(1500, 5600)))
    return {text[at : at + PIECE] for at in range(len(text) - PIECE + 1)}


def _run(words: list[str], environment: dict[str, str]) -> int:
    """Run a command of the portal; return the most memory it had, in MB."""
    process = subprocess.Popen([sys.executable, "manage.py", *words], cwd=ROOT, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"manage.py {words[0]} failed")
    return usage.ru_maxrss // 1024


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
