"""Writes lists as files that spreadsheets open correctly: CSV with a byte order mark, and XLSX. Text stays text."""

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from yanjiang.lib.csv_files import Cell, csv_parts, is_formula


def to_csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write a CSV file."""
    return b"".join(csv_parts(headings, rows))


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
                    sheet.write_string(line, column, cell, quoted if is_formula(cell) else None)
                elif cell is not None:
                    sheet.write_number(line, column, cell, number if isinstance(cell, int) else None)
        for column in range(len(headings)):
            texts = [str(row[column]) for row in rows[:200] if row[column] is not None]
            # A Han character is as wide as two digits.
            sheet.set_column(column, column, min(2 * max([len(headings[column]), *map(len, texts)]) + 2, 60))
        sheet.freeze_panes(1, 0)
    return file.getvalue()
