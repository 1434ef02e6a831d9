"""A dump made to harm: refused in clear words, or read in flat memory without harm."""

import gzip
import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from articles.dedecms.dump import Broken, DumpError, Row, open_dump
from articles.dedecms.feed import CHUNK, Feed
from articles.dedecms.sql import RawRow, events
from articles.dedecms.values import ROW_LIMIT
from tests import dedecms_writers as writers
from tests.articles.dedecms.forbidden import forbid
from tests.dedecms_site import HOSTILE
from tests.dedecms_writers import CHINESE, Table, make_site

MB = 1024 * 1024


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name", ["../dede_archives.sql", "/etc/cron.d/x.sql", "a/../../x.sql", "C:\\x.sql", "..\\x.sql"]
)
def test_a_zip_with_a_way_out_is_refused(tmp_path: Path, name: str) -> None:
    archive = zipped(tmp_path / "site.zip", {"site.sql": b"SET NAMES utf8;", name: b"x"})
    with pytest.raises(DumpError, match=r"压缩文件里有指向外面的路径，为安全起见不读取：site\.zip 里的"):
        open_dump(archive)


def test_other_files_in_a_zip_are_ignored_as_in_a_folder(tmp_path: Path) -> None:
    dump = writers.write_navicat(tmp_path / "site.sql", make_site()).read_bytes()
    others = {".DS_Store": b"\0", "index.html": b"", "readme.txt": b"EmpireBak"}
    found = open_dump(zipped(tmp_path / "site.zip", {"site.sql": dump, **others}))
    assert found.counts["archives"] == 2
    assert found.ignored == tuple(f"site.zip/{name}" for name in others)


def test_a_member_of_a_zip_without_a_name_does_no_harm(tmp_path: Path) -> None:
    dump = writers.write_navicat(tmp_path / "site.sql", make_site()).read_bytes()
    found = open_dump(zipped(tmp_path / "site.zip", {"site.sql": dump, ".": b""}))
    assert found.counts["archives"] == 2


@pytest.mark.parametrize("target", ["file", "folder"])
def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path, target: str) -> None:
    folder = writers.write_backup(tmp_path / "backupdata", make_site())
    outside = writers.write_navicat(tmp_path / "other.sql", make_site())
    (folder / "link.sql").symlink_to(outside if target == "file" else tmp_path)
    with pytest.raises(DumpError, match=r"文件夹里有指向外面的链接，为安全起见不读取：link\.sql"):
        open_dump(folder)


def test_a_link_within_the_folder_does_no_harm(tmp_path: Path) -> None:
    writers.write_navicat(tmp_path / "site.sql", make_site())
    (tmp_path / "latest").symlink_to("site.sql")
    assert open_dump(tmp_path).counts["archives"] == 2


@pytest.mark.parametrize("name", ["volume.sql", "second"])
def test_a_dump_that_cannot_all_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    writers.write_navicat(tmp_path / "volume.sql", make_site())
    (tmp_path / "second").mkdir()
    forbid(monkeypatch, tmp_path / name)
    with pytest.raises(DumpError, match=f"无法读取：{tmp_path / name}（Permission denied）"):
        open_dump(tmp_path)


@pytest.mark.parametrize("target", ["link.sql", "deleted.sql"])
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path, target: str) -> None:
    writers.write_navicat(tmp_path / "site.sql", make_site())
    (tmp_path / "link.sql").symlink_to(target)
    with pytest.raises(DumpError, match=r"失效的链接，请移走后再导入：link\.sql"):
        open_dump(tmp_path)


def test_a_zip_bomb_is_refused_by_its_table_of_contents(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "site.zip", {"site.sql": bytes(64 * MB)})
    assert archive.stat().st_size < MB
    with pytest.raises(DumpError, match=r"压缩文件解开后大得不正常（64 MB），为安全起见不读取：site\.zip"):
        open_dump(archive)


def test_a_gz_bomb_is_refused_while_it_grows(tmp_path: Path) -> None:
    (tmp_path / "site.sql.gz").write_bytes(gzip.compress(bytes(64 * MB)))
    with pytest.raises(DumpError, match=r"压缩文件解开后大得不正常，为安全起见不读取：site\.sql\.gz"):
        open_dump(tmp_path)


def test_a_gz_bomb_within_a_zip_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "site.zip", {"site.sql.gz": gzip.compress(bytes(64 * MB))})
    with pytest.raises(DumpError, match="大得不正常"):
        open_dump(archive)


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "site.zip", {"site.sql": b"SET NAMES utf8;"})
    data = bytearray(archive.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the table of contents
    archive.write_bytes(data)
    with pytest.raises(DumpError, match=r"压缩文件有密码，请先解开：site\.zip"):
        open_dump(archive)


def test_a_torn_zip_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "site.zip", {"site.sql": CHINESE.encode() * 100})
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(DumpError, match=r"压缩文件已损坏，无法打开：site\.zip"):
        open_dump(archive)


def test_a_torn_gz_gives_what_stands_before_the_tear(tmp_path: Path) -> None:
    rows = [(str(number), "2", writers.hexadecimal(str(number), 32)) for number in range(3000)]
    site = make_site(zarchives=Table(("id", "typeid", "title"), []), archives=Table(("id", "typeid", "title"), rows))
    plain = writers.write_heidisql(tmp_path / "site.sql", {name: site[name] for name in sorted(site, reverse=True)})
    packed = gzip.compress(plain.read_bytes())
    (tmp_path / "site.sql.gz").write_bytes(packed[: len(packed) * 3 // 4])
    plain.unlink()
    dump = open_dump(tmp_path)
    read = list(dump.rows("archives"))
    assert 1000 < sum(isinstance(row, Row) for row in read) < 3000
    assert isinstance(read[-1], Broken)
    assert dump.unread[-1].reason == "压缩文件已损坏或不完整，后面的内容无法读取"


@pytest.mark.parametrize("name", ["site.tar.gz", "site.rar", "site.7z"])
def test_an_unknown_packing_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"Rar!\x1a\x07\x01\x00")
    with pytest.raises(DumpError, match="不支持这种压缩格式"):
        open_dump(tmp_path / name)


@pytest.mark.parametrize(
    "write", [writers.write_mysqldump, writers.write_phpmyadmin, writers.write_heidisql, writers.write_navicat]
)
def test_statements_in_a_value_stay_a_value(tmp_path: Path, write: "writers.Writer") -> None:
    rows = [("1", "2", HOSTILE), ("2", "2", "\\"), ("3", "2", "'"), ("4", "2", "\\'),('9','9','9'),('")]
    site = make_site(archives=Table(("id", "typeid", "title"), rows))
    dump = open_dump(write(tmp_path / "site.sql", site))
    assert [row.values["title"] for row in dump.rows("archives") if isinstance(row, Row)] == [row[2] for row in rows]
    assert dump.counts["archives"] == 4


class Endless(io.RawIOBase):
    """A stream of pieces, made as they are read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces: Iterator[bytes] = iter(pieces)
        self.rest = b""

    def read(self, size: int = -1, /) -> bytes:
        while len(self.rest) < size and (piece := next(self.pieces, None)) is not None:
            self.rest += piece
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


class Watched(Feed):
    """A feed that records the most bytes of its stream that it has held."""

    most = 0

    def more(self) -> bool:
        found = super().more()
        self.most = max(self.most, len(self.data))
        return found


def repeated(start: bytes, piece: bytes, times: int, end: bytes) -> Iterator[bytes]:
    yield start
    for _ in range(times):
        yield piece
    yield end


INSERT = b"INSERT INTO `dede_archives` VALUES "
GOOD = b"\n" + INSERT + b"('7','ok');\n"


@pytest.mark.parametrize(
    "pieces",
    [
        repeated(INSERT + b"('1','", b"x" * MB, 12, b"');" + GOOD),
        repeated(INSERT + b"('1','", b"\\'" * (MB // 2), 12, b"');" + GOOD),
        repeated(INSERT + b"('1','", b"\\" * MB, 12, b"');" + GOOD),
        repeated(INSERT + b"(", b"1," * (MB // 2), 12, b"1);" + GOOD),
        repeated(INSERT, b"(" * MB, 12, GOOD),
        repeated(INSERT + b"(1", b" " * MB, 12, b");" + GOOD),
        repeated(INSERT + b"('1','x'", b"),('" * 1000, 20, b");" + GOOD),
        repeated(b"SET @a='", b"x;\n" * (MB // 3), 12, b"';" + GOOD),
        repeated(b"/*", b"* " * (MB // 2), 12, b"*/" + GOOD),
        repeated(b"CREATE TABLE `x` (", b"`a` int," * (MB // 8), 12, b"`b` int);" + GOOD),
        repeated(b"CREATE TABLE `x` (`a` int) COMMENT='", b"x" * MB, 12, b"';" + GOOD),
        repeated(b"", b"\x00\xff" * (MB // 2), 12, GOOD),
        repeated(b"", b"\n" * MB, 12, GOOD),
        repeated(INSERT[:-7], b" " * MB, 12, GOOD),
    ],
    ids=range(14),
)
def test_memory_is_flat_whatever_the_size_of_a_line_or_a_value(pieces: Iterator[bytes]) -> None:
    feed, rows = Watched(Endless(pieces)), []
    for event in events(feed):
        if isinstance(event, RawRow):
            rows.append(event.values[-1])
    assert rows[-1] == b"ok"
    assert feed.most <= 2 * ROW_LIMIT + CHUNK


@pytest.mark.parametrize("escape", [b"''", b"\\'", b"\\\\", b"x''\\n"])
@pytest.mark.parametrize("statement", [(INSERT + b"('1','", b"');"), (b"SET @a='", b"';")], ids=["row", "skipped"])
def test_a_value_of_nothing_but_escapes_costs_no_time(escape: bytes, statement: tuple[bytes, bytes]) -> None:
    stream = io.BytesIO(statement[0] + escape * (5 * MB // len(escape)) + statement[1] + GOOD)
    start = time.process_time()
    rows = [event for event in events(Feed(stream)) if isinstance(event, RawRow)]
    assert rows[-1].values[-1] == b"ok"
    assert time.process_time() - start < 1  # 0.2 s; a look at each escape by itself takes two


READ = """
import re, sys
from pathlib import Path
from articles.dedecms.dump import open_dump
dump = open_dump(Path(sys.argv[1]))
rows = sum(1 for _ in dump.rows("addonarticle"))
# Not getrusage(): its figure begins with that of the process which started this one.
print(rows, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_big_dump_takes_no_more_memory_than_a_small_one(tmp_path: Path, charset: str) -> None:
    peaks = []
    for articles in (100, 5000):
        rows = [(str(number), "2", CHINESE * 8) for number in range(articles)]
        path = writers.write_mysqldump(
            tmp_path / f"{articles}.sql",
            make_site(addonarticle=Table(("aid", "typeid", "body"), rows)),
            charset=charset,
        )
        read = subprocess.run(
            [sys.executable, "-c", READ, str(path)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        ).stdout.split()
        assert int(read[0]) == articles
        peaks.append(int(read[1]))
    assert path.stat().st_size > 10 * MB
    assert peaks[1] - peaks[0] < 8
