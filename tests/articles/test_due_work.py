"""All due work is done by one call: hits are rolled up, changes go live, and old rows are deleted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.due_work import Done, do_due_work
from articles.editing import contents, revisions
from articles.models import Article, ArticleHits, PendingChange, Presence
from tests.articles.hits.views import log
from tests.builders import make_article, make_editor

pytestmark = pytest.mark.django_db


def test_one_call_rolls_up_puts_live_and_tidies() -> None:
    now, article, editor = timezone.now(), make_article("怎样开口"), make_editor()
    log(article, at=now)
    content = {**contents.read([article.pk])[article.pk], "title": "怎样收尾"}
    revisions.save_change(article, content, by=editor)
    PendingChange.objects.update(go_live_at=now)
    Presence.objects.create(user=editor, article=article, seen_at=now - timedelta(days=2))
    assert do_due_work(now) == Done(rolled_up=1, put_live=1)
    assert ArticleHits.objects.get(article=article).total == 1
    assert Article.objects.get().title == "怎样收尾"
    assert not Presence.objects.exists()


def test_a_second_call_finds_nothing_left() -> None:
    log(make_article(), at=timezone.now())
    do_due_work(timezone.now())
    assert do_due_work(timezone.now()) == Done(rolled_up=0, put_live=0)
