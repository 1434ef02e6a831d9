"""登录安全 lists one's own logins, and ends those elsewhere. A new password and a deactivation end them too."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.accounts.test_logins import PASSWORD, is_logged_in, log_in
from tests.accounts.test_trusted_devices import CHROME
from tests.builders import make_author, make_editor, make_manager
from tests.pages import read
from yanjiang.accounts import sessions
from yanjiang.accounts.models import Login
from yanjiang.lib.browsers import browser, place

pytestmark = pytest.mark.django_db

PAGE = "/admin/security/"
END = "/admin/security/logins/end/"
WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def logged_in(username: str = "editor", agent: str = CHROME, address: str = "203.0.113.9") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert log_in(client, username, PASSWORD) == 302
    return client


def test_the_page_lists_ones_own_logins_by_browser_place_and_time() -> None:
    make_editor()
    make_author()
    client = logged_in()
    logged_in(agent=WECHAT, address="10.0.0.3")
    logged_in("author", agent=FIREFOX, address="198.51.100.7")
    page = read(client, PAGE).text
    for words in ("Windows 电脑上的 Chrome 浏览器 现在用的", "203.0.113.9", "苹果手机上的微信", "内部网络（10.0.0.3）"):
        assert words in page.replace("　", " "), words
    assert timezone.localtime().strftime("%Y-%m-%d") in page
    assert page.count("现在用的") == 1
    assert "火狐" not in page
    assert "198.51.100.7" not in page


def test_the_others_are_logged_out_and_nobody_else() -> None:
    make_editor()
    make_author()
    client, elsewhere, other = logged_in(), logged_in(agent=WECHAT), logged_in("author")
    assert client.get(END).status_code == 405
    answer = client.post(END, follow=True)
    assert "已退出别处的 1 个登录" in answer.content.decode()
    assert [is_logged_in(one) for one in (client, elsewhere, other)] == [True, False, True]
    assert "别处没有登录" in client.post(END, follow=True).content.decode()


def test_the_row_of_a_login_goes_with_its_session() -> None:
    make_editor()
    client = logged_in()
    client.post("/admin/logout/")
    assert not Login.objects.exists()
    logged_in()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    call_command("clearsessions")
    assert not Login.objects.exists()


def test_a_new_password_ends_the_others_and_keeps_ones_own_in_the_list() -> None:
    make_editor()
    client, elsewhere = logged_in(), logged_in(agent=WECHAT)
    new = {"old_password": PASSWORD, "new_password1": "huan-le-yi-ge-9", "new_password2": "huan-le-yi-ge-9"}
    assert client.post("/admin/password_change/", new).status_code == 302
    assert [is_logged_in(one) for one in (client, elsewhere)] == [True, False]
    page = read(client, PAGE).text
    assert "现在用的" in page
    assert "微信" not in page


def test_a_password_set_by_a_manager_ends_all_logins() -> None:
    author = make_author()
    make_manager()
    client, manager = logged_in("author"), logged_in("manager")
    fields = {"password1": "ling-dao-she-de-8", "password2": "ling-dao-she-de-8", "set-password": "1"}
    assert manager.post(f"/admin/auth/user/{author.pk}/password/", fields).status_code == 302
    assert [login.user.username for login in Login.objects.select_related("user")] == ["manager"]
    assert not is_logged_in(client)
    assert is_logged_in(manager)


def test_a_user_who_is_deactivated_and_activated_again_is_not_logged_in() -> None:
    author = make_author()
    make_manager()
    client, manager = logged_in("author"), logged_in("manager")
    fields = {"username": "author", "is_staff": "on"}
    assert manager.post(f"/admin/auth/user/{author.pk}/change/", fields).status_code == 302
    assert not User.objects.get(username="author").is_active
    User.objects.update(is_active=True)
    assert not is_logged_in(client)
    assert is_logged_in(manager)


def test_a_user_who_logs_in_again_as_somebody_else_leaves_one_login() -> None:
    make_editor()
    make_author()
    client = logged_in()
    assert log_in(client, "author", PASSWORD) == 302
    assert [login.user.username for login in Login.objects.select_related("user")] == ["author"]
    assert "现在用的" in read(client, PAGE).text


def test_many_logins_cost_no_more_queries_than_two() -> None:
    editor = make_editor()
    client = logged_in()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    logged_in()
    few = queries()
    for _ in range(10):
        logged_in()
    assert queries() == few
    assert Login.objects.filter(user=editor).count() == 12
    assert len(sessions.open_logins(editor, timezone.now())) == 12


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Windows 电脑上的 Chrome 浏览器"),
        (WECHAT, "苹果手机上的微信"),
        (FIREFOX, "Linux 电脑上的火狐浏览器"),
        (
            "Mozilla/5.0 (Linux; Android 14; V2244A) Chrome/120.0 MQQBrowser/15.0 Mobile Safari/537.36",
            "安卓上的 QQ 浏览器",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.0 Safari/605.1.15", "苹果电脑上的 Safari 浏览器"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Windows 电脑上的 Edge 浏览器"),
        ("curl/8.0", "未知的浏览器"),
        ("", "未知的浏览器"),
        ("长" * 5000, "未知的浏览器"),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert browser(RequestFactory().get("/", HTTP_USER_AGENT=agent)) == words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "这台服务器（127.0.0.1）"),
        ("10.0.0.3", "内部网络（10.0.0.3）"),
        ("", "这台服务器"),
        ("2400:3200::1", "2400:3200::1"),
    ],
)
def test_a_place_is_named_in_words(address: str, words: str) -> None:
    assert place(address) == words
