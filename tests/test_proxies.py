"""Forwarded headers: believed from the proxies that are named, dropped from everyone else."""

import ipaddress

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest import LogCaptureFixture, MonkeyPatch
from pytest_django import Settings

from yanjiang import proxies

FORWARDED = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PORT": "6667",
    "HTTP_X_REAL_IP": "203.0.113.9",
    "HTTP_FORWARDED": "for=203.0.113.9",
}


@pytest.fixture(autouse=True)
def trusted(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ipaddress.ip_network(name) for name in ("10.0.0.7", "192.168.0.0/16", "fd00::/8")]


def seen_from(address: str | None, **headers: str) -> dict[str, str]:
    """Return the request's `META` after the middleware, for a request from that address with these headers."""
    seen: list[HttpRequest] = []

    def respond(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    request = RequestFactory().get("/", **headers)  # type: ignore[arg-type]
    del request.META["REMOTE_ADDR"]
    if address is not None:
        request.META["REMOTE_ADDR"] = address
    proxies.middleware(respond)(request)
    return seen[0].META


def kept_from(address: str | None) -> dict[str, str]:
    """Return the forwarded headers that the site sees of a request from that address."""
    return {name: value for name, value in seen_from(address, **FORWARDED).items() if name in FORWARDED}


def client_of(address: str, forwarded_for: str) -> str:
    return seen_from(address, HTTP_X_FORWARDED_FOR=forwarded_for)["REMOTE_ADDR"]


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.255.1", "fd00::1", "FD00:0::0001", "::ffff:10.0.0.7"])
def test_a_named_proxy_is_believed(address: str) -> None:
    assert kept_from(address) == FORWARDED


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "10.0.0.8",
        "192.169.0.1",
        "127.0.0.1",
        "fe80::1",
        "::1",
        "::ffff:10.0.0.8",
        "unix:",
        "10.0.0.7, 10.0.0.7",
        "10.0.0.7:80",
    ],
)
def test_nobody_else_is(address: str | None) -> None:
    assert kept_from(address) == {}


@pytest.mark.parametrize(
    ("forwarded_for", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8::9", "2001:db8::9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        # The reader may have written everything before the last address that is not a proxy of ours.
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9, 192.168.3.4", "203.0.113.9"),
        ("192.168.3.4", "192.168.3.4"),
        ("203.0.113.9, nonsense", "10.0.0.7"),
        ("", "10.0.0.7"),
        # With the port that the reader asked from, as Azure's gateway and HAProxy can write it.
        ("203.0.113.5:51234", "203.0.113.5"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ('"[2001:db8::1]:443"', "2001:db8::1"),
        ('"203.0.113.5:_hidden"', "203.0.113.5"),
        ('"2001:db8::1"', "2001:db8::1"),
        ('""', "10.0.0.7"),
        ("[::ffff:203.0.113.5]:443", "203.0.113.5"),
        ("198.51.100.1:1, 203.0.113.5:51234, 192.168.3.4:80", "203.0.113.5"),
        ("203.0.113.5, [fd00::2]:443, [::ffff:10.0.0.7]:80", "203.0.113.5"),
        # A zone is of no use to another machine.
        ("fe80::1%eth0", "fe80::1"),
        ("[fe80::1%25eth0]:443", "fe80::1"),
        # An element of blanks is none (RFC 9110, section 5.6.1).
        ("203.0.113.9, ,", "203.0.113.9"),
        ("\t203.0.113.9 \t, 192.168.3.4\t", "203.0.113.9"),
        (" , ", "10.0.0.7"),
        # A hidden reader counts as the proxy that hid the address. Everything before that may be forged.
        ("unknown", "10.0.0.7"),
        ("_hidden", "10.0.0.7"),
        ("198.51.100.1, unknown, 192.168.3.4", "192.168.3.4"),
        ("unknown, 203.0.113.9", "203.0.113.9"),
        ("_SEVKISEK, 203.0.113.9:80", "203.0.113.9"),
        ("203.0.113.9.1", "10.0.0.7"),
        ("203.0.113.300", "10.0.0.7"),
        ("2001:db8::1]:443", "10.0.0.7"),
        ("[]:443", "10.0.0.7"),
        ("127.1", "10.0.0.7"),
    ],
)
def test_a_named_proxy_says_who_the_reader_is(forwarded_for: str, client: str) -> None:
    assert client_of("10.0.0.7", forwarded_for) == client


@pytest.mark.parametrize("element", ["nonsense", "unknown", "_hidden", "203.0.113.300:80"])
def test_an_element_without_an_address_is_logged_once(
    monkeypatch: MonkeyPatch, caplog: LogCaptureFixture, element: str
) -> None:
    monkeypatch.setattr(proxies, "_next_log", 0.0)
    for _ in range(3):
        client_of("10.0.0.7", f"198.51.100.1, {element}, 192.168.3.4")
    (record,) = caplog.records
    assert f"from 192.168.3.4 names no address: '{element}'" in record.getMessage()


def test_a_stranger_writes_no_line_and_no_book_into_the_log(
    monkeypatch: MonkeyPatch, caplog: LogCaptureFixture
) -> None:
    monkeypatch.setattr(proxies, "_next_log", 0.0)
    client_of("10.0.0.7", "a\n2026-11-29 WARNING forged" + "长" * 10_000)
    (record,) = caplog.records
    assert len(record.getMessage()) < 300
    assert "\n" not in record.getMessage()


def test_an_element_that_is_read_is_not_logged(monkeypatch: MonkeyPatch, caplog: LogCaptureFixture) -> None:
    monkeypatch.setattr(proxies, "_next_log", 0.0)
    for forwarded_for in ("", "203.0.113.5:51234", "nonsense, [2001:db8::1]:443, 192.168.3.4", "203.0.113.5, ,"):
        client_of("10.0.0.7", forwarded_for)
    client_of("203.0.113.5", "nonsense")  # is not believed, so it is not read
    assert caplog.records == []


def test_nobody_else_says_who_the_reader_is() -> None:
    assert client_of("203.0.113.5", "198.51.100.1") == "203.0.113.5"


def test_without_named_proxies_nobody_is_believed(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    assert kept_from("10.0.0.7") == kept_from("127.0.0.1") == {}


def test_the_site_asks_before_it_looks_at_anything_else(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "www.example.com"
    outside = client.get("/robots.txt", HTTP_X_FORWARDED_PROTO="https", REMOTE_ADDR="203.0.113.9")
    assert (outside.status_code, outside["Location"]) == (301, "https://www.example.com/robots.txt")
    before = settings.MIDDLEWARE[: settings.MIDDLEWARE.index("yanjiang.proxies.middleware")]
    # They number and count requests, and look at nothing but the path.
    assert before == ["yanjiang.logs.number.middleware", "yanjiang.metrics.middleware.middleware"]
