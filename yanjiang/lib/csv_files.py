"""Writes CSV files that spreadsheets open correctly, a part at a time. Text stays text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from yanjiang.lib.batches import batches

Cell = str | int | float | None
# Spreadsheets take these for the beginning of a formula, full-width forms included (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# ASVS 5.0, 1.2.10: a program that drops these in front reads the rest as a formula.
_DROPPED = ("\t", "\r", "\n", "\0")
# By this Excel knows UTF-8.
_MARK = "\ufeff"


def csv_parts(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file in parts. Text that could be read as a formula gets an apostrophe in front."""
    yield f"{_MARK}{_lines([headings])}".encode()
    for batch in batches(rows):
        yield _lines([[_defused(cell) for cell in row] for row in batch]).encode()


def _lines(rows: Iterable[Sequence[Cell]]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet could read a text as a formula."""
    return text.startswith(_DROPPED) or text.lstrip().startswith(_FORMULA)


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell
