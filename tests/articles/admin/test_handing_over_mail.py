"""Each step of handing over is mailed to the people who have to know of it, unless they turned mail off.

Without a mail server the steps work, and the front page does not mention mail.
"""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from articles.models import Article
from tests.articles.admin.forms import messages
from tests.articles.admin.handed_over import LIST, hand_over, page, send_back, signed_in, state
from tests.builders import make_article, make_author, make_editor, make_manager
from yanjiang.accounts.models import MailChoice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def author() -> User:
    return make_author(last_name="许", first_name="念", email="xu@example.com")


@pytest.fixture
def article(author: User) -> Article:
    return make_article("怎样开口", owner=author, status="draft", publish_at=None)


@pytest.fixture
def xu(author: User) -> Client:
    return signed_in(author)


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor(last_name="何", first_name="清", email="he@example.com"))


def mails() -> list[tuple[str, list[str]]]:
    told = [(str(message.subject), message.to) for message in mail.outbox]
    mail.outbox.clear()
    return told


def test_each_step_is_mailed_to_those_who_have_to_know(xu: Client, he: Client, article: Article) -> None:
    make_manager(email="")  # without an address, no mail
    hand_over(xu, article, "引文核对过了")
    assert "引文核对过了" in mail.outbox[0].body
    assert f"http://127.0.0.1:8000{page(article)}" in mail.outbox[0].body
    assert mails() == [("交稿：《怎样开口》", ["he@example.com"])]
    xu.post(page(article, "take-back/"))
    assert mails() == [("撤回交稿：《怎样开口》", ["he@example.com"])]
    hand_over(xu, article)
    mails()
    send_back(he, article, "太短", whole="哪三件？")
    assert "原因：太短" in mail.outbox[0].body
    assert mails() == [("退回：《怎样开口》", ["xu@example.com"])]
    hand_over(xu, article)
    mails()
    he.post(LIST, {"action": "publish", "_selected_action": [article.pk], "confirmed": "yes"})
    assert mails() == [("发布：《怎样开口》", ["xu@example.com"])]


def test_no_mail_goes_to_those_who_turned_it_off(xu: Client, he: Client, article: Article) -> None:
    MailChoice.objects.create(user=User.objects.get(username="editor"), wants_mail=False)
    hand_over(xu, article)
    assert mails() == []


def test_a_mail_server_that_fails_is_logged_and_nothing_else(
    xu: Client, he: Client, article: Article, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_: Any) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", failing)
    assert "已交稿" in messages(xu, hand_over(xu, article))
    assert state(article) == "waiting"
    assert "Mail could not be sent: 交稿：《怎样开口》" in caplog.text


def test_without_a_mail_server_nothing_is_sent_and_nothing_missing(
    xu: Client, he: Client, article: Article, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "已交稿" in messages(xu, hand_over(xu, article))
    assert ("怎样开口" in he.get("/admin/").content.decode(), mails()) == (True, [])
    assert "邮件提醒" not in he.get("/admin/").content.decode()


@pytest.mark.parametrize("wants", [True, False])
def test_a_person_chooses_on_a_page_of_their_own(xu: Client, he: Client, article: Article, wants: bool) -> None:  # noqa: FBT001
    url = "/admin/mail/"
    assert 'href="/admin/mail/"' in xu.get("/admin/").content.decode()
    form = xu.get(url).context["form"]
    assert (form.initial["email"], form.initial["wants_mail"]) == ("xu@example.com", True)
    sent = {"email": "xinde@example.com", **({"wants_mail": "on"} if wants else {})}
    assert "已保存" in messages(xu, xu.post(url, sent))
    assert xu.get(url).context["form"].initial["wants_mail"] is wants
    hand_over(xu, article)
    mails()
    send_back(he, article)
    assert mails() == ([("退回：《怎样开口》", ["xinde@example.com"])] if wants else [])


def test_an_address_that_is_none_is_refused_in_words(xu: Client) -> None:
    for sent in ({"email": "不是", "wants_mail": "on"}, {"email": "", "wants_mail": "on"}):
        answer = xu.post("/admin/mail/", sent)
        assert (answer.status_code, "邮箱" in answer.content.decode()) == (200, True)
    assert User.objects.get(username="author").email == "xu@example.com"
    for client in (Client(), signed_in(User.objects.create_user("reader"))):
        assert client.get("/admin/mail/").status_code == 302
