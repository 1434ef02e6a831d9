"""Two simultaneous writers: each stops just before it writes until the other has come as far, or is blocked."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client

from articles.hits.closing import close_days
from articles.hits.rollup import roll_up
from articles.models import Article, ClosedDay, Section, SectionDay
from tests.accounts.test_setting_passwords import OTHER, SET
from tests.articles.admin.forms import errors, typed
from tests.articles.hits.views import log
from tests.builders import make_article, make_author, make_editor, make_manager, make_picture, make_section, shanghai
from tests.home.admin.test_guards import at, listed
from tests.home.admin.test_two_editors import opened
from yanjiang.home.models import FriendLink

pytestmark = pytest.mark.django_db(transaction=True)
# A thread that waits for the other's lock never reaches the barrier, so the first one goes on after this time.
SECONDS = 1.0


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make two threads wait for each other after their reads and checks, before either writes a row."""
    barrier, write, delete = Barrier(2), models.Model.save_base, models.QuerySet.delete

    def meet() -> None:
        with suppress(BrokenBarrierError):
            barrier.wait(SECONDS)

    def save_base(self: models.Model, *args: Any, **kwargs: Any) -> None:
        if isinstance(self, (Article, FriendLink, Section, User)):
            meet()
        write(self, *args, **kwargs)

    def delete_rows(self: Any) -> Any:
        if self.model is SectionDay:
            meet()
        return delete(self)

    with monkeypatch.context() as patch:
        patch.setattr(models.Model, "save_base", save_base)
        patch.setattr(models.QuerySet, "delete", delete_rows)
        yield


def at_once(*runs: Callable[[], Any]) -> list[Any]:
    """Run each function in a thread with its own connection. Return the result or exception of each."""

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


def test_the_second_of_two_saves_of_one_article_is_told(request: pytest.FixtureRequest) -> None:
    article = make_article("怎样开口")
    url = f"/admin/articles/article/{article.pk}/change/"
    clients = []
    for name in ("heqing", "linyi"):
        client = Client()
        client.force_login(make_editor(name))
        clients.append((client, typed(client, url, title=f"{name}的标题", _publish="发布修改")))
    request.getfixturevalue("meeting")
    answers = at_once(*(lambda client=client, form=form: client.post(url, form) for client, form in clients))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    saved, told = sorted(answers, key=lambda answer: -answer.status_code)
    winner = clients[answers.index(saved)][1]["title"]
    article.refresh_from_db()
    assert article.title == winner
    assert winner in errors(told)


def staff() -> list[Client]:
    clients = [Client(), Client()]
    for client, name in zip(clients, ("heqing", "linyi"), strict=True):
        client.force_login(make_manager(name))
    return clients


def test_the_second_of_two_saves_of_one_list_is_told(request: pytest.FixtureRequest) -> None:
    link, url = FriendLink.objects.create(name="友站", url="/", position=5), "/admin/home/friendlink/"
    sent = []
    for client, position in zip(staff(), ("3", "7"), strict=True):
        form = listed(client, url)
        sent.append((client, {**form, at(form, link, "position"): position}))
    request.getfixturevalue("meeting")
    answers = at_once(*(lambda client=client, form=form: client.post(url, form) for client, form in sent))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    saved = next(form for answer, (_client, form) in zip(answers, sent, strict=True) if answer.status_code == 302)
    link.refresh_from_db()
    assert str(link.position) == saved[at(saved, link, "position")]


def test_the_second_of_two_who_set_a_password_is_told(request: pytest.FixtureRequest) -> None:
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/password/"
    sent = [(client, {**opened(client, url), **words}) for client, words in zip(staff(), (SET, OTHER), strict=True)]
    request.getfixturevalue("meeting")
    answers = at_once(*(lambda client=client, form=form: client.post(url, form) for client, form in sent))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    saved = next(form for answer, (_client, form) in zip(answers, sent, strict=True) if answer.status_code == 302)
    user.refresh_from_db()
    assert user.check_password(saved["password1"])


def test_a_picture_is_not_deleted_while_a_text_with_it_is_saved() -> None:
    picture, article = make_picture(), make_article()
    saved = Barrier(2)

    def save() -> None:
        with transaction.atomic():
            article.body = f'<p><img src="{picture.url}" alt=""></p>'
            article.save()
            saved.wait(10)
            with suppress(BrokenBarrierError):  # whoever deletes waits for the commit
                saved.wait(SECONDS)

    def delete() -> str:
        saved.wait(10)
        try:
            picture.delete()
        except ProtectedError:
            return "in use"
        return "deleted"

    assert at_once(save, delete) == [None, "in use"]
    assert article.picture_uses.count() == 1


def test_two_who_close_a_day_count_it_once(request: pytest.FixtureRequest) -> None:
    at_noon = shanghai("2026-03-10 12:00")
    log(make_article(), at=at_noon)
    roll_up(now=at_noon)
    ClosedDay.objects.all().delete()
    request.getfixturevalue("meeting")
    assert at_once(*[lambda: close_days([at_noon.date()])] * 2) == [[], []]
    assert ClosedDay.objects.count() == 1
    assert SectionDay.objects.get().reads == 1
