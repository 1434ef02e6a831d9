"""Writes lists as files that spreadsheets open correctly: CSV with a byte order mark, and XLSX. Text stays text."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from xlsxwriter import Workbook

Cell = str | int | float | None
# Spreadsheets take these for the beginning of a formula, full-width forms included (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# ASVS 5.0, 1.2.10: a program that drops these in front reads the rest as a formula.
_DROPPED = ("\t", "\r", "\n", "\0")


def to_csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write a CSV file. Text that could be read as a formula gets an apostrophe in front."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([[_defused(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write a workbook of one sheet. Text is stored as text, whatever it looks like: no formulas, no links.

    A text that looks like a formula is marked as one behind an apostrophe, so that no later edit runs it.
    """
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        bold, number = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0"})
        quoted = book.add_format({"quote_prefix": True})
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell, quoted if _is_formula(cell) else None)
                elif cell is not None:
                    sheet.write_number(line, column, cell, number if isinstance(cell, int) else None)
        for column in range(len(headings)):
            texts = [str(row[column]) for row in rows[:200] if row[column] is not None]
            # A Han character is as wide as two digits.
            sheet.set_column(column, column, min(2 * max([len(headings[column]), *map(len, texts)]) + 2, 60))
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    return text.startswith(_DROPPED) or text.lstrip().startswith(_FORMULA)
