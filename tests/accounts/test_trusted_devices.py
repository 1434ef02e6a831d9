"""Trusted devices: no code for thirty days, for the owner of the device alone, until it is revoked."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests.accounts.telephone import CODE, Telephone, log_in_with
from tests.accounts.test_logins import PASSWORD, is_logged_in
from tests.builders import make_author, make_editor
from tests.pages import read
from yanjiang.accounts import trusted_devices
from yanjiang.accounts.models import TrustedDevice

pytestmark = pytest.mark.django_db

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)


@pytest.fixture
def device(client: Client, telephone: Telephone) -> Client:
    """A browser that its editor trusts, logged out."""
    telephone.give(make_editor())
    assert log_in_with(client, telephone, trusts="on") == 302
    client.post("/admin/logout/")
    return client


def asks_for_a_code(client: Client, username: str = "editor", password: str = PASSWORD) -> bool:
    answer = client.post("/admin/login/", {"username": username, "password": password})
    assert answer.status_code == 302
    return answer["Location"] == CODE


def test_a_trusted_device_is_asked_for_no_code_for_thirty_days(device: Client, telephone: Telephone) -> None:
    assert not asks_for_a_code(device)
    assert is_logged_in(device)
    assert asks_for_a_code(Client())
    telephone.later(days=29, hours=23)
    device.post("/admin/logout/")
    assert not asks_for_a_code(device)
    device.post("/admin/logout/")
    telephone.later(hours=2)
    assert asks_for_a_code(device)


def test_a_device_is_trusted_only_where_its_owner_says_so(client: Client, telephone: Telephone) -> None:
    telephone.give(make_editor())
    assert log_in_with(client, telephone) == 302
    client.post("/admin/logout/")
    assert asks_for_a_code(client)


def test_the_cookie_is_a_secret_that_is_stored_as_a_digest(device: Client, settings: Settings) -> None:
    cookie = device.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 30 * 24 * 3600)
    assert len(cookie.value) >= 43
    assert cookie.value not in str(TrustedDevice.objects.values().get())
    settings.SESSION_COOKIE_SECURE = True
    assert trusted_devices._cookie() == "__Host-device"


def test_the_device_of_one_person_is_none_of_another(device: Client, telephone: Telephone) -> None:
    telephone.give(make_author())
    assert asks_for_a_code(device, "author")


@pytest.mark.parametrize("token", ["", "x", "x" * 4000, "' OR 1=1 --"])
def test_a_made_up_cookie_is_no_device(device: Client, token: str) -> None:
    device.cookies["device"] = token
    assert asks_for_a_code(device)


def test_a_device_is_listed_by_browser_and_place_and_revoked(client: Client, telephone: Telephone) -> None:
    telephone.give(make_editor())
    client = Client(HTTP_USER_AGENT=CHROME, REMOTE_ADDR="203.0.113.9")
    log_in_with(client, telephone, trusts="on")
    page = read(client, "/admin/security/").text
    assert "Windows 电脑上的 Chrome 浏览器" in page
    assert "203.0.113.9" in page
    assert "2026-12-30 到期" in page
    pk = TrustedDevice.objects.get().pk
    assert client.get(f"/admin/security/devices/{pk}/forget/").status_code == 405
    assert client.post(f"/admin/security/devices/{pk}/forget/").status_code == 302
    client.post("/admin/logout/")
    assert asks_for_a_code(client)


def test_nobody_revokes_or_sees_the_device_of_another(device: Client, client: Client) -> None:
    other = Client()
    other.force_login(make_author())
    for pk, status in ((TrustedDevice.objects.get().pk, 302), (10**30, 404)):
        assert other.post(f"/admin/security/devices/{pk}/forget/").status_code == status
    assert TrustedDevice.objects.exists()
    assert not asks_for_a_code(device)


def test_a_new_password_ends_the_trust(device: Client, telephone: Telephone) -> None:
    user = User.objects.get()
    user.set_password("huan-le-yi-ge-9")
    user.save()
    assert asks_for_a_code(device, password="huan-le-yi-ge-9")


def test_the_oldest_of_many_devices_makes_room(device: Client, telephone: Telephone) -> None:
    for _ in range(trusted_devices.MOST):
        telephone.later(seconds=30)
        log_in_with(Client(), telephone, trusts="on")
    assert TrustedDevice.objects.count() == trusted_devices.MOST
    assert asks_for_a_code(device)
