"""A telephone with an authenticator app, and the steps of a login with it, for tests."""

import re
from datetime import UTC, datetime, timedelta

from axes.handlers import proxy
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.oath import hotp
from pytest import MonkeyPatch

from tests.accounts.test_logins import PASSWORD, log_in
from yanjiang.accounts import recovery_codes, second_factor

KEY = "31323334353637383930" * 2
CODE = "/admin/login/code/"


class Telephone:
    """Holds the key of a user, and a clock that tests move. The portal reads the same clock."""

    def __init__(self, monkeypatch: MonkeyPatch) -> None:
        self.now = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
        self.key = KEY
        for module in (timezone, proxy):  # axes has a name of its own for the same function
            monkeypatch.setattr(module, "now", lambda: self.now)
        monkeypatch.setattr(recovery_codes, "ITERATIONS", 1)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def code(self) -> str:
        return f"{self._code():06}"

    def wrong_code(self) -> str:
        return f"{(self._code() + 1) % 1_000_000:06}"

    def _code(self) -> int:
        return int(hotp(bytes.fromhex(self.key), int(self.now.timestamp()) // 30))

    def give(self, user: User) -> list[str]:
        """Set up the second factor of a user. Return the recovery codes. The next code is good."""
        assert second_factor.set_up(user, self.key, self.code(), self.now)
        self.later(seconds=30)
        return recovery_codes.make(user)


def send_code(client: Client, code: str, **fields: str) -> int:
    return client.post(CODE, {"code": code, **fields}).status_code


def log_in_with(client: Client, telephone: Telephone, username: str = "editor", **fields: str) -> int:
    """Log in with password and code. Return the status of the last answer."""
    assert log_in(client, username, PASSWORD) == 302
    return send_code(client, telephone.code(), **fields)


def shown_codes(html: str) -> list[str]:
    return re.findall(r"<li><code>([\w-]+)</code></li>", html)
