"""Sitewide rows: kept in memory, and never older than the last change."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.builders import make_article, make_section
from yanjiang.home.models import FriendLink
from yanjiang.sitewide import cache as sitewide
from yanjiang.sitewide.models import Version

pytestmark = pytest.mark.django_db


def make_names() -> tuple[Callable[[], list[str]], list[int]]:
    """Cache the names of all friend links like a separate process, and count how often they are read."""
    builds: list[int] = []

    @sitewide.cached
    def names() -> list[str]:
        builds.append(1)
        return list(FriendLink.objects.order_by("name").values_list("name", flat=True))

    return names, builds


def in_a_request(view: Callable[[], object]) -> None:
    def respond(request: HttpRequest) -> HttpResponse:
        view()
        return HttpResponse()

    sitewide.middleware(respond)(RequestFactory().get("/"))


def test_a_value_is_kept_until_a_row_changes() -> None:
    names, builds = make_names()
    FriendLink.objects.create(name="甲", url="/")
    assert (names(), names(), len(builds)) == (["甲"], ["甲"], 1)
    make_article()
    builds.clear()
    assert names() == names() == ["甲"]
    assert len(builds) <= 1  # the article's section is sitewide


def test_an_article_is_not_sitewide() -> None:
    names, builds = make_names()
    section = make_section()
    names()
    make_article(section=section).delete()
    names()
    assert len(builds) == 1


def rename(link: FriendLink) -> None:
    link.name = "乙"
    link.save()


CHANGES: dict[str, tuple[Callable[[FriendLink], object], list[str]]] = {
    "save": (rename, ["乙"]),
    "delete": (lambda link: link.delete(), []),
    "create": (lambda link: FriendLink.objects.create(name="丙", url="/"), ["丙", "甲"]),
    "get_or_create": (lambda link: FriendLink.objects.get_or_create(name="丙", url="/"), ["丙", "甲"]),
    "update": (lambda link: FriendLink.objects.filter(pk=link.pk).update(name="乙"), ["乙"]),
    "delete of many": (lambda link: FriendLink.objects.filter(pk=link.pk).delete(), []),
    "bulk_create": (lambda link: FriendLink.objects.bulk_create([FriendLink(name="丙", url="/")]), ["丙", "甲"]),
    "bulk_update": (lambda link: FriendLink.objects.bulk_update([FriendLink(pk=link.pk, name="乙")], ["name"]), ["乙"]),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_cannot_be_told_is_not_made(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    link = FriendLink.objects.create(name="甲", url="/")

    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yanjiang.sitewide.rows.changed", fail)
    with pytest.raises(ZeroDivisionError):
        CHANGES[change][0](link)
    assert list(FriendLink.objects.values_list("name", flat=True).order_by("pk")) == ["甲"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_by_every_process(change: str) -> None:
    here, there = make_names()[0], make_names()[0]
    link = FriendLink.objects.create(name="甲", url="/")
    assert here() == there() == ["甲"]
    write, seen = CHANGES[change]
    write(link)
    assert here() == there() == seen


def test_a_rolled_back_change_is_not_kept() -> None:
    names, _ = make_names()
    FriendLink.objects.create(name="甲", url="/")
    names()
    with transaction.atomic():
        FriendLink.objects.update(name="乙")
        assert names() == ["乙"]
        transaction.set_rollback(True)
    assert names() == ["甲"]


def test_a_rolled_back_change_is_not_kept_for_the_rest_of_the_request() -> None:
    names, _ = make_names()
    FriendLink.objects.create(name="甲", url="/")

    def view() -> None:
        assert names() == ["甲"]
        with transaction.atomic():
            FriendLink.objects.update(name="乙")
            assert names() == ["乙"]
            transaction.set_rollback(True)
        assert names() == ["甲"]

    in_a_request(view)


def test_a_request_sees_its_own_changes() -> None:
    names, _ = make_names()
    link = FriendLink.objects.create(name="甲", url="/")

    def view() -> None:
        assert names() == ["甲"]
        rename(link)
        assert names() == ["乙"]
        link.delete()
        assert names() == []

    in_a_request(view)


def test_a_request_asks_once_whether_a_row_changed() -> None:
    one, other = make_names()[0], make_names()[0]
    one(), other()

    def view() -> None:
        one(), other(), one()

    with CaptureQueriesContext(connection) as asked:
        in_a_request(view)
    assert [query["sql"] for query in asked if "furniture_version" not in query["sql"]] == []
    assert len(asked) == 1


@pytest.mark.parametrize("url", ["/", "/yanjiang/", "/consultants/", "/nothing/"])
def test_every_page_asks_once_whether_a_row_changed(client: Client, url: str) -> None:
    make_section("演讲", segment="yanjiang")
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    assert len([query for query in asked if "furniture_version" in query["sql"]]) == 1


def test_a_request_forgets_what_it_knew_when_it_ends() -> None:
    names, _ = make_names()
    FriendLink.objects.create(name="甲", url="/")
    in_a_request(names)
    # Another process renames the link.
    QuerySet(FriendLink).update(name="乙")
    Version.objects.update(token=UUID(int=1))
    assert names() == ["乙"]
    in_a_request(lambda: FriendLink.objects.update(name="丙"))
    with CaptureQueriesContext(connection) as asked:
        in_a_request(lambda: (names(), names()))
    assert len([query for query in asked if "furniture_version" in query["sql"]]) == 1


def test_the_token_is_one_row_and_never_the_same_again() -> None:
    tokens = set()
    for _ in range(3):
        sitewide.changed()
        tokens.add(Version.objects.get().token)
    assert len(tokens) == 3


@pytest.mark.django_db(transaction=True)
def test_two_writes_that_meet_wait_for_each_other_one_way() -> None:
    link = FriendLink.objects.create(name="甲", url="/")
    held = threading.Event()

    def write_many() -> None:
        held.wait()
        try:
            FriendLink.objects.update(name="丙")
        finally:
            connection.close()

    other = threading.Thread(target=write_many)
    other.start()
    with transaction.atomic():
        FriendLink.objects.select_for_update().get(pk=link.pk)
        held.set()
        other.join(timeout=0.5)  # it waits for the row
        rename(link)
    other.join(timeout=10)
    assert FriendLink.objects.get().name == "丙"
