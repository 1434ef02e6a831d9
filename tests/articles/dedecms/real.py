"""The three backups of real sites, with the addresses of articles and the files that DedeCMS made from them."""

import csv
from pathlib import Path

NAMES = ("essays_theme", "kancai_gbk", "school_theme")


def expected_urls(folder: Path) -> list[dict[str, str]]:
    with (folder / "expected_urls.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def html_paths(folder: Path) -> list[str]:
    return [f"/{path}" for path in (folder / "html_paths.txt").read_text().split()]
