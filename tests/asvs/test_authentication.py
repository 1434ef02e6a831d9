"""ASVS 5.0, chapter V6: passwords, guesses, default accounts, and a lost second factor."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from tests.accounts.telephone import Telephone, log_in_with, send_code
from tests.accounts.test_logins import LIMIT, PASSWORD, guess, is_logged_in, log_in
from tests.builders import make_author, make_editor
from yanjiang.accounts.common_passwords import chinese_passwords

pytestmark = pytest.mark.django_db


@pytest.fixture
def telephone(monkeypatch: pytest.MonkeyPatch) -> Telephone:
    return Telephone(monkeypatch)


def test_asvs_6_2_1_a_password_has_ten_characters_or_more() -> None:
    with pytest.raises(ValidationError, match="至少要有 10 个字符"):
        validate_password("kai-kou-7")
    validate_password("kai-kou-77")


def test_asvs_6_2_4_thousands_of_common_passwords_are_refused() -> None:
    accepted = []
    for password in sorted(chinese_passwords()):
        try:
            validate_password(password)
            accepted.append(password)
        except ValidationError:
            pass
    assert len(chinese_passwords()) >= 3_000
    assert accepted == []


def test_asvs_6_3_1_guesses_of_passwords_and_of_codes_are_stopped(client: Client, telephone: Telephone) -> None:
    telephone.give(make_editor())
    make_author()
    assert guess(client, "author")[-1] == 429
    assert log_in(client, "author", PASSWORD) == 429
    log_in(client, "editor", PASSWORD)
    assert [send_code(client, telephone.wrong_code()) for _ in range(LIMIT)][-1] == 429
    # A stranger cannot lock the owner out.
    assert log_in_with(Client(REMOTE_ADDR="203.0.113.9"), telephone) == 302


def test_asvs_6_3_2_a_new_site_has_no_account() -> None:
    call_command("migrate", verbosity=0)
    assert not User.objects.exists()
    assert not settings.DEMO


def test_asvs_6_4_3_a_lost_password_is_reset_without_a_way_around_the_second_factor(
    client: Client, telephone: Telephone
) -> None:
    user = make_editor()
    telephone.give(user)
    manager = Client()
    manager.force_login(User.objects.create_superuser("root"))
    fields = {"password1": "ling-dao-she-de-8", "password2": "ling-dao-she-de-8", "set-password": "1"}
    assert manager.post(f"/admin/auth/user/{user.pk}/password/", fields).status_code == 302
    assert log_in(client, "editor", "ling-dao-she-de-8") == 302
    assert not is_logged_in(client)
    assert send_code(client, telephone.code()) == 302
    assert client.get("/admin/")["Location"] == "/admin/password_change/"
