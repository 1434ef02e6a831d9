"""No row of the log has a body, a password, a note between colleagues, or anything about readers."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.editing.scheduling import put_due_live
from articles.models import Article, BulkChange, PendingChange, Remark, Revision
from articles.search import log as search_log
from tests.accounts.test_logins import PASSWORD, log_in
from tests.articles.admin.forms import typed
from tests.articles.admin.test_replacing import sent as shown
from tests.builders import make_article, make_editor, make_user, shanghai
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
MARK = "暗号乙亥"


def written() -> str:
    """Return every word of the log."""
    return "\n".join(f"{entry}" for entry in Entry.objects.values_list())


@pytest.fixture
def editor(client: Client) -> Client:
    make_editor()
    log_in(client, "editor", PASSWORD)
    return client


def test_a_body_is_not_in_it(editor: Client) -> None:
    article = make_article(body=f"<p>{MARK}先生</p>", status="draft", owner=User.objects.get(username="editor"))
    url = f"{LIST}{article.pk}/change/"
    editor.post(url, typed(editor, url, body=f"<p>{MARK}女士</p>", summary=f"{MARK}摘要"))
    page = editor.post(f"{LIST}replace/", {"words": f"{MARK}女士", "by": MARK, "names": ["body"], "ids": article.pk})
    editor.post(f"{LIST}replace/", {**shown(page.content.decode()), "_replace": "替换"})
    editor.post(f"{LIST}actions/{BulkChange.objects.get().pk}/undo/")
    editor.post(url, typed(editor, url, _publish="发布"))
    editor.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["login", "change", "change", "change", "publish", "delete"]
    assert MARK not in written()


def test_a_note_between_colleagues_is_not_in_it(editor: Client) -> None:
    article = make_article(status="draft", owner=User.objects.get(username="editor"))
    one = f"{LIST}{article.pk}/"
    editor.post(f"{one}hand-over/", {"note": MARK})
    editor.post(f"{one}remarks/", typed(editor, f"{one}remarks/", whole=MARK))
    editor.post(f"{one}remarks/{Remark.objects.get().pk}/", {"reply": MARK})
    returned = typed(editor, f"{one}remarks/", reason=MARK, _return="退回")
    editor.post(f"{one}remarks/", returned)
    editor.post(f"{one}sharing/", {"days": "7", "name": MARK})
    details = list(Entry.objects.exclude(kind="login").order_by("pk").values_list("details", flat=True))
    assert details == ["交稿", "写批注", "处理批注", "退回", "新建链接"]
    assert MARK not in written()


def test_passwords_are_not_in_it(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    user, other = make_user("zhou"), "xin-de-mima-2026"
    url = f"/admin/auth/user/{user.pk}/password/"
    client.post(url, {**typed(client, url), "password1": other, "password2": other})
    new: dict[str, Any] = {"username": "wu", "password1": other, "password2": other, "is_staff": "on"}
    client.post("/admin/auth/user/add/", new)
    mine = {"old_password": PASSWORD, "new_password1": f"{other}x", "new_password2": f"{other}x"}
    client.post("/admin/password_change/", mine)
    stranger = Client()
    log_in(stranger, other, PASSWORD)
    log_in(stranger, "zhou", f"{other}y")
    assert Entry.objects.count() == 5
    for word in (other, PASSWORD, "pbkdf2", "md5$"):
        assert word not in written()


def test_readers_are_not_in_it(client: Client) -> None:
    article = make_article()
    sealed = search_log.seal(MARK, 3)
    search_log.record(sealed, times=1, same=1, today=timezone.localdate())
    reader = Client(headers={"User-Agent": "Mozilla/5.0 Firefox/133.0"}, REMOTE_ADDR="198.51.100.77")
    reader.get(f"/articles/{article.pk}/")
    reader.get(f"/search/?q={MARK}")
    reader.get("/nothing/")
    assert not Entry.objects.exists()


def test_a_reader_who_meets_a_change_that_is_due_is_not_in_it(editor: Client) -> None:
    article = make_article()
    url = f"{LIST}{article.pk}/change/"
    editor.post(url, typed(editor, url, title="收尾"))
    PendingChange.objects.update(go_live_at=shanghai("2026-11-01 08:00"))
    put_due_live(timezone.now())
    assert Article.objects.get().title == "收尾"
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.who, entry.address, entry.browser) == ("publish", "editor", "", "到时自动")


def test_a_change_of_somebody_who_is_gone_is_in_it_without_a_name(editor: Client) -> None:
    article = make_article()
    url = f"{LIST}{article.pk}/change/"
    editor.post(url, typed(editor, url, title="收尾"))
    Revision.objects.update(by=None)
    PendingChange.objects.update(go_live_at=shanghai("2026-11-01 08:00"))
    put_due_live(timezone.now())
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.title, entry.who, entry.browser) == ("publish", "收尾", "", "到时自动")
