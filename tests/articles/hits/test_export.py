"""Files that spreadsheets open right, and that run nothing there."""

import csv
import io
import zipfile

import pytest

from articles.hits.export import to_csv, to_xlsx

FORMULAS = ["=1+1", "+8613800000000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1"]


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    file = to_csv(("标题", "阅读"), [("开场，白", 3), ("听众", None)])
    assert file.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(file.decode("utf-8-sig")))) == [
        ["标题", "阅读"],
        ["开场，白", "3"],
        ["听众", ""],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_has_no_formulas(text: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(("标题",), [(text,)]).decode("utf-8-sig"), newline="")))
    assert rows[1] == [f"'{text}"]


def test_numbers_below_nothing_stay_numbers() -> None:
    assert to_csv(("增减",), [(-12.5,)]).decode("utf-8-sig").splitlines()[1] == "-12.5"


@pytest.mark.parametrize("text", [*FORMULAS, "https://evil.example.com/"])
def test_xlsx_has_text_where_text_was(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx("文章", ("标题", "阅读"), [(text, 3)]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 't="s"' in sheet
    assert "<v>3</v>" in sheet
    assert text.strip() in strings
    assert "标题" in strings
