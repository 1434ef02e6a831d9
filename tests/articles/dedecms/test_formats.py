"""The same small site in every format: the files in tests/data/dedecms."""

from pathlib import Path

import pytest

from articles.dedecms.dump import Broken, DumpError, Row, open_dump
from articles.dedecms.standard import COLUMNS, columns
from tests.dedecms_site import DATA, SITE
from tests.dedecms_writers import (
    Cell,
    Site,
    Table,
    addslashes,
    make_site,
    packed_gz,
    packed_zip,
    write_backup,
    write_navicat,
)

FORMATS = {
    "backup_utf8": ("utf-8", "dede_"),
    "backup_gbk": ("gb18030", "dede_"),
    "backup_new_names": ("utf-8", "zjobs_"),
    "mysqldump_utf8.sql": ("utf-8", "dede_"),
    "mysqldump_gbk.sql": ("gb18030", "gh_"),
    "phpmyadmin_utf8.sql": ("utf-8", "dede_"),
    "phpmyadmin_gbk.sql": ("gb18030", "dede_"),
    "phpmyadmin_lists.sql": ("utf-8", "dede_"),
    "navicat_utf8.sql": ("utf-8", "dede_"),
    "navicat_gbk.sql": ("gb18030", "dede_"),
    "heidisql.sql": ("utf-8", "cts_"),
    "empirebak_utf8": ("utf-8", "dede_"),
    "empirebak_gbk": ("gb18030", "dede_"),
}


def read(path: Path) -> dict[str, list[dict[str, Cell]]]:
    dump = open_dump(path)
    read = {table: list(dump.rows(table)) for table in dump.tables}
    assert {table: len(rows) for table, rows in read.items()} == dump.counts
    assert dump.unread == ()
    return {table: [dict(row.values) for row in rows if isinstance(row, Row)] for table, rows in read.items()}


def expected(site: Site, *, null: bool) -> dict[str, list[dict[str, Cell]]]:
    """The site's rows; DedeCMS's backup has no NULL, and writes ''."""
    return {
        name: [
            {column: "" if cell is None and not null else cell for column, cell in zip(table.columns, row, strict=True)}
            for row in table.rows
        ]
        for name, table in site.items()
    }


def in_order(rows: list[dict[str, Cell]]) -> list[dict[str, Cell]]:
    return sorted(rows, key=lambda row: [value or "" for value in row.values()])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_rows(name: str) -> None:
    wanted = expected(SITE, null=not name.startswith("backup"))
    found = read(DATA / name)
    assert found.keys() == wanted.keys()
    for table, rows in wanted.items():
        if name == "backup_new_names":  # the names of volumes do not say their order
            assert in_order(found[table]) == in_order(rows)
        else:
            assert found[table] == rows


@pytest.mark.parametrize("name", FORMATS)
def test_charset_and_prefix_come_from_what_is_in_the_files(name: str) -> None:
    dump = open_dump(DATA / name)
    assert (dump.charset, dump.prefix) == FORMATS[name]


def test_every_dump_in_the_folder_is_tested() -> None:
    assert {path.name for path in DATA.iterdir()} == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_a_packed_dump_is_read_as_it_is(name: str, tmp_path: Path) -> None:
    archive = packed_zip(DATA / name, tmp_path / "site.zip")
    assert read(archive) == read(DATA / name)


def test_files_may_be_packed_one_by_one(tmp_path: Path) -> None:
    for file in (DATA / "backup_gbk").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
        packed_gz(tmp_path / file.name)
        (tmp_path / file.name).unlink()
    assert read(tmp_path) == read(DATA / "backup_gbk")


def test_a_zip_may_lie_in_the_folder(tmp_path: Path) -> None:
    packed_zip(DATA / "backup_gbk", tmp_path / "backupdata.zip")
    assert read(tmp_path) == read(DATA / "backup_gbk")


def test_rows_say_where_they_stand() -> None:
    dump = open_dump(DATA / "backup_utf8")
    places = [(row.file.rsplit("_", 1)[0], row.line) for row in dump.rows("archives")]
    assert places[3:6] == [("dede_archives_0", 4), ("dede_archives_4", 1), ("dede_archives_4", 2)]


def test_lines_are_counted_from_the_start_of_an_sql_file() -> None:
    path = DATA / "phpmyadmin_utf8.sql"
    lines = path.read_text().split("\n")
    for row in open_dump(path).rows("taglist"):
        assert isinstance(row, Row)
        assert lines[row.line - 1].startswith("INSERT INTO `dede_taglist`")


def test_a_table_can_be_read_again_and_in_between() -> None:
    dump = open_dump(DATA / "mysqldump_gbk.sql")
    first = dump.rows("archives")
    next(first)
    again = list(dump.rows("archives"))
    assert [next(first), *first] == again[1:]


def test_a_backup_without_definitions_has_the_standard_columns(tmp_path: Path) -> None:
    names = COLUMNS["archives"].split()
    site = make_site()
    table = Table(tuple(names), [tuple(names)])
    dump = open_dump(write_backup(tmp_path, {**site, "archives": table}, structure=False))
    assert dump.tables["archives"] == tuple(names)
    rows = list(dump.rows("archives"))
    assert isinstance(rows[0], Row)
    assert rows[0].values["voteid"] == "voteid"


def test_an_older_archives_table_without_definition_has_no_voteid() -> None:
    assert "voteid" not in (columns("archives", 31) or ())
    assert columns("archives", 30) is None


def test_rows_that_do_not_fit_the_standard_columns_are_not_guessed_at(tmp_path: Path) -> None:
    dump = open_dump(DATA / "backup_utf8")
    for file in (DATA / "backup_utf8").iterdir():
        if "struct" not in file.name:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    bare = open_dump(tmp_path)
    rows = list(bare.rows("archives"))
    assert len(rows) == dump.counts["archives"]
    assert all(isinstance(row, Broken) and "没有这个数据表的结构" in row.reason for row in rows)


def test_two_sites_in_one_database_ask_for_a_prefix(tmp_path: Path) -> None:
    both = (DATA / "heidisql.sql").read_bytes() + (DATA / "phpmyadmin_utf8.sql").read_bytes()
    (tmp_path / "both.sql").write_bytes(both)
    with pytest.raises(DumpError, match="cts_、dede_"):
        open_dump(tmp_path / "both.sql")
    dump = open_dump(tmp_path / "both.sql", prefix="cts_")
    assert dump.counts["archives"] == len(SITE["archives"].rows)
    assert "dede_archives" in dump.foreign


def test_a_folder_of_one_sql_file_a_table_is_one_dump(tmp_path: Path) -> None:
    for table, content in SITE.items():
        write_navicat(tmp_path / f"{table}.sql", {table: content})
    assert read(tmp_path) == read(DATA / "navicat_utf8.sql")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_dump(tmp_path: Path, encoding: str) -> None:
    """As Windows writes: PowerShell's redirection makes UTF-16 of a dump."""
    path = tmp_path / "site.sql"
    path.write_bytes((DATA / "heidisql.sql").read_bytes().decode().encode(encoding))
    assert read(path) == read(DATA / "heidisql.sql")


def test_gbk_bytes_that_went_through_a_latin1_client_are_unescaped_first(tmp_path: Path) -> None:
    """A latin1 client escapes the second byte of 誠, as PHP does."""
    name, title = b"`dede_archives`", addslashes("誠乗‐".encode("gbk") + "，".join(["各位领导"] * 20).encode("gbk"))
    (tmp_path / "site.sql").write_bytes(
        b"/*!40101 SET NAMES latin1 */;\nCREATE TABLE `dede_arctype` (`id` int);\nCREATE TABLE "
        + name + b" (`id` int, `title` text);\nINSERT INTO " + name + b" VALUES (1,'" + title + b"');\n"
    )  # fmt: skip
    [row] = open_dump(tmp_path / "site.sql").rows("archives")
    assert isinstance(row, Row)
    assert (row.values["title"] or "").startswith("誠乗‐各位领导，")
