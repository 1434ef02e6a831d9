"""Unreadable rows are reported among the others, with file, line and reason. All other rows are read."""

from pathlib import Path

import pytest

from articles.dedecms.dump import Broken, Dump, DumpError, Row, open_dump
from tests import dedecms_writers as writers
from tests.dedecms_writers import Table, make_site

ARCHIVES = Table(("id", "typeid", "title"), [(str(number), "2", f"第{number}篇") for number in range(1, 6)])


def told(dump: Dump, table: str = "archives") -> list[str | tuple[int, str]]:
    """Return the titles of the rows, and the line and reason of the broken ones."""
    rows = list(dump.rows(table))
    assert len(rows) == dump.counts[table]
    return [row.values["title"] or "" if isinstance(row, Row) else (row.line, row.reason) for row in rows]


def backup(folder: Path, *, before: str, after: str) -> Dump:
    """Write five articles, changing something in the bytes of their file."""
    writers.write_backup(folder, make_site(archives=ARCHIVES))
    [file] = folder.glob("dede_archives_0_*")
    text = file.read_text()
    assert before in text
    file.write_bytes(text.replace(before, after, 1).encode())
    return open_dump(folder)


def sql(path: Path, statements: str) -> Dump:
    definitions = (
        "CREATE TABLE `dede_arctype` (`id` int);\n",
        "CREATE TABLE `dede_archives` (`id` int, `typeid` int, `title` text);\n",
    )
    path.write_text("".join(definitions) + statements)
    return open_dump(path)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("第3篇'", "第3篇", "第 3 个值后面应当是逗号或右括号"),
        ("'2','第3篇'", "'2''第3篇'", "这一行有 2 个值，数据表有 3 列，对应不上"),
        ("('3','2'", "('3',,'2'", "第 2 个值的写法无法识别"),
        ("('3','2'", "('3',now(),'2'", "第 2 个值的写法无法识别"),
        ("'第3篇'", "'第3篇','多余'", "这一行有 4 个值，数据表有 3 列，对应不上"),
        ("'第3篇'", "'第3篇", "第 3 个值后面应当是逗号或右括号"),
        ("'第3篇'", "'第3篇\\'", "第 3 个值后面应当是逗号或右括号"),
        ("'第3篇'", "0xABC", "第 3 个值不是十六进制数"),
    ],
)
def test_one_bad_line_costs_one_row(tmp_path: Path, before: str, after: str, reason: str) -> None:
    assert told(backup(tmp_path, before=before, after=after)) == ["第1篇", "第2篇", (3, reason), "第4篇", "第5篇"]


def test_a_line_of_something_else_is_told_in_its_place(tmp_path: Path) -> None:
    dump = backup(tmp_path, before="INSERT INTO `dede_archives` VALUES('3'", after="<?php eval($_POST[1]);VALUES('3'")
    rows = told(dump)
    assert rows[2] == (3, "这里不是能识别的语句：<?php eval($_POST[1]);VALUES('3','2','")
    assert rows[:2] + rows[3:] == ["第1篇", "第2篇", "第4篇", "第5篇"]


def test_a_file_cut_short_keeps_what_stands_before(tmp_path: Path) -> None:
    writers.write_backup(tmp_path, make_site(archives=ARCHIVES))
    [file] = tmp_path.glob("dede_archives_0_*")
    file.write_bytes(file.read_bytes()[:-12])
    assert told(open_dump(tmp_path)) == [
        "第1篇",
        "第2篇",
        "第3篇",
        "第4篇",
        (5, "文件在这一行中间断开，后面的内容丢失"),
    ]


def test_a_file_cut_short_anywhere_loses_nothing_before_the_cut(tmp_path: Path) -> None:
    data = writers.write_mysqldump(tmp_path / "whole.sql", make_site(archives=ARCHIVES)).read_bytes()
    start = data.index(b"INSERT INTO `dede_archives`")
    for cut in range(start, data.index(b"INSERT INTO `dede_addonarticle`"), 7):
        path = tmp_path / "cut.sql"
        path.write_bytes(data[:cut] + b"\n")
        path.write_bytes(b"CREATE TABLE `dede_arctype` (`id` int);\n" + path.read_bytes())
        dump = open_dump(path)
        whole = data[start:cut].count(b"')")
        rows = list(dump.rows("archives"))
        assert sum(isinstance(row, Row) for row in rows) == whole
        assert dump.unread[-1].reason == "mysqldump 的文件没有写完，后面的内容丢失" or len(rows) > whole


def test_a_bad_row_in_the_middle_of_a_long_statement_costs_that_row(tmp_path: Path) -> None:
    dump = sql(tmp_path / "a.sql", "INSERT INTO `dede_archives` VALUES (1,2,'一'),(2,2,'二),(3,2,'三'),(4,2,'四');\n")
    rows = told(dump)
    assert (rows[0], rows[-1]) == ("一", "四")
    assert [row for row in rows if not isinstance(row, str)] == [(3, "第 3 个值后面应当是逗号或右括号")]


def test_words_between_rows_cost_no_row_behind_them(tmp_path: Path) -> None:
    dump = sql(tmp_path / "a.sql", "INSERT INTO `dede_archives` VALUES (1,2,'一'),\nWarning!\n(2,2,'二');\n")
    assert told(dump) == ["一", (4, "两行数据之间有无法识别的内容"), "二"]


def test_words_that_are_no_statement_are_told_and_passed(tmp_path: Path) -> None:
    warning = "mysqldump: [Warning] Using a password on the command line can't be secure.\n"
    dump = sql(tmp_path / "a.sql", warning + "INSERT INTO `dede_archives` VALUES (1,2,'一');\n")
    assert told(dump) == ["一"]
    assert [(lost.line, lost.reason[:13]) for lost in dump.unread] == [(3, "这里不是能识别的语句：my")]


def test_rows_before_their_definition_and_statements_between_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_text(
        'REPLACE INTO site.dede_archives VALUES (1, 2, \'x;y\')\n, (2, 2, "it\\\'s ""2"""), '
        "(3, _utf8'2', x'e4b889') "
        "ON DUPLICATE KEY UPDATE id=1;\n"
        "DELIMITER ;;\nCREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN\n"
        "INSERT INTO `dede_archives` VALUES (NEW.id, 9, 'trigger');\nEND ;;\nDELIMITER ;\n"
        "UPDATE dede_archives SET title='a;b' WHERE id=1; # ; INSERT\n"
        "/*!40000 INSERT INTO `dede_archives` VALUES (8, 8, 'comment') */;\n"
        "CREATE TABLE dede_archives (id int, typeid decimal(5,2) COMMENT 'a,b) `c', title text, KEY k (id,typeid));\n"
        "CREATE TABLE dede_arctype (id int);\n"
    )
    dump = open_dump(path)
    assert dump.tables["archives"] == ("id", "typeid", "title")
    assert told(dump) == ["x;y", 'it\'s "2"', "三"]
    assert dump.unread == ()


def test_an_insert_without_values_is_told(tmp_path: Path) -> None:
    dump = sql(tmp_path / "a.sql", "INSERT INTO `dede_archives` SET id=1;\nINSERT INTO dede_archives SELECT 1;\n")
    assert [(lost.line, lost.reason) for lost in dump.unread] == [
        (3, "INSERT 语句的写法无法识别"),
        (4, "INSERT 语句的写法无法识别"),
    ]


def test_bytes_that_no_charset_has_are_shown_as_such(tmp_path: Path) -> None:
    writers.write_backup(tmp_path, make_site(archives=ARCHIVES))
    [file] = tmp_path.glob("dede_archives_0_*")
    file.write_bytes(file.read_bytes().replace("第3篇".encode(), "第3篇".encode()[:-1]))
    assert told(open_dump(tmp_path))[2] == "第3\ufffd"


def test_a_missing_volume_is_told(tmp_path: Path) -> None:
    writers.write_backup(tmp_path, make_site(archives=ARCHIVES), volume=2)
    [middle] = tmp_path.glob("dede_archives_2_*")
    middle.unlink()
    broken, *rows = open_dump(tmp_path).rows("archives")
    assert isinstance(broken, Broken)
    assert broken.reason == "dede_archives 缺少第 3 到第 4 行：可能少了一个分卷，或前一个分卷不完整"
    assert broken.file.startswith("dede_archives_4_")
    assert len(rows) == 3


def test_a_line_too_many_in_a_volume_is_no_second_generation(tmp_path: Path) -> None:
    writers.write_backup(tmp_path, make_site(archives=ARCHIVES), volume=2)
    [first] = tmp_path.glob("dede_archives_0_*")
    first.write_bytes(b"<?php exit;\r\n" + first.read_bytes())
    rows = told(open_dump(tmp_path))
    assert [row for row in rows if isinstance(row, str)] == ["第1篇", "第2篇", "第3篇", "第4篇", "第5篇"]
    assert len(rows) == 6


@pytest.mark.parametrize("names", ["old", "new"])
def test_two_backups_in_one_folder_are_refused_by_name(tmp_path: Path, names: str) -> None:
    for generation in ("a", "b"):
        writers.write_backup(
            tmp_path,
            make_site(archives=ARCHIVES),
            structure=False,
            new_names=names == "new",
            generation=generation,
        )
    with pytest.raises(DumpError, match=r"这里有两次备份的文件，请只保留其中一次：(\S+) 和 (\S+) 内容重复") as refused:
        open_dump(tmp_path)
    assert sum(file.name in str(refused.value) for file in tmp_path.iterdir()) == 2


def test_volumes_that_overlap_are_two_backups(tmp_path: Path) -> None:
    writers.write_backup(tmp_path, make_site(archives=ARCHIVES), volume=2)
    writers.write_backup(tmp_path, make_site(archives=ARCHIVES), volume=3, generation="b", structure=False)
    for file in [*tmp_path.glob("*_0_*")][::2]:
        file.unlink()
    with pytest.raises(DumpError, match="这里有两次备份"):
        open_dump(tmp_path)


def test_two_definitions_are_two_backups(tmp_path: Path) -> None:
    site = writers.write_navicat(tmp_path / "a.sql", make_site()).read_bytes()
    (tmp_path / "a.sql").write_bytes(site * 2)
    with pytest.raises(DumpError, match=r"dede_archives 出现了两次.*a\.sql 第 \d+ 行 和 a\.sql 第 \d+ 行"):
        open_dump(tmp_path / "a.sql")


def test_old_and_new_names_side_by_side_are_two_backups(tmp_path: Path) -> None:
    writers.write_backup(tmp_path, make_site(), structure=False)
    writers.write_backup(tmp_path, make_site(), structure=False, new_names=True)
    with pytest.raises(DumpError, match="这里有两次备份"):
        open_dump(tmp_path)


def test_two_kinds_of_dump_in_one_folder_are_refused(tmp_path: Path) -> None:
    writers.write_backup(tmp_path, make_site())
    writers.write_navicat(tmp_path / "site.sql", make_site())
    with pytest.raises(DumpError, match=r"这里有两种备份.*（DedeCMS 备份）和 site\.sql（SQL 文件）"):
        open_dump(tmp_path)


def test_a_file_that_is_no_dump_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="找不到文件或文件夹"):
        open_dump(tmp_path / "absent")
    with pytest.raises(DumpError, match="没有找到可以识别的备份文件"):
        open_dump(tmp_path)
    (tmp_path / "picture.sql").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
    with pytest.raises(DumpError, match="备份里没有 DedeCMS 的数据表"):
        open_dump(tmp_path / "picture.sql")


def test_a_call_without_its_closing_quote_costs_one_row(tmp_path: Path) -> None:
    writers.write_empirebak(tmp_path, make_site(archives=ARCHIVES))
    file = tmp_path / "dede_archives_1.php"
    file.write_text(file.read_text().replace("第3篇');\"", "第3篇');"))
    assert told(open_dump(tmp_path)) == ["第1篇", "第2篇", (18, "语句没有结束的引号"), "第4篇", "第5篇"]


def test_a_thousand_unreadable_places_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    dump = sql(tmp_path / "a.sql", "INSERT INTO `dede_archives` SET id=1;\n" * 1234)
    assert len(dump.unread) == 1001
    assert dump.unread[-1].reason == "另有 234 处无法识别的内容，没有逐一列出"
