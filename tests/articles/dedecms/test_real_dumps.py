"""The three real backups, read whole: as many rows as were counted when they were copied."""

import ast
import re
from pathlib import Path

import pytest

from articles.dedecms.dump import Broken, open_dump

CHARSETS = {"essays_theme": "utf-8", "kancai_gbk": "gb18030", "school_theme": "utf-8"}


@pytest.mark.parametrize("site", CHARSETS)
def test_every_row_of_a_real_backup_is_read(shared: Path, site: str) -> None:
    folder = shared / "data" / "dedecms" / site
    counted = re.search(r"^- rows: (.*)$", (folder / "NAME.md").read_text(), re.MULTILINE)
    assert counted
    dump = open_dump(folder)
    read = {table: list(dump.rows(table)) for table in dump.tables}
    assert {f"dede_{table}": len(rows) for table, rows in read.items() if rows} == ast.literal_eval(counted[1])
    assert not [row for rows in read.values() for row in rows if isinstance(row, Broken)]
    assert (dump.charset, dump.prefix, dump.unread) == (CHARSETS[site], "dede_", ())


def test_columns_in_the_middle_keep_their_names(shared: Path) -> None:
    dump = open_dump(shared / "data" / "dedecms" / "essays_theme")
    assert dump.tables["arctype"][4:8] == ("typename", "entypename", "typebanner", "typedir")
    first = next(dump.rows("arctype"))
    assert not isinstance(first, Broken)
    assert (first.values["typedir"] or "").startswith("{cmspath}/")


def test_a_gbk_backup_gives_chinese(shared: Path) -> None:
    titles = [
        row.values["title"]
        for row in open_dump(shared / "data" / "dedecms" / "kancai_gbk").rows("archives")
        if not isinstance(row, Broken)
    ]
    assert "严刹抄袭之风，微信缘何被抓了典型" in titles
