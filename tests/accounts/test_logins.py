"""Logins: the limit on guesses, and the pages that people meet."""

import ipaddress
import logging
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import unquote

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest import LogCaptureFixture, MonkeyPatch
from pytest_django import DjangoAssertNumQueries, Settings

from tests.builders import make_author, make_editor
from tests.pages import ReadPage, inline_code, read

pytestmark = pytest.mark.django_db

PASSWORD = "kai-kou-jiu-lai"
LIMIT = 5


def log_in(client: Client, username: str, password: str, **headers: str) -> int:
    data = {"username": username, "password": password}
    return client.post("/admin/login/", data, **headers).status_code  # type: ignore[arg-type]


def guess(client: Client, username: str = "editor", *, times: int = LIMIT, **headers: str) -> list[int]:
    return [log_in(client, username, f"wrong-{number}", **headers) for number in range(times)]


def can_log_in(client: Client, username: str = "editor", **headers: str) -> bool:
    return log_in(client, username, PASSWORD, **headers) == 302


def is_logged_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


# --- Guesses ---------------------------------------------------------------------------------------------------------


def test_the_fifth_wrong_password_locks_the_name_for_that_address_alone(client: Client) -> None:
    make_editor()
    make_author()
    assert guess(client) == [200, 200, 200, 200, 429]
    assert log_in(client, "editor", PASSWORD) == 429
    assert not is_logged_in(client)
    assert can_log_in(client, "author")
    assert can_log_in(Client(), REMOTE_ADDR="203.0.113.9")


def test_another_browser_or_path_is_no_way_around(client: Client) -> None:
    make_editor()
    for number in range(LIMIT):
        guess(Client(), times=1, HTTP_USER_AGENT=f"agent {number}", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert log_in(client, "editor", PASSWORD) == 429
    assert client.post("/admin/login/?next=/admin/", {"username": "editor", "password": PASSWORD}).status_code == 429


def test_a_right_password_clears_earlier_mistakes(client: Client) -> None:
    make_editor()
    for _ in range(2):
        assert guess(client, times=LIMIT - 1) == [200] * 4
        assert can_log_in(client)
        client.logout()


def test_the_lock_ends_after_a_quarter_of_an_hour_whatever_is_tried_before(client: Client) -> None:
    make_editor()
    guess(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert log_in(client, "editor", PASSWORD) == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert can_log_in(client)


def test_failures_that_no_longer_count_are_deleted(client: Client) -> None:
    make_editor()
    guess(client, "nobody")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    guess(client, times=1)
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["editor"]


def test_behind_a_proxy_each_reader_is_counted_alone(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.7")]
    make_editor()
    assert guess(Client(), REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR="203.0.113.5")[-1] == 429
    assert not can_log_in(Client(), REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert can_log_in(Client(), REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR="203.0.113.6")
    # A stranger with forged headers is counted by the real address.
    for number in range(LIMIT):
        guess(Client(), times=1, REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert not can_log_in(Client(), REMOTE_ADDR="198.51.100.1")


def test_the_addresses_of_one_ipv6_network_are_counted_together(client: Client) -> None:
    make_editor()
    for number in range(LIMIT):
        guess(client, times=1, REMOTE_ADDR=f"2001:db8:0:1::{number}")
    assert not can_log_in(client, REMOTE_ADDR="2001:db8:0:1:ffff::1")
    assert can_log_in(client, REMOTE_ADDR="2001:db8:0:2::1")


@pytest.mark.parametrize("address", ["", "unix:"])
def test_over_a_unix_socket_guesses_are_counted_by_name(client: Client, address: str) -> None:
    make_editor()
    assert guess(client, REMOTE_ADDR=address)[-1] == 429
    assert not can_log_in(client, REMOTE_ADDR=address)


@pytest.mark.parametrize("username", ["a\0b", "长" * 5000, "😀", "' OR 1=1 --", " ", "\n"])
def test_no_name_breaks_the_login(client: Client, username: str) -> None:
    assert set(guess(client, username)) <= {200, 429}


@pytest.mark.django_db(transaction=True)
def test_a_hundred_guesses_at_once_are_counted_one_by_one(monkeypatch: MonkeyPatch) -> None:
    make_editor()
    checked, start = [], threading.Barrier(20)
    check = User.check_password

    def counted(self: User, raw_password: str) -> bool:
        checked.append(raw_password)
        return check(self, raw_password)

    def attempt(number: int) -> int:
        if number < start.parties:
            start.wait()
        try:
            return guess(Client(), times=1)[0]
        finally:
            connections.close_all()

    monkeypatch.setattr(User, "check_password", counted)
    with ThreadPoolExecutor(start.parties) as pool:
        statuses = list(pool.map(attempt, range(100)))
    assert len(checked) == LIMIT
    assert (statuses.count(200), statuses.count(429)) == (LIMIT - 1, 100 - LIMIT + 1)


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_the_lockout_page_says_in_chinese_when_to_try_again(client: Client) -> None:
    make_editor()
    guess(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=5))
    answer = client.post("/admin/login/", {"username": "editor", "password": PASSWORD})
    assert 590 < int(answer["Retry-After"]) <= 601
    page = answer.content.decode()
    promised = re.search(r"请在 <strong>(\d\d:\d\d)</strong> 以后再试", page)
    assert promised
    until = timezone.localtime() + timedelta(minutes=10)
    assert promised[1] in {(until + timedelta(minutes=late)).strftime("%H:%M") for late in (0, 1)}
    assert "连续 5 次不正确" in page
    assert inline_code(page) == []
    assert not re.search(
        r"[A-Za-z]{3,}", re.sub(r"(?s)<head>.*?</head>|<script.*?</script>|<svg.*?</svg>|<[^>]+>", "", page)
    )
    assert answer["Cache-Control"] == "no-store"


def login_page(client: Client) -> ReadPage:
    return read(client, "/admin/login/")


def test_the_login_page_is_chinese_and_clean(client: Client) -> None:
    page = login_page(client)
    assert "用户名" in page.text
    assert inline_code(page.html) == []
    assert not re.search(r"[A-Za-z]{3,}", page.text)


def test_a_wrong_name_and_a_wrong_password_get_the_same_message(client: Client) -> None:
    make_editor()

    def message(username: str) -> str:
        page = client.post("/admin/login/", {"username": username, "password": "wrong"}).content.decode()
        found = re.search(r'(?s)class="errornote">(.*?)</p>', page)
        assert found
        return found[1].strip()

    assert message("editor") == message("nobody")
    assert re.search(r"[\u4e00-\u9fff]", message("editor"))


def test_a_login_is_logged_with_name_and_address_and_cannot_forge_a_line(
    client: Client, caplog: LogCaptureFixture, monkeypatch: MonkeyPatch
) -> None:
    make_editor()
    for name in ("axes", "axes.handlers"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    with caplog.at_level(logging.INFO, logger="axes.handlers"):
        guess(client, "x\nAXES: Successful login by 'editor'", times=1)
        assert can_log_in(client, REMOTE_ADDR="203.0.113.9")
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("axes")]
    assert "AXES: Successful login by 'editor' from 203.0.113.9." in lines
    assert [line for line in lines if "\n" in line] == []
    assert [line for line in lines if PASSWORD in line or "wrong-0" in line] == []


@pytest.mark.usefixtures("pages_are_made")
def test_the_limits_cost_a_public_page_no_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/consultants/")
    with django_assert_num_queries(1):
        answer = client.get("/consultants/")
    assert answer.cookies == {}


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/admin/pictures/picture/?q=%E5%90%AC%E4%BC%97", "/admin/pictures/picture/?q=听众"),
        ("http://testserver/admin/", "http://testserver/admin/"),
        ("", "/admin/"),
        ("https://other.example.com/", "/admin/"),
        ("//other.example.com/", "/admin/"),
        ("/\\other.example.com/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("x", "x"),
        ("\n", "/admin/"),
    ],
)
def test_a_user_who_is_logged_in_is_redirected_to_the_wanted_page(client: Client, wanted: str, target: str) -> None:
    client.force_login(make_editor())
    answer = client.get("/admin/login/", {"next": unquote(wanted)})
    assert (answer.status_code, unquote(answer["Location"])) == (302, target)
