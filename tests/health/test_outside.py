"""check_site from outside: a server of the test's own stands in the place of the site."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pytest import MonkeyPatch
from pytest_django import Settings

from tests.server import free_port
from yanjiang.health.findings import Finding, State
from yanjiang.health.security import outside

GOOD = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SECURE = {**GOOD, "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


@contextmanager
def served(headers: dict[str, str], *, files: tuple[str, ...] = (), certificate: Path | None = None) -> Iterator[int]:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in ("/", *files) else 404)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost that ends in twenty days."""
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    words += ["-days", "20", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*words, "-keyout", str(file), "-out", f"{file}.crt"], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


def states(found: list[Finding]) -> dict[str, State]:
    return {finding.name: finding.state for finding in found}


def test_a_site_that_answers_well_is_told_so(settings: Settings) -> None:
    with served(GOOD) as port:
        settings.SITE_URL = f"http://127.0.0.1:{port}"
        assert states(outside.findings()) == {"headers": State.OK, "hidden": State.OK}


@pytest.mark.parametrize("lost", GOOD)
def test_a_header_that_is_missing_is_told(settings: Settings, lost: str) -> None:
    with served({name: value for name, value in GOOD.items() if name != lost}) as port:
        settings.SITE_URL = f"http://127.0.0.1:{port}"
        (told, _hidden) = outside.findings()
    assert told.state is State.FAILED
    assert lost in told.words


@pytest.mark.parametrize("file", outside.NOT_SERVED)
def test_a_file_that_nobody_should_get_is_told(settings: Settings, file: str) -> None:
    with served(GOOD, files=(file,)) as port:
        settings.SITE_URL = f"http://127.0.0.1:{port}"
        (_headers, told) = outside.findings()
    assert told.state is State.FAILED
    assert file in told.words


def test_a_site_that_cannot_be_reached_is_told(settings: Settings) -> None:
    settings.SITE_URL = f"http://127.0.0.1:{free_port()}"
    assert states(outside.findings()) == {"outside": State.DEGRADED}


def test_a_certificate_that_nobody_trusts_is_told(settings: Settings, certificate: Path) -> None:
    with served(SECURE, certificate=certificate) as port:
        settings.SITE_URL = f"https://localhost:{port}"
        (told,) = outside.findings()
    assert told.state is State.FAILED
    assert "证书不被信任" in told.words


def test_https_is_checked_to_the_certificates_end(
    settings: Settings, certificate: Path, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    monkeypatch.setattr(outside, "redirect", lambda: Finding("redirect", State.OK, ""))
    with served(SECURE, certificate=certificate) as port:
        settings.SITE_URL = f"https://localhost:{port}"
        found = outside.findings()
        assert states(found) == dict.fromkeys(("headers", "hidden", "hsts", "redirect", "certificate"), State.OK)
        assert "证书还有 20 天到期" in found[-1].words
        monkeypatch.setattr(outside, "SOON", 21 * outside.DAY)
        assert states(outside.findings())["certificate"] is State.FAILED


@pytest.mark.parametrize("told", [None, "max-age=0", "max-age=31535999; includeSubDomains", "max-age=x"])
def test_hsts_of_less_than_a_year_is_told(settings: Settings, told: str | None) -> None:
    with served({"Strict-Transport-Security": told} if told else {}) as port:
        assert outside.hsts(outside.ask(f"http://127.0.0.1:{port}/")).state is State.FAILED


@pytest.mark.parametrize(("decided", "state"), [("", State.DEGRADED), ("on", State.DEGRADED), ("off", State.OK)])
def test_hsts_without_subdomains_is_told_until_the_operator_says_off(
    settings: Settings, decided: str, state: State
) -> None:
    settings.HSTS_SUBDOMAINS = decided
    with served({"Strict-Transport-Security": "max-age=31536000"}) as port:
        assert outside.hsts(outside.ask(f"http://127.0.0.1:{port}/")).state is state


def test_http_that_is_not_redirected_is_told(settings: Settings, monkeypatch: MonkeyPatch) -> None:
    settings.SITE_URL = "https://www.example.com"
    with served({}) as port:
        answer = outside.ask(f"http://127.0.0.1:{port}/")
    monkeypatch.setattr(outside, "ask", lambda url: answer)
    assert outside.redirect().state is State.FAILED
    answer.headers["Location"] = "https://www.example.com/"
    monkeypatch.setattr(outside, "ask", lambda url: outside.Answer(301, answer.headers))
    assert outside.redirect().state is State.OK
