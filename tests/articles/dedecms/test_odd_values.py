"""Values, names of files and trees that no column of ours holds: told, cut or left where they are, never the end of an
import."""

import os
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.test import Client

from articles.dedecms.reading import hostname
from articles.models import Article, Import, ImportedArticle, ImportedSection, LegacyPath, Section
from tests.articles.dedecms.moves import BASE, COLUMN, archive, body, issues, move, site
from tests.builders import make_section
from tests.drawings import drawing

pytestmark = pytest.mark.django_db(transaction=True)


def test_nul_is_left_out_wherever_it_stands(backup: Path) -> None:
    tables = site(
        sysconfig=[*BASE["sysconfig"], {"varname": "cfg_webname", "value": "演讲\0网"}],
        arctype=[{**COLUMN, "typedir": "{cmspath}/a/yan\0jiang", "namerule": "{typedir}/\0{aid}.html"}],
        archives=[archive(title="竞聘\0演讲", filename="\0x", litpic="/uploads/\0.jpg", keywords="甲\0")],
        addonarticle=[body(html="<p>大家\0好</p>")],
        taglist=[{"tid": 1, "aid": 7, "tag": "口\0才"}],
    )
    moved = move(backup, tables)
    article = Article.objects.get()
    assert (article.title, article.body) == ("竞聘演讲", "<p>大家好</p>")
    assert [tag.name for tag in article.tags.all()] == ["口才"]
    assert "\0" not in moved.data.read_text()


def test_what_is_too_long_or_too_large_is_cut_and_told(backup: Path) -> None:
    column = {**COLUMN, "siteurl": "http://x/" + "a" * 400, "ispart": 2**40, "isdefault": -(2**20)}
    moved = move(backup, site(arctype=[column], archives=[archive(filename="f" * 400)]))
    assert len(ImportedArticle.objects.get().filename) == 255
    section = ImportedSection.objects.get()
    assert (len(section.siteurl), section.ispart, section.isdefault) == (255, 0, 0)
    changed = " ".join(issues(moved, "CHANGED"))
    assert "自定义文件名过长" in changed
    assert "站点网址过长" in changed


def test_names_of_files_in_gbk_are_told_as_they_read(backup: Path, tmp_path: Path) -> None:
    uploads = tmp_path / "old" / "uploads"
    uploads.mkdir(parents=True)
    backup.mkdir(exist_ok=True)
    (uploads / os.fsdecode("课件.swf".encode("gb18030"))).write_bytes(b"FWS")
    (backup / os.fsdecode("说明.doc".encode("gb18030"))).write_bytes(b"x")
    moved = move(backup, site(), uploads=uploads)
    assert issues(moved, "LEFT_FILE") == ["课件.swf：这种文件可能在浏览器里运行，或没有用处"]
    assert "说明.doc：不是备份的一部分" in issues(moved, "UNREAD")


def test_a_zip_may_hold_what_is_no_backup(backup: Path, tmp_path: Path) -> None:
    move(backup, site())
    Article.objects.get().delete()
    Import.objects.get().delete()
    packed = tmp_path / "backup.zip"
    with zipfile.ZipFile(packed, "w") as archive_file:
        for file in backup.iterdir():
            archive_file.write(file, file.name)
        for other in ("index.html", "readme.txt", ".DS_Store"):
            archive_file.writestr(other, "<p>空</p>")
    moved = move(packed, report=tmp_path / "report")
    assert Article.objects.count() == 1
    assert {"backup.zip/readme.txt：不是备份的一部分"} <= set(issues(moved, "UNREAD"))


def test_an_absolute_path_is_no_upload(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    html = '<p>会场<img src="/uploads/%2Fetc/x.jpg"></p>'
    move(backup, site(addonarticle=[body(html=html)]), uploads=tmp_path / "old")
    assert Article.objects.get().body.startswith("<p>会场")


def test_a_column_that_lies_too_deep_comes_to_the_top(backup: Path) -> None:
    columns = [
        {**COLUMN, "id": pk, "reid": pk - 1, "typename": f"第{pk}级", "typedir": f"{{cmspath}}/a/{'x' * 48}{pk:02}"}
        for pk in range(1, 13)
    ]
    moved = move(backup, site(arctype=columns))
    assert Section.objects.count() == 12
    assert max(len(section.path) for section in Section.objects.all()) <= 500
    assert [text for text in issues(moved, "SECTION") if "层级过深" in text] == ["第10级：层级过深，放到最上层"]


def test_half_a_file_of_a_run_that_was_killed_is_copied_anew(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = tmp_path / "old" / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "a.jpg").write_bytes(drawing())

    class KilledError(Exception):
        pass

    def killed(storage: FileSystemStorage, name: str, content: object) -> str:
        Path(storage.path(name)).parent.mkdir(parents=True, exist_ok=True)
        Path(storage.path(name)).write_bytes(drawing()[:100])
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "save", killed)
        with pytest.raises(KilledError):
            move(backup, site(), uploads=uploads)
    move(backup, site(), uploads=uploads)
    with default_storage.open("a.jpg") as file:
        assert file.read() == drawing()
    assert not default_storage.exists("a.jpg.part")


@pytest.mark.parametrize(
    "address", ["http://WWW.old.example.com/", "www.old.example.com:80", "//www.old.example.com/x"]
)
def test_a_host_is_one_however_it_is_written(backup: Path, address: str) -> None:
    assert hostname(address) == "www.old.example.com"
    move(backup, site())
    move(backup, site(), host=address)
    assert Import.objects.count() == 1
    assert Article.objects.count() == 1


def test_what_an_editor_lays_down_for_a_rewritten_script_counts(client: Client) -> None:

    section = make_section("演讲稿", segment="yanjiang")
    for path in ("/plus/view-99-1.html", "/m/list-9.html"):
        assert client.get(path).status_code == 404
        LegacyPath.objects.remember(path, section=section)
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/yanjiang/")
