"""The old site's uploads: under their old paths, and in the library where an article shows them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage

from articles.dedecms.importing import StoppedError
from articles.models import Article, ImportedFile
from tests.articles.dedecms.forbidden import forbid
from tests.articles.dedecms.imports import archive, body, do_import, everything, issues, site
from tests.drawings import drawing
from yanjiang.lib.stored import UploadsAwayError
from yanjiang.pictures.models import Picture, PictureUse

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("both_storages")]

SHOWN = '<p><img src="/uploads/allimg/140514/1-1.jpg" alt="会场"></p>'


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "old" / "uploads"
    (folder / "allimg/140514").mkdir(parents=True)
    (folder / "allimg/140514/1-1.jpg").write_bytes(drawing())
    return folder


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def test_a_picture_of_an_article_keeps_its_old_path_and_comes_into_the_library(backup: Path, uploads: Path) -> None:
    imported = do_import(backup, site(addonarticle=[body(html=SHOWN)]), uploads=uploads)
    picture = Picture.objects.get()
    article = Article.objects.get()
    assert f'src="{picture.url}"' in article.body
    assert PictureUse.objects.get().object_id == article.pk
    assert article.picture_url == picture.url
    assert stored("allimg/140514/1-1.jpg") == drawing()
    assert default_storage.exists(str(picture.file.name).removesuffix(".jpg") + ".40w.webp")
    assert imported.summary["files"] == {"已复制": 1}


@pytest.mark.parametrize(
    "address",
    [
        "http://www.old.example.com/uploads/allimg/140514/1-1.jpg",
        "https://old.example.com//uploads/allimg/140514/1-1.jpg",
        "../../uploads/allimg/140514/1-1.jpg",
        "/uploads/allimg/140514/1-1.jpg?v=2",
        "/uploads/%2Fallimg/140514/1-1.jpg",
    ],
)
def test_a_picture_is_known_however_its_address_is_written(backup: Path, uploads: Path, address: str) -> None:
    do_import(backup, site(addonarticle=[body(html=f'<img src="{address}">')]), uploads=uploads)
    assert Picture.objects.get().url in Article.objects.get().body


def test_the_cover_is_the_librarys_picture_and_the_folder_above_will_do(backup: Path, uploads: Path) -> None:
    rows = [archive(litpic="/uploads/allimg/140514/1-1.jpg")]
    do_import(backup, site(archives=rows), uploads=uploads.parent)
    article = Article.objects.get()
    assert article.cover == Picture.objects.get()
    assert article.picture_url == Picture.objects.get().url


@pytest.mark.parametrize("litpic", ["-", "", " - "])
def test_a_hyphen_or_nothing_is_no_cover(backup: Path, uploads: Path, litpic: str) -> None:
    rows = [archive(7, litpic=litpic), archive(8, litpic=litpic)]
    imported = do_import(backup, site(archives=rows, addonarticle=[body(7), body(8, SHOWN)]), uploads=uploads)
    covers = dict(Article.objects.values_list("pk", "picture_url"))
    assert covers == {7: "", 8: Picture.objects.get().url}  # the first picture of the text, where it has one
    assert not Article.objects.exclude(cover=None).exists()
    assert issues(imported, "MISSING") == []


def test_a_missing_picture_is_listed_by_article_and_its_address_stays(backup: Path, uploads: Path) -> None:
    html = '<img src="/uploads/allimg/gone.jpg"><img src="https://other.example.com/uploads/a.jpg">'
    rows = [archive(litpic="/uploads/allimg/lost.jpg")]
    imported = do_import(backup, site(archives=rows, addonarticle=[body(html=html)]), uploads=uploads)
    assert issues(imported, "MISSING") == [
        "文章“竞聘演讲稿”：/uploads/allimg/gone.jpg 不在上传文件夹里",
        "文章“竞聘演讲稿”的缩略图：/uploads/allimg/lost.jpg 不在上传文件夹里",
    ]
    article = Article.objects.get()
    assert 'src="/uploads/allimg/gone.jpg"' in article.body
    assert (article.cover, article.picture_url) == (None, "/uploads/allimg/lost.jpg")


def test_a_file_that_could_run_or_is_no_picture_is_not_copied(backup: Path, uploads: Path) -> None:
    (uploads / "shell.php").write_text("<?php")
    (uploads / "page.html").write_text("<script>1</script>")
    (uploads / "fake.jpg").write_text("<script>1</script>")
    (uploads / "讲稿.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (uploads / "away.jpg").symlink_to("/etc/passwd")
    imported = do_import(backup, site(), uploads=uploads)
    left = [text.partition("：")[0] for text in issues(imported, "LEFT_FILE")]
    assert left == ["away.jpg", "fake.jpg", "page.html", "shell.php"]
    assert default_storage.exists("讲稿.doc")
    assert not any(default_storage.exists(name) for name in ("shell.php", "page.html", "fake.jpg", "away.jpg"))


def test_an_unreadable_file_is_told_and_the_rest_is_copied(
    backup: Path, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (uploads / "secret").mkdir()
    (uploads / "loop.jpg").symlink_to("loop.jpg")
    (uploads / "locked.jpg").write_bytes(drawing())
    forbid(monkeypatch, uploads / "secret", uploads / "locked.jpg")
    imported = do_import(
        backup, site(addonarticle=[body(html=SHOWN + '<img src="/uploads/loop.jpg">')]), uploads=uploads
    )
    assert [text.partition("（")[0] for text in issues(imported, "LEFT_FILE")] == [
        "locked.jpg：无法读取或保存",
        "loop.jpg：是一个链接，没有跟随",
        f"{uploads}/secret：文件夹无法读取",
    ]
    assert imported.summary["files"] == {"已复制": 1, "没有复制": 2, "无法读取的文件夹": 1, "缺失": 1}


def test_a_path_that_leaves_the_folder_is_no_upload(backup: Path, uploads: Path) -> None:
    (uploads.parent / "secret.jpg").write_bytes(drawing())
    html = '<img src="/uploads/../secret.jpg"><img src="/uploads/%2e%2e/secret.jpg">'
    do_import(backup, site(addonarticle=[body(html=html)]), uploads=uploads)
    assert not Picture.objects.exists()


def test_a_broken_picture_is_told_once_and_never_tried_again(backup: Path, uploads: Path) -> None:
    (uploads / "allimg/140514/1-1.jpg").write_bytes(drawing()[:40])
    rows, bodies = [archive(7), archive(8)], [body(7, SHOWN), body(8, SHOWN)]
    imported = do_import(backup, site(archives=rows, addonarticle=bodies), uploads=uploads)
    assert [text.partition("：")[0] for text in issues(imported, "MISSING")] == ["/uploads/allimg/140514/1-1.jpg"]
    assert ImportedFile.objects.get().picture is None


def test_a_file_that_is_here_is_never_overwritten_and_a_second_run_copies_nothing(backup: Path, uploads: Path) -> None:
    tables = site(addonarticle=[body(html=SHOWN)])
    do_import(backup, tables, uploads=uploads)
    before = everything()
    (uploads / "allimg/140514/1-1.jpg").write_bytes(drawing(size=(80, 40)))
    imported = do_import(backup, uploads=uploads)
    assert stored("allimg/140514/1-1.jpg") == drawing()
    assert issues(imported, "LEFT_FILE") == ["allimg/140514/1-1.jpg：本站已有另一个同名文件"]
    assert everything() == before


def test_a_file_that_was_half_copied_when_a_run_was_stopped_is_copied_again(backup: Path, uploads: Path) -> None:
    default_storage.save("allimg/140514/1-1.jpg", ContentFile(drawing()[:40]))
    assert do_import(backup, site(), uploads=uploads, dry=True).summary["files"] == {"将复制": 1}
    assert stored("allimg/140514/1-1.jpg") == drawing()[:40]
    assert do_import(backup, uploads=uploads).summary["files"] == {"已复制": 1}
    assert stored("allimg/140514/1-1.jpg") == drawing()


def test_a_dry_run_copies_nothing_and_knows_what_is_missing(backup: Path, uploads: Path) -> None:
    html = SHOWN + '<img src="/uploads/gone.jpg">'
    imported = do_import(backup, site(addonarticle=[body(html=html)]), uploads=uploads, dry=True)
    assert imported.summary["files"] == {"将复制": 1, "缺失": 1}
    assert not default_storage.exists("allimg/140514/1-1.jpg")
    assert not Picture.objects.exists()


def test_without_a_folder_of_uploads_the_pictures_are_counted_not_listed(backup: Path) -> None:
    imported = do_import(backup, site(addonarticle=[body(html=SHOWN)]))
    assert imported.summary["files"] == {"没有上传文件夹，因此缺少": 1}
    assert issues(imported, "MISSING") == []


@pytest.mark.parametrize("time", [1, 2, 3])
def test_storage_that_is_away_ends_the_run_and_the_next_one_goes_on(
    backup: Path, uploads: Path, monkeypatch: pytest.MonkeyPatch, time: int
) -> None:
    saved, times = Storage.save, []

    def save(*words: Any) -> str:
        times.append(words)
        if len(times) == time:
            raise UploadsAwayError("Connect timeout")
        return str(saved(*words))

    monkeypatch.setattr(Storage, "save", save)
    with pytest.raises(
        StoppedError, match="没有回答，或者拒绝了（Connect timeout），导入停下了。已导入的内容都在，再导入"
    ):
        do_import(backup, site(addonarticle=[body(html=SHOWN)]), uploads=uploads)
    assert not ImportedFile.objects.filter(picture=None).exists()
    imported = do_import(backup, uploads=uploads)
    assert Picture.objects.get().url in Article.objects.get().body
    assert issues(imported, "MISSING") == issues(imported, "LEFT_FILE") == []
    assert stored("allimg/140514/1-1.jpg") == drawing()
