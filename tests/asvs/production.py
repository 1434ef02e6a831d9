"""The portal under the settings of production, and its answers to visitors and staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests.test_settings import settings_with

HOST, OLD_HOST = "www.example.com", "m.example.com"
URL = f"https://{HOST}"
STORAGES = {
    "default": {"BACKEND": "yanjiang.lib.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@dataclass(frozen=True)
class Answer:
    """An answer that outlives the test database in which it was made."""

    status: int
    headers: dict[str, str]
    content: bytes
    cookies: dict[str, Any] = field(default_factory=dict)


def kept(answer: Any) -> Answer:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name.lower(): value for name, value in answer.items()}
    return Answer(answer.status_code, headers, content, {name: dict(one) for name, one in answer.cookies.items()})


def settings_of_production(folder: Path, **environment: str) -> dict[str, Any]:
    """Return the settings of a site on https that differ by its environment alone."""
    with pytest.MonkeyPatch.context() as patch:
        given = {"SITE_URL": URL, "OLD_HOSTS": OLD_HOST, "ALLOWED_HOSTS": HOST, **environment}
        settings = settings_with(patch, folder, **given)
    names = ("SITE_URL", "HOSTS", "COOKIE", "CSRF_TRUSTED", "SECURE_", "CONTENT_SECURITY", "X_FRAME", "DEBUG", "DEMO")
    return {name: value for name, value in settings.items() if name.isupper() and any(word in name for word in names)}


@contextmanager
def production(folder: Path, **environment: str) -> Iterator[None]:
    """Run the portal as production does, behind a proxy on this machine, with uploads in a folder of the test's own."""
    (folder / "static").mkdir(parents=True, exist_ok=True)
    with override_settings(
        **settings_of_production(folder, **environment),
        STORAGES=STORAGES,
        MEDIA_ROOT=folder / "uploads",
        STATIC_ROOT=folder / "static",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        TRUSTED_PROXIES=[ip_network("127.0.0.1")],
    ):
        yield


def browser(**headers: str) -> Client:
    """Return a browser that asks over https through the proxy."""
    sent: dict[str, Any] = {"SERVER_NAME": HOST, "HTTP_X_FORWARDED_PROTO": "https", **headers}
    return Client(raise_request_exception=False, **sent)
