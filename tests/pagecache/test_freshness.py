"""A cached page is made again after each change."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, ContentChange, RelatedLink, Section, Tag
from consultants.models import Hotline
from tests.builders import (
    make_article,
    make_consultant,
    make_editor,
    make_hotline,
    make_picture,
    make_section,
    shanghai,
)
from yanjiang.home.models import Page, SiteSettings
from yanjiang.pagecache import freshness
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db(transaction=True)


class Clock:
    """The time that the portal has."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(shanghai("2026-03-02 09:00"))
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_state_is_asked_for_once_a_second(clock: Clock, django_assert_num_queries: Any) -> None:
    freshness.current()
    clock.passes(seconds=0.9)
    with django_assert_num_queries(0):
        freshness.current()
    clock.passes(seconds=0.2)
    with django_assert_num_queries(6):
        freshness.current()


def test_a_state_does_not_outlive_its_second_of_the_clock(clock: Clock, django_assert_num_queries: Any) -> None:
    clock.passes(seconds=0.9)
    freshness.current()
    clock.passes(seconds=0.09)
    with django_assert_num_queries(0):
        freshness.current()
    clock.passes(seconds=0.01)
    with django_assert_num_queries(6):
        freshness.current()


def test_a_person_who_saved_sees_it_at_once(client: Client, clock: Clock) -> None:
    article = make_article("怎样开口")
    assert "怎样开口" in text(client, f"/articles/{article.pk}/")
    article.title = "怎样收尾"
    article.save()
    assert "怎样收尾" in text(client, f"/articles/{article.pk}/")


def test_another_process_sees_it_within_a_second(client: Client, clock: Clock) -> None:
    article = make_article("怎样开口")
    url = f"/articles/{article.pk}/"
    text(client, url)
    with connection.cursor() as cursor:  # nothing tells this process
        cursor.execute("UPDATE articles_article SET title = '怎样收尾' WHERE id = %s", [article.pk])
    _noted_elsewhere()
    assert "怎样开口" in text(client, url)
    clock.passes(seconds=1)
    assert "怎样收尾" in text(client, url)


def _noted_elsewhere() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO articles_contentchange (at) VALUES (%s)", [timezone.now()])


def test_an_uncommitted_change_is_nobody_elses(client: Client, clock: Clock) -> None:
    article = make_article("怎样开口")
    text(client, f"/articles/{article.pk}/")
    seen: list[Any] = []

    def look() -> None:
        seen.append(freshness.current())
        connection.close()

    before = freshness.current()
    assert before
    with transaction.atomic():
        ContentChange.objects.note()
        inside = freshness.current()
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    after = freshness.current()
    assert inside
    assert after
    assert before.token != inside.token == after.token
    assert [state.token for state in seen] == [before.token]


def test_a_state_read_before_a_change_is_not_kept_after_it(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow_reader(at: datetime) -> freshness.PartState:
        freshness.forget()  # another thread commits while this one reads
        return freshness.PartState("before")

    monkeypatch.setattr(freshness._Process, "readers", {"content": slow_reader})
    freshness.current()
    assert freshness._Process.state is None


def test_an_article_appears_and_goes_to_the_second(client: Client, clock: Clock) -> None:
    section = make_section("演讲", segment="yanjiang")
    make_article("早上的", section=section, publish_at=shanghai("2026-03-02 08:00"))
    make_article(
        "九点半的",
        section=section,
        publish_at=shanghai("2026-03-02 09:30"),
        expire_at=shanghai("2026-03-02 09:30:01"),
    )
    assert "九点半的" not in text(client, "/yanjiang/")
    clock.at = shanghai("2026-03-02 09:29:59.5")
    assert "九点半的" not in text(client, "/yanjiang/")
    clock.at = shanghai("2026-03-02 09:30")
    assert "九点半的" in text(client, "/yanjiang/")
    clock.at = shanghai("2026-03-02 09:30:00.999")
    assert "九点半的" in text(client, "/yanjiang/")
    clock.at = shanghai("2026-03-02 09:30:01")
    assert "九点半的" not in text(client, "/yanjiang/")


def test_an_article_is_pinned_until_its_second(client: Client, clock: Clock) -> None:
    section = make_section("演讲", segment="yanjiang")
    make_article("置顶的", section=section, publish_at=shanghai("2020-01-01 08:00"), pinned_until=clock.at)
    Article.objects.update(pinned_until=shanghai("2026-03-02 09:00:00.500"))
    make_article("新的", section=section, publish_at=shanghai("2026-01-01 08:00"))
    pinned = Article.objects.get(title="置顶的")
    pinned.pinned_until = shanghai("2026-03-02 09:00:00.500")
    pinned.save()

    def first() -> str:
        page = text(client, "/yanjiang/").partition('<div class="column-main">')[2]
        return min("置顶的", "新的", key=page.index)

    assert first() == "置顶的"
    clock.passes(seconds=0.6)
    assert first() == "新的"


def test_a_page_shows_todays_date(client: Client, clock: Clock) -> None:
    clock.at = shanghai("2026-03-02 23:59:59.9")
    assert "2026年3月2日" in text(client, "/")
    clock.passes(seconds=0.1)
    assert "2026年3月3日" in text(client, "/")


def _rename_the_editor() -> None:
    editor = User.objects.get(username="bianji")
    editor.last_name = "林"
    editor.save()


def _describe_the_picture() -> None:
    picture = Picture.objects.get()
    picture.alt = "礼堂的侧影"
    picture.save(update_fields=["alt"])


def _describe_the_tag() -> None:
    tag = Tag.objects.get(name="口才")
    tag.description = "口才是练出来的。"
    tag.save()


CHANGES: dict[str, tuple[str, Callable[[], Any]]] = {
    "a responsible editor's name": ("/articles/{pk}/", _rename_the_editor),
    "a picture's description": ("/articles/{pk}/", _describe_the_picture),
    "a tag's description": ("/tags/口才/", _describe_the_tag),
    "a hotline": ("/", lambda: make_hotline(number="0512-12345678", is_everywhere=True)),
    "where a hotline is shown": (
        "/articles/{pk}/",
        lambda: Hotline.objects.get(label="备用").sections.add(Section.objects.get()),
    ),
    "a consultant": ("/consultants/", lambda: make_consultant("顾问甲")),
    "a setting": ("/", lambda: SiteSettings.objects.update_or_create(pk=1, defaults={"slogan": "开口就来"})),
    "a single page": ("/", lambda: Page.objects.create(title="关于我们", slug="about")),
    "a section": ("/", lambda: make_section("公文", segment="gongwen")),
    "a related link": (
        "/articles/{pk}/",
        lambda: _with_link(Article.objects.get()),
    ),
}


def _with_link(article: Article) -> None:
    RelatedLink.objects.create(article=article, title="写作手册", url="https://example.com/", position=0)
    article.save()


@pytest.mark.parametrize("name", CHANGES)
def test_the_lists_beside_the_text_are_new_too(client: Client, name: str) -> None:
    path, change = CHANGES[name]
    article = make_article(
        "怎样开口",
        tags=["口才"],
        cover=make_picture(),
        responsible_editor=make_editor("bianji"),
        section=make_section(),
    )
    make_hotline("备用", is_everywhere=False)
    url = path.format(pk=article.pk)
    before = text(client, url)
    change()
    assert text(client, url) != before


def test_a_login_changes_no_page(client: Client, clock: Clock) -> None:
    make_editor()
    before = ContentChange.objects.token()
    client.post("/admin/login/", {"username": "editor", "password": "kai-kou-jiu-lai"})
    assert User.objects.get().last_login
    assert ContentChange.objects.token() == before
