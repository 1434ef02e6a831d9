"""The pictures that other apps kept as files come into the library by migration, and go back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.drawings import drawing
from yanjiang.lib.stored import UploadsAwayError

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("articles", "0001_content"), ("consultants", "0002_hotline_sections"), ("home", "0001_home")]


def migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    apps: Apps = MigrationExecutor(connection).loader.project_state(to).apps
    return apps


@pytest.fixture
def today() -> Iterator[list[tuple[str, str]]]:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield latest
    migrate(latest)


def a_file(name: str, content: bytes) -> str:
    return default_storage.save(name, ContentFile(content))


def make_old_site(apps: Any) -> None:
    user = apps.get_model("auth.User").objects.create(username="writer")
    section = apps.get_model("articles.Section").objects.create(
        name="演讲", segment="yj", path="yj", picture=a_file("sections/a.png", drawing("PNG", size=(80, 20)))
    )
    cover = a_file("covers/a.jpg", drawing(size=(60, 40)))
    articles = apps.get_model("articles.Article").objects
    common = {"owner": user, "section": section, "body": ""}
    articles.create(title="开场白", cover=cover, cover_alt="话筒", picture_url=f"/uploads/{cover}", **common)
    articles.create(title="同一张图", cover=cover, picture_url=f"/uploads/{cover}", **common)
    articles.create(title="丢了的图", cover="covers/gone.jpg", picture_url="/uploads/covers/gone.jpg", **common)
    articles.create(title="没有图", **common)
    photo = a_file("consultants/a.jpg", drawing(size=(30, 40)))
    apps.get_model("consultants.Consultant").objects.create(name="周言", photo=photo)
    apps.get_model("home.SiteSettings").objects.create(pk=1, logo=a_file("site/a.png", b"<svg/>"))


def covers(apps: Any) -> dict[str, tuple[Any, ...]]:
    rows = apps.get_model("articles.Article").objects.order_by("pk")
    return {row.title: (row.cover and row.cover.alt, row.cover and row.cover.width) for row in rows}


def test_files_come_into_the_library_and_go_back(
    today: list[tuple[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    make_old_site(migrate(BEFORE))

    now = migrate(today)
    assert covers(now) == {
        "开场白": ("话筒", 60),
        "同一张图": ("话筒", 60),
        "丢了的图": (None, None),
        "没有图": (None, None),
    }
    article = now.get_model("articles.Article").objects.get(title="开场白")
    assert article.picture_url == default_storage.url(article.cover.file.name)
    assert default_storage.exists(article.cover.file.name)
    assert now.get_model("articles.Section").objects.get().picture.alt == "演讲"
    assert now.get_model("consultants.Consultant").objects.get().photo.width == 30
    assert now.get_model("home.SiteSettings").objects.get().logo is None
    assert "covers/gone.jpg was not moved" in caplog.text
    assert "site/a.png was not moved" in caplog.text

    old = migrate(BEFORE).get_model("articles.Article").objects.get(title="开场白")
    assert (old.cover.name, old.cover_alt) == (article.cover.file.name, "话筒")


@pytest.mark.parametrize("error", [UploadsAwayError("does not answer"), PermissionError(13, "Permission denied")])
def test_a_file_that_cannot_be_read_now_stops_the_migration_and_loses_nothing(
    today: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refuse(*_words: Any) -> None:
        raise error

    make_old_site(migrate(BEFORE))
    with monkeypatch.context() as patch:
        patch.setattr("yanjiang.lib.storage.WholeFileStorage._open", refuse)
        with pytest.raises(type(error)):
            migrate(today)
    assert covers(migrate(today))["开场白"] == ("话筒", 60)
