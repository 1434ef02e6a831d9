"""Two writers at one moment: each is stopped just before it writes until the other has come as far, or cannot."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client

from articles.models import Article, Section
from tests.articles.admin.forms import errors, typed
from tests.builders import make_article, make_editor, make_section

pytestmark = pytest.mark.django_db(transaction=True)
# Whoever waits for the other's lock never comes to the barrier; the first one goes on after this long.
SECONDS = 1.0


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let two threads that have read and checked what they write meet before either of them writes a row."""
    barrier, write = Barrier(2), models.Model.save_base

    def save_base(self: models.Model, *args: Any, **kwargs: Any) -> None:
        if isinstance(self, (Article, Section)):
            with suppress(BrokenBarrierError):
                barrier.wait(SECONDS)
        write(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(models.Model, "save_base", save_base)
        yield


def at_once(*runs: Callable[[], Any]) -> list[Any]:
    """Run each in a thread with a connection of its own, and return what each returned or raised."""

    def outcome(run: Callable[[], Any]) -> Any:
        try:
            return run()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(outcome, runs))


def test_two_moves_close_no_circle(request: pytest.FixtureRequest) -> None:
    one, other = make_section("甲", segment="a"), make_section("乙", segment="b")
    request.getfixturevalue("meeting")

    def move(section: Section, below: Section) -> None:
        section = Section.objects.get(pk=section.pk)
        section.parent_id = below.pk
        section.save()

    outcomes = at_once(lambda: move(one, other), lambda: move(other, one))
    parents = dict(Section.objects.without_tree_fields().values_list("pk", "parent_id"))
    assert sorted(parents.values(), key=str) in ([one.pk, None], [other.pk, None])
    assert [type(outcome) for outcome in outcomes if outcome] == [ValidationError]


def test_of_two_saves_of_one_article_the_second_is_told(request: pytest.FixtureRequest) -> None:
    article = make_article("怎样开口")
    url = f"/admin/articles/article/{article.pk}/change/"
    clients = []
    for name in ("heqing", "linyi"):
        client = Client()
        client.force_login(make_editor(name))
        clients.append((client, typed(client, url, title=f"{name}的标题", _save="保存")))
    request.getfixturevalue("meeting")
    answers = at_once(*(lambda client=client, form=form: client.post(url, form) for client, form in clients))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    saved, told = sorted(answers, key=lambda answer: -answer.status_code)
    winner = clients[answers.index(saved)][1]["title"]
    article.refresh_from_db()
    assert article.title == winner
    assert winner in errors(told)
