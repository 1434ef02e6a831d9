"""Two people act on one draft at once: one of them succeeds, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from articles.editing import changes, contents, handing_over, revisions
from articles.editing.ledger import RefusedError
from articles.models import Article, ArticleEvent, HandingOver, Remark
from tests.builders import make_article, make_author, make_editor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    author = make_author()
    article = make_article("怎样开口", owner=author, status="draft", publish_at=None)
    handing_over.hand_over(article.pk, by=author)
    return article


def at_once(*runs: Any) -> list[str]:
    """Run each function in a thread with its own connection; return "done" or why it was refused."""
    barrier = Barrier(len(runs))

    def outcome(run: Any) -> str:
        try:
            barrier.wait(10)
            run()
        except RefusedError as refused:
            return str(refused)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(outcome, runs))


def giving_back(article: Article, by: User) -> Any:
    seen = contents.digest(contents.read([article.pk])[article.pk])
    return lambda: handing_over.give_back(article.pk, by=by, reason=f"{by} 退", texts={0: "看"}, seen=seen)


def kinds() -> list[str]:
    return list(ArticleEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_one_of_two_editors_who_return_at_once_is_told(article: Article) -> None:
    one, other = make_editor("one"), make_editor("other")
    told = at_once(giving_back(article, one), giving_back(article, other))
    assert sorted(told) == ["done", "编辑已经退回这篇文章，没有再退回。"]
    assert (kinds(), Remark.objects.count()) == (["handed_over", "returned"], 1)


def test_an_author_takes_back_while_an_editor_returns(article: Article) -> None:
    told = at_once(
        lambda: handing_over.take_back(article.pk, by=article.owner), giving_back(article, make_editor("one"))
    )
    assert told.count("done") == 1
    state = HandingOver.objects.values_list("state", flat=True).first()
    assert (kinds()[1:], state) in ((["taken_back"], None), (["returned"], "returned"))


def test_one_editor_publishes_while_the_other_returns(article: Article) -> None:
    one, other = make_editor("one"), make_editor("other")

    def publish() -> None:
        with transaction.atomic(), revisions.recording([article.pk], by=one):
            changes.publish(Article.objects.filter(pk=article.pk), timezone.now())

    told = at_once(publish, giving_back(article, other))
    article.refresh_from_db()
    assert (told[0], article.status, HandingOver.objects.exists()) == ("done", "published", False)
    assert told[1] in ("done", "这篇文章刚刚已经发布，没有退回。")
    assert kinds() == ["handed_over", *(["returned"] if told[1] == "done" else [])]


def test_a_double_click_hands_over_once(article: Article) -> None:
    handing_over.take_back(article.pk, by=article.owner)
    again = lambda: handing_over.hand_over(article.pk, by=article.owner)  # noqa: E731
    assert sorted(at_once(again, again)) == ["done", "这篇文章已经交稿，正等着编辑处理。"]
    assert kinds().count("handed_over") == 2
