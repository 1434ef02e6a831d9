"""Benchmarks are no tests, but each of them can be started."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = sorted(file.stem for file in (Path(__file__).parent / "benchmark").glob("bench_*.py"))


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_can_be_started(name: str) -> None:
    started = subprocess.run(
        [sys.executable, "-c", f"import tests.benchmark.{name}"],
        cwd=Path(__file__).parent.parent,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.stderr == ""
