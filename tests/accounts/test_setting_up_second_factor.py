"""登录安全: a second factor is set up, replaced and removed by oneself, and reset by a superuser."""

import base64
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from tests.accounts.telephone import KEY, Telephone, log_in_with, send_code, shown_codes
from tests.accounts.test_logins import PASSWORD, is_logged_in, log_in
from tests.builders import make_author, make_editor, make_manager
from tests.pages import inline_code, read
from tests.test_english import english
from yanjiang.accounts.models import RecoveryCode, SecondFactor, TrustedDevice

pytestmark = pytest.mark.django_db

PAGE = "/admin/security/"
PAGES = (PAGE, f"{PAGE}start/", f"{PAGE}telephone/", f"{PAGE}codes/", f"{PAGE}remove/")


def scan(client: Client, telephone: Telephone) -> str:
    """Open the page with the QR code, and copy the key into the telephone. Return the page."""
    assert client.post(f"{PAGE}start/", {"password": PASSWORD}).status_code == 302
    html = client.get(f"{PAGE}telephone/").content.decode()
    letters = re.search(r'class="security-key">([A-Z2-7 ]+)<', html)
    assert letters
    telephone.key = base64.b32decode(letters[1].replace(" ", "")).hex()
    return html


def set_up(client: Client, telephone: Telephone) -> list[str]:
    scan(client, telephone)
    answer = client.post(f"{PAGE}telephone/", {"code": telephone.code()})
    assert answer.status_code == 200
    telephone.later(seconds=30)
    return shown_codes(answer.content.decode())


def test_an_editor_sets_up_a_telephone_and_logs_in_with_it(client: Client, telephone: Telephone) -> None:
    make_editor()
    log_in(client, "editor", PASSWORD)
    page = read(client, PAGE)
    assert "没有启用" in page.text
    html = scan(client, telephone)
    assert 'src="data:image/svg+xml' in html
    assert not SecondFactor.objects.exists()
    codes = set_up(client, telephone)
    assert len(codes) == 10
    assert "还有 10 个恢复码没有用过" in read(client, PAGE).text
    client.logout()
    assert log_in_with(client, telephone) == 302
    client.logout()
    log_in(client, "editor", PASSWORD)
    assert send_code(client, codes[0]) == 302
    assert "还有 9 个恢复码没有用过" in read(client, PAGE).text


def test_the_qr_code_names_site_user_and_key(settings: Settings) -> None:
    from yanjiang.accounts import second_factor

    settings.SITE_URL = "https://www.example.com"
    wanted = "otpauth://totp/www.example.com%3A%E4%BD%95%E6%B8%85?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=www.example.com"
    assert second_factor.uri(User(username="何清"), KEY) == wanted


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_key(client: Client, telephone: Telephone) -> None:
    make_editor()
    log_in(client, "editor", PASSWORD)
    scan(client, telephone)
    for code in (telephone.wrong_code(), "", "1", "a\0b", "x" * 5000, "九九九九九九"):
        answer = client.post(f"{PAGE}telephone/", {"code": code})
        assert answer.status_code == 200
        assert english(re.sub(r"<code.*?</code>", "", answer.content.decode()).replace("editor", "")) == []
        assert "errorlist" in answer.content.decode()
    assert not SecondFactor.objects.exists()
    key = telephone.key
    assert len(set_up(client, telephone)) == 10
    assert telephone.key != key  # a new start makes a new key


@pytest.mark.parametrize("page", ["start", "codes", "remove"])
def test_a_change_asks_for_the_password_and_counts_wrong_ones(client: Client, telephone: Telephone, page: str) -> None:
    telephone.give(make_editor())
    log_in_with(client, telephone)
    before = (SecondFactor.objects.get().key, RecoveryCode.objects.count())
    for password in ("", "wrong", "a\0b", "x" * 5000):
        answer = client.post(f"{PAGE}{page}/", {"password": password})
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
    assert client.get(f"{PAGE}telephone/").status_code == 302
    for _ in range(4):
        answer = client.post(f"{PAGE}{page}/", {"password": "wrong"})
    assert answer.status_code == 429
    assert client.post(f"{PAGE}{page}/", {"password": PASSWORD}).status_code == 429
    assert (SecondFactor.objects.get().key, RecoveryCode.objects.count()) == before


def test_another_telephone_replaces_the_first_and_ends_trust_and_other_logins(
    client: Client, telephone: Telephone
) -> None:
    old = telephone.give(make_editor())
    elsewhere = Client()
    log_in_with(elsewhere, telephone, trusts="on")
    telephone.later(seconds=30)
    log_in_with(client, telephone)
    first = telephone.key
    codes = set_up(client, telephone)
    assert (telephone.key != first, TrustedDevice.objects.count()) == (True, 0)
    assert is_logged_in(client)
    assert not is_logged_in(elsewhere)
    log_in(elsewhere, "editor", PASSWORD)
    assert send_code(elsewhere, old[0]) == 200
    assert send_code(elsewhere, codes[0]) == 302


def test_new_recovery_codes_replace_the_old(client: Client, telephone: Telephone) -> None:
    old = telephone.give(make_editor())
    log_in_with(client, telephone)
    new = shown_codes(client.post(f"{PAGE}codes/", {"password": PASSWORD}).content.decode())
    assert (len(new), set(new) & set(old)) == (10, set())
    client.logout()
    log_in(client, "editor", PASSWORD)
    assert [send_code(client, code) for code in (old[0], new[0])] == [200, 302]


def test_a_second_factor_is_removed_by_oneself(client: Client, telephone: Telephone) -> None:
    telephone.give(make_editor())
    log_in_with(client, telephone)
    assert client.post(f"{PAGE}remove/", {"password": PASSWORD}).status_code == 302
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    client.logout()
    assert log_in(client, "editor", PASSWORD) == 302
    assert is_logged_in(client)


@pytest.mark.parametrize("url", PAGES)
def test_the_pages_are_chinese_without_inline_scripts_and_for_staff_alone(
    client: Client, telephone: Telephone, url: str
) -> None:
    telephone.give(make_editor())
    assert client.get(url)["Location"].startswith("/admin/login/")
    log_in_with(client, telephone)
    client.post(f"{PAGE}start/", {"password": PASSWORD})
    html = client.get(url).content.decode()
    assert [code for code in inline_code(html) if not code.startswith("style=")] == []
    plain = re.sub(r"<code.*?</code>", "", html).replace("editor", "")
    assert [word for word in english(plain) if "Windows" not in word and "127.0.0.1" not in word] == []


# --- A lost telephone ------------------------------------------------------------------------------------------------


def test_a_superuser_resets_a_lost_telephone_and_the_log_says_so(client: Client, telephone: Telephone) -> None:
    user = make_editor()
    telephone.give(user)
    theirs = Client()
    log_in_with(theirs, telephone, trusts="on")
    root = User.objects.create_superuser("root", password=PASSWORD)
    client.force_login(root)
    url = f"/admin/auth/user/{user.pk}/second-factor/"
    assert url in client.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
    assert english(client.get(url).content.decode().replace("editor", "")) == []
    assert SecondFactor.objects.exists()
    assert client.post(url).status_code == 302
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.get_change_message()) == (root, str(user.pk), "重设了两步验证。")
    assert "重设了两步验证" in client.get(f"/admin/auth/user/{user.pk}/history/").content.decode()
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count(), TrustedDevice.objects.count()) == (0, 0, 0)
    assert not is_logged_in(theirs)
    assert log_in(theirs, "editor", PASSWORD) == 302
    assert is_logged_in(theirs)


def test_only_a_superuser_resets_a_telephone(client: Client, telephone: Telephone) -> None:
    user = make_author()
    telephone.give(user)
    url = f"/admin/auth/user/{user.pk}/second-factor/"
    for person in (make_editor(), make_manager(), user):
        client.force_login(person)
        assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
    client.logout()
    assert client.get(url)["Location"].startswith("/admin/login/")
    assert SecondFactor.objects.exists()
    client.force_login(User.objects.create_superuser("root"))
    for nonsense in ("999999999", "x", "9" * 30):
        assert client.post(f"/admin/auth/user/{nonsense}/second-factor/").status_code == 404


def test_a_command_resets_the_telephone_of_the_last_superuser(
    telephone: Telephone, capsys: pytest.CaptureFixture[str]
) -> None:
    user = User.objects.create_superuser("root", password=PASSWORD)
    telephone.give(user)
    call_command("reset_second_factor", "root")
    assert "root 的两步验证已经重设。" in capsys.readouterr().out
    assert not SecondFactor.objects.exists()
    assert LogEntry.objects.get().get_change_message() == "在服务器上用命令重设了两步验证。"
    with pytest.raises(CommandError, match="没有用户 nobody"):
        call_command("reset_second_factor", "nobody")
