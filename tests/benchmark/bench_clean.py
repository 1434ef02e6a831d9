"""Time of cleaning 50 KB of markup of several kinds. Not a test: it prints milliseconds of processor time.

    uv run python -m tests.benchmark.bench_clean

The kinds that editors write (the first three) must stay below 5 ms.
"""

import sys
from time import process_time

from tests.lib.bodies import ADVERSARIAL, REALISTIC, body
from yanjiang.lib.html import clean

RUNS = 7
BYTES = 50_000


def milliseconds(html: str) -> float:
    """Return the minimum of some runs: other processes disturbed the rest."""
    times = []
    for _ in range(RUNS):
        start = process_time()
        clean(html)
        times.append(process_time() - start)
    return min(times) * 1000


def main() -> None:
    for kind, unit in {**REALISTIC, **ADVERSARIAL}.items():
        sys.stdout.write(f"{milliseconds(body(unit, BYTES)):8.2f} ms  {kind}\n")


if __name__ == "__main__":
    main()
