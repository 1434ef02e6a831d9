"""The three backups of real sites, with what DedeCMS made of them: the addresses of their articles and their files."""

import csv
from pathlib import Path

NAMES = ("essays_theme", "kancai_gbk", "school_theme")


def expected_urls(folder: Path) -> list[dict[str, str]]:
    with (folder / "expected_urls.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def html_paths(folder: Path) -> list[str]:
    return [f"/{path}" for path in (folder / "html_paths.txt").read_text().split()]
