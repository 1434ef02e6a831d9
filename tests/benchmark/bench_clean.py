"""Time of cleaning markup of several kinds. Not a test: it prints milliseconds of processor time.

    uv run python -m tests.benchmark.bench_clean

On an idle machine 50 KB of what editors write must stay below 5 ms, and 300,000 characters of one hostile unit below
500 ms. It marks the kinds that do not, and ends with 1 if there are any.
"""

import sys
from time import process_time

from tests.lib.bodies import ADVERSARIAL, REALISTIC, body
from yanjiang.lib.html import clean

RUNS = 7
WRITTEN, WRITTEN_LIMIT = 50_000, 5.0  # characters, milliseconds
HOSTILE, HOSTILE_LIMIT = 300_000, 500.0


def milliseconds(html: str) -> float:
    """Return the minimum of some runs: other processes disturbed the rest."""
    times = []
    for _ in range(RUNS):
        start = process_time()
        clean(html)
        times.append(process_time() - start)
    return min(times) * 1000


def main() -> int:
    texts = [(kind, body(unit, WRITTEN), WRITTEN_LIMIT) for kind, unit in REALISTIC.items()]
    texts += [(kind, (unit * HOSTILE)[:HOSTILE], HOSTILE_LIMIT) for kind, unit in ADVERSARIAL.items()]
    over = 0
    for kind, html, limit in texts:
        taken = milliseconds(html)
        over += taken >= limit
        sys.stdout.write(f"{taken:8.2f} ms  {kind}{'  over the limit' if taken >= limit else ''}\n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
