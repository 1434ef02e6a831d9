"""A change goes live at its second, by whoever reads a page then, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.editing import contents, revisions, scheduling
from articles.models import Article, PendingChange, Revision
from tests.builders import make_article, make_editor
from yanjiang.pagecache import freshness

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    """Make an article whose new title waits to go live."""
    article = make_article("怎样开口")
    content = {**contents.read([article.pk])[article.pk], "title": "怎样收尾"}
    revisions.save_change(article, content, by=make_editor())
    return article


def plan(seconds: float) -> None:
    PendingChange.objects.update(go_live_at=timezone.now() + timedelta(seconds=seconds))
    freshness.forget()


def test_the_first_reader_after_its_time_sees_it(client: Client, article: Article) -> None:
    url = f"/articles/{article.pk}/"
    plan(0.6)
    assert "怎样开口" in client.get(url).content.decode()
    state = freshness.current()
    assert state
    assert state.until == PendingChange.objects.get().go_live_at  # no cache keeps the page for longer
    while timezone.now() < state.until:
        pass
    assert "怎样收尾" in client.get(url).content.decode()
    assert not PendingChange.objects.exists()
    assert LogEntry.objects.get(object_id=article.pk).get_change_message() == "修改稿按时上线"
    live = Revision.objects.latest("pk")
    assert (live.content["title"], live.by and live.by.username) == ("怎样收尾", "editor")


def test_many_who_read_at_once_put_it_live_once(article: Article) -> None:
    plan(-1)

    def read(_number: int) -> int:
        try:
            return scheduling.put_due_live(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(read, range(8))) == 1
    assert Revision.objects.filter(live_at__isnull=False, content__title="怎样收尾").count() == 1


def test_a_change_that_breaks_a_rule_is_left_to_an_editor_and_pages_go_on(client: Client, article: Article) -> None:
    Revision.objects.filter(pk=PendingChange.objects.get().revision_id).update(content={"title": ""})
    plan(-1)
    assert "怎样开口" in client.get(f"/articles/{article.pk}/").content.decode()
    change = PendingChange.objects.get()
    assert (change.go_live_at, change.problem) == (None, "到时没有上线：内容不完整，请打开修改稿检查，再发布。")


def test_an_article_that_was_withdrawn_stays_so(client: Client, article: Article) -> None:
    article.status = Article.Status.DRAFT
    article.save()
    plan(-1)
    assert client.get(f"/articles/{article.pk}/").status_code == 404
    assert Article.objects.get().status == "draft"
