"""Fixtures of logins with a second factor."""

import pytest

from tests.accounts.telephone import Telephone


@pytest.fixture
def telephone(monkeypatch: pytest.MonkeyPatch) -> Telephone:
    return Telephone(monkeypatch)
