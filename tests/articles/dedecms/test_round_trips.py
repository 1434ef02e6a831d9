"""The reader reads any text back from every writer, format and charset."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.dedecms.dump import Broken, Row, open_dump
from tests import dedecms_writers as writers
from tests.dedecms_writers import CHINESE, Cell, Site, Table

# Difficult text and any other text. MySQL's gbk has fewer characters than GB18030.
ANY = st.text(max_size=40) | st.text(alphabet="'\"\\\0\r\n\t\x1a$;,()`{}%_-#/*E_D ", max_size=30)
GBK = st.text(alphabet=st.characters(codec="gbk"), max_size=40) | st.text(alphabet="誠乗‐\\'\"\n\r\0$,()", max_size=30)
NUMBER = st.integers(-(10**8), 10**8).map(str)
COLUMNS = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,11}", fullmatch=True), min_size=1, max_size=6, unique=True)
EXAMPLES = 15


@st.composite
def sites(draw: st.DrawFn, text: "st.SearchStrategy[str]", *, null: bool = True) -> dict[str, Table]:
    cell = text | NUMBER | (st.none() if null else st.just(""))
    site = {}
    for name in ("archives", "addonarticle", "arctype", "sysconfig"):
        columns = draw(COLUMNS)
        rows = draw(st.lists(st.tuples(*[cell] * len(columns)), max_size=5))
        site[name] = Table(tuple(columns), rows)
    return {**site, "vote": Table(("aid", "votename"), [("1", CHINESE * 5)])}


def read(path: Path) -> dict[str, list[dict[str, Cell]]]:
    dump = open_dump(path)
    assert dump.unread == ()
    tables = {}
    for table in dump.tables:
        rows = list(dump.rows(table))
        assert not [row for row in rows if isinstance(row, Broken)]
        assert len(rows) == dump.counts[table]
        tables[table] = [dict(row.values) for row in rows if isinstance(row, Row)]
    return tables


def expected(site: Site) -> dict[str, list[dict[str, Cell]]]:
    return {name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for name, table in site.items()}


SQL_WRITERS = [
    writers.write_mysqldump,
    writers.write_phpmyadmin,
    writers.write_phpmyadmin_lists,
    writers.write_navicat,
    writers.write_heidisql,
]


@pytest.mark.parametrize("write", SQL_WRITERS)
@pytest.mark.parametrize(("charset", "text"), [("utf-8", ANY), ("gbk", GBK), ("gb18030", ANY)])
def test_an_sql_file_comes_back(write: Callable[..., Path], charset: str, text: "st.SearchStrategy[str]") -> None:
    @given(site=sites(text))
    @settings(max_examples=EXAMPLES, deadline=None)
    def comes_back(site: Site) -> None:
        with tempfile.TemporaryDirectory() as folder:
            assert read(write(Path(folder) / "site.sql", site, charset=charset)) == expected(site)

    comes_back()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("naming", ["old", "new"])
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_backup_comes_back(charset: str, naming: str, data: st.DataObject) -> None:
    site = data.draw(sites(ANY, null=False))
    with tempfile.TemporaryDirectory() as folder:
        path = writers.write_backup(Path(folder), site, charset=charset, new_names=naming == "new")
        assert read(path) == expected(site)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_an_empirebak_comes_back(charset: str, data: st.DataObject) -> None:
    # PHP reads an escaped NUL and the octal digits behind it as one character: EmpireBak itself loses such digits.
    site = data.draw(sites(ANY.filter(lambda text: not re.search("\0[0-7]", text))))
    with tempfile.TemporaryDirectory() as folder:
        assert read(writers.write_empirebak(Path(folder), site, charset=charset, volume=2)) == expected(site)
