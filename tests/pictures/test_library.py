"""The door of the library: the same file once, all of a picture's files or none."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import ProtectedError
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.builders import make_article, make_consultant, make_picture, make_user
from tests.drawings import drawing
from tests.pages import download
from yanjiang.pictures import library
from yanjiang.pictures.intake import encoded
from yanjiang.pictures.models import Picture
from yanjiang.pictures.names import picture_name

pytestmark = pytest.mark.django_db


def stored(settings: Settings) -> list[str]:
    folder = Path(settings.MEDIA_ROOT)
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def keep(content: bytes, **fields: Any) -> Picture:
    return library.keep(BytesIO(content), **fields)


def test_the_name_is_ours_and_says_the_size_and_which_renditions_there_are(settings: Settings) -> None:
    picture = keep(drawing(size=(400, 300)), alt="听众", uploader=make_user())
    assert (picture.width, picture.height, picture.alt, str(picture.uploader)) == (400, 300, "听众", "writer")
    file = str(picture.file.name)
    assert picture.size == default_storage.size(file)
    name = picture_name(file)
    assert name
    assert (name.width, name.height) == (400, 300)
    assert stored(settings) == sorted([file, *name.renditions()])
    assert len(stored(settings)) == 1 + 2 * 2


def test_all_its_files_are_served_as_pictures(client: Client) -> None:
    picture = keep(drawing("PNG", mode="L", size=(40, 20)))
    name = picture_name(picture.url)
    assert name
    kinds = {}
    for url in (picture.url, *name.renditions()):
        response, content = download(client, url)
        kinds[url.rpartition(".")[2]] = response["Content-Type"]
        assert content
        assert "attachment" not in response["Content-Disposition"]
        assert response["X-Content-Type-Options"] == "nosniff"
    assert kinds == {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}


def test_the_same_file_is_the_same_picture(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    other, first = keep(drawing(size=(60, 20))), keep(drawing(), alt="听众")
    files = stored(settings)
    monkeypatch.delattr(library, "encoded")  # it is not even decoded again
    assert keep(drawing(), alt="观众") == first
    assert Picture.objects.get(pk=first.pk).alt == "听众"
    assert stored(settings) == files
    assert other != first


def test_the_second_of_two_uploads_of_a_file_gets_the_picture_of_the_first(settings: Settings) -> None:
    both = encoded(BytesIO(drawing())), encoded(BytesIO(drawing()))
    first = library.store(both[0])
    files = stored(settings)
    assert library.store(both[1]) == first
    assert stored(settings) == files


def test_a_refused_file_leaves_nothing_behind(settings: Settings) -> None:
    for content in (b"<svg/>", drawing("PNG", size=(200, 200))[:300]):
        with pytest.raises(ValidationError):
            keep(content)
    assert (Picture.objects.count(), stored(settings)) == (0, [])


def test_a_disk_that_fills_up_leaves_nothing_behind(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    save = FileSystemStorage.save

    def full(storage: FileSystemStorage, name: str, content: Any) -> str:
        if name.endswith(".avif"):
            raise OSError(28, "No space left on device")
        return save(storage, name, content)

    monkeypatch.setattr(FileSystemStorage, "save", full)
    with pytest.raises(OSError, match="No space"):
        keep(drawing())
    assert (Picture.objects.count(), stored(settings)) == (0, [])


def test_a_row_that_cannot_be_written_leaves_no_file_behind(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any, **_fields: Any) -> None:
        raise RuntimeError("gone")

    monkeypatch.setattr(Picture, "save", fails)
    with pytest.raises(RuntimeError):
        keep(drawing())
    assert stored(settings) == []


@pytest.mark.parametrize("way", ["row", "rows"])
def test_a_deleted_picture_takes_its_files_along(
    way: str, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    picture, other = keep(drawing()), keep(drawing(size=(60, 20)))
    kept = [file for file in stored(settings) if "-60x20" in file]
    with django_capture_on_commit_callbacks(execute=True):
        deleted = picture.delete() if way == "row" else Picture.objects.filter(pk=picture.pk).delete()
        assert len(stored(settings)) > len(kept)  # until it is certain
    assert deleted == (1, {"pictures.Picture": 1})
    assert (list(Picture.objects.all()), stored(settings)) == ([other], kept)


def test_a_picture_in_use_is_not_deleted_by_any_way(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    photo, in_text = keep(drawing()), make_picture()
    make_consultant(photo=photo)
    make_article(body=f'<p><img src="{in_text.url}" alt=""></p>')
    files = stored(settings)
    with django_capture_on_commit_callbacks(execute=True):
        for used in (photo, in_text):
            with pytest.raises(ProtectedError):
                used.delete()
            with pytest.raises(ProtectedError):
                Picture.objects.filter(pk=used.pk).delete()
    assert Picture.objects.count() == 2
    assert stored(settings) == files
