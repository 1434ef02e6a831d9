"""Covers, renames and moves of sections need as many queries in a large tree as in a small one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import LegacyPath, MissingPath, Section
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db


def add_children(parent: Section, count: int) -> None:
    Section.objects.bulk_create(
        Section(name=f"第{number}栏", segment=f"c{number}", path=f"{parent.path}/c{number}", parent=parent,
                position=number)
        for number in range(1, count + 1)
    )  # fmt: skip


def test_a_cover_of_more_sections_than_sqlite_unites_is_a_page(client: Client) -> None:
    cover = make_section("公文", segment="gongwen", kind=Section.Kind.COVER)
    add_children(cover, 620)
    for path in ("gongwen/c1", "gongwen/c620"):
        make_article(f"在{path}里", section=Section.objects.get(path=path))
    answer = client.get("/gongwen/")
    page = answer.content.decode()
    assert (answer.status_code, "在gongwen/c1里" in page, "在gongwen/c620里" in page) == (200, True, True)


def queries_of_a_rename(count: int) -> int:
    top = make_section("演讲", segment=f"old{count}")
    add_children(top, count)
    child = Section.objects.get(path=f"old{count}/c1")
    make_section("孙栏目", segment="sun", parent=child)
    top.segment = f"new{count}"
    with CaptureQueriesContext(connection) as asked:
        top.save()
    return len(asked)


def test_a_rename_asks_the_same_for_few_and_many_below() -> None:
    assert queries_of_a_rename(2) == queries_of_a_rename(60)
    assert Section.objects.filter(path__startswith="new60/").count() == 61
    assert not Section.objects.filter(path__startswith="old").exists()


def test_every_old_address_below_is_one_redirect(client: Client) -> None:
    other, top = make_section("公文", segment="gongwen"), make_section("演讲", segment="yanjiang")
    child = make_section("竞聘", segment="jingpin", parent=top)
    make_section("岗位", segment="gangwei", parent=child)
    article = make_article(section=child, publish_at=shanghai("2026-01-15 09:30"))
    LegacyPath.objects.remember("/a/gangwei/", url="/nothing/")
    LegacyPath.objects.filter(path="/a/gangwei/").update(url="/yanjiang/jingpin/gangwei")
    at = shanghai("2026-01-15 09:30")
    MissingPath.objects.create(path="/yanjiang/jingpin/", first_at=at, last_at=at)
    top.segment = "jiang"
    top.save()
    top.refresh_from_db()
    top.parent = other
    top.save()
    for old, new in (
        ("/yanjiang/", "/gongwen/jiang/"),
        ("/jiang/jingpin/?page=2", "/gongwen/jiang/jingpin/?page=2"),
        ("/yanjiang/jingpin/gangwei/", "/gongwen/jiang/jingpin/gangwei/"),
        ("/yanjiang/jingpin/feed/", "/gongwen/jiang/jingpin/feed/"),
        ("/a/gangwei/", "/gongwen/jiang/jingpin/gangwei/"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.headers.get("Location")) == (301, new)
    assert not MissingPath.objects.exists()
    assert article.title in client.get("/gongwen/").content.decode()


def test_a_move_that_makes_a_path_too_long_changes_nothing() -> None:
    top = make_section("演讲", segment="yanjiang")
    below = top
    for number in range(8):
        below = make_section(f"第{number}层", segment="a" * 58 + str(number), parent=below)
    top.segment = "b" * 40
    with pytest.raises(ValidationError, match="路径超过了 500 个字符"):
        top.save()
    assert Section.objects.filter(path__startswith="yanjiang").count() == 9
    assert not LegacyPath.objects.exists()
