"""ASVS 5.0, chapter V7: the token of a session, and the end of all sessions of an account."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.accounts.telephone import Telephone, send_code
from tests.accounts.test_logins import PASSWORD, is_logged_in, log_in
from tests.builders import make_author, make_editor, make_manager
from yanjiang.accounts.deletion import protected_rows

pytestmark = pytest.mark.django_db


def test_asvs_7_2_4_each_login_gets_a_new_token_and_ends_the_old(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    telephone = Telephone(monkeypatch)
    telephone.give(make_editor())
    keys = []
    for _ in range(2):  # the second time over a session that is logged in
        assert log_in(client, "editor", PASSWORD) == 302
        keys.append(client.session.session_key)
        assert send_code(client, telephone.code()) == 302
        keys.append(client.session.session_key)
        telephone.later(seconds=30)
    assert keys[0] != keys[1] != keys[3]
    assert not Session.objects.filter(pk__in=keys[:2]).exists()
    assert list(Session.objects.values_list("pk", flat=True)) == [keys[3]]


@pytest.mark.parametrize("end", ["deactivated", "deleted"])
def test_asvs_7_4_2_a_closed_account_has_no_session_left(end: str) -> None:
    author, manager = make_author(), Client()
    browsers = [Client(), Client()]
    for browser in browsers:
        assert log_in(browser, "author", PASSWORD) == 302
    manager.force_login(make_manager())
    if end == "deactivated":
        fields = {"username": "author", "is_staff": "on"}
        assert manager.post(f"/admin/auth/user/{author.pk}/change/", fields).status_code == 302
    else:
        assert list(protected_rows(author)) == []
        author.delete()
    assert [is_logged_in(browser) for browser in browsers] == [False, False]
    assert is_logged_in(manager)
    if end == "deactivated":
        assert Session.objects.count() == 1  # the manager's
