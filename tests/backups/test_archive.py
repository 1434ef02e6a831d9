"""The file of a backup: what it holds comes back, and every damage is seen."""

import os
import subprocess
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from yanjiang.backups.archive import ABOUT, MANIFEST, SUMS, ArchiveError, Reader, Sum, Writer, is_safe

NAMES = [
    "database/articles_article/000000.jsonl.gz",
    "uploads/a.jpg",
    "uploads/图片/" + "很长的名字" * 15 + ".jpg",
    "uploads/line\nbreak\\n.txt",
    os.fsdecode("uploads/旧站.jpg".encode("gb18030")),
]


def write(file: Path, members: dict[str, bytes]) -> Path:
    with file.open("wb") as opened:
        writer, lines = Writer(opened), b""
        for name, content in {ABOUT: "说明".encode(), **members}.items():
            lines += Sum(writer.add(name, [content], len(content)), name).line()
        sums_at = writer.position
        writer.add(SUMS, [lines], len(lines))
        manifest_at = writer.position
        writer.add(MANIFEST, [b"{}"], 2)
        writer.seal(sums=sums_at, manifest=manifest_at)
    return file


def nowhere(line: Sum) -> BytesIO:
    raise AssertionError(line)


def read(file: Path) -> dict[str, bytes]:
    found = {member.name: member.file.read() for member in Reader.checked(file).members(nowhere)}
    return {name: content for name, content in found.items() if name != ABOUT}


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    members = {name: bytes([number]) * 700 * number for number, name in enumerate(NAMES)}
    file = write(tmp_path / "backup.tar", members)
    assert read(file) == members
    assert Reader.checked(file).manifest() == b"{}"


def test_a_change_of_any_byte_is_seen(tmp_path: Path) -> None:
    file = write(tmp_path / "backup.tar", {"uploads/a.jpg": b"picture"})
    whole = file.read_bytes()
    unseen = []
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            Reader.checked(file)
            unseen.append(place)
        except ArchiveError:
            pass
    assert unseen == []


def test_every_truncation_is_seen(tmp_path: Path) -> None:
    file = write(tmp_path / "backup.tar", {"uploads/a.jpg": b"picture"})
    whole = file.read_bytes()
    for length in range(0, len(whole), 97):
        file.write_bytes(whole[:length])
        with pytest.raises(ArchiveError):
            Reader.checked(file)


def test_what_is_no_backup_is_called_so(tmp_path: Path) -> None:
    file = tmp_path / "other.tar"
    with tarfile.open(file, "w") as tar:
        tar.add(__file__, "file")
    with pytest.raises(ArchiveError, match="不是本站的备份文件"):
        Reader.checked(file)


@pytest.mark.parametrize(
    "name",
    [
        "uploads/../../etc/passwd",
        "uploads/..",
        "uploads//etc/passwd",
        "uploads/a/../../b",
        "uploads/a/./b",
        "uploads/",
        "uploads/a\0b",
        "/etc/passwd",
        "../uploads/a",
        "database/../a",
        "other/a",
        "说明.txt/a",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    assert not is_safe(name)
    if "\0" not in name:  # which a tar file cannot have
        with pytest.raises(ArchiveError, match="不该有的文件名"):
            Reader.checked(write(tmp_path / "backup.tar", {name: b"root::0:0"}))


def test_a_name_with_dots_in_it_is_none_that_leads_elsewhere() -> None:
    assert all(map(is_safe, [*NAMES, "uploads/..a/b..c", "uploads/.hidden"]))


def test_a_link_in_the_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = tarfile.TarInfo.tobuf

    def linked(info: tarfile.TarInfo, *words: str) -> bytes:
        if info.name == "uploads/a":
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        return real(info, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(tarfile.TarInfo, "tobuf", linked)
    with pytest.raises(ArchiveError, match="不该有的文件名"):
        Reader.checked(write(tmp_path / "backup.tar", {"uploads/a": b""}))


def test_a_member_that_is_not_on_the_list_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line: Callable[[Sum], bytes] = Sum.line
    monkeypatch.setattr(Sum, "line", lambda one: b"" if one.name == "uploads/a" else line(one))
    with pytest.raises(ArchiveError, match="不在清单上"):
        Reader.checked(write(tmp_path / "backup.tar", {"uploads/a": b"a"}))


def test_a_member_with_another_sum_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line: Callable[[Sum], bytes] = Sum.line
    monkeypatch.setattr(Sum, "line", lambda one: line(one._replace(digest="0" * 64)))
    reader = Reader.checked(write(tmp_path / "backup.tar", {"uploads/a": b"a"}))
    with pytest.raises(ArchiveError, match="校验码不对"):
        list(reader.members(nowhere))


def test_tar_and_sha256sum_read_it_too(tmp_path: Path) -> None:
    file = write(tmp_path / "backup.tar", dict.fromkeys(NAMES[:4], b"content"))
    subprocess.run(["tar", "-xf", file], cwd=tmp_path, check=True)
    checked = subprocess.run(["sha256sum", "-c", SUMS], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", NAMES)
def test_a_line_of_the_list_comes_back(name: str) -> None:
    line = Sum("0" * 64, name)
    assert Sum.read(line.line()) == line
