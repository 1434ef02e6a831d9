"""Errors by mail: to ADMINS, without personal data, and never more than the budget."""

import json
import logging
import multiprocessing
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pytest import LogCaptureFixture, MonkeyPatch
from pytest_django import Settings

from yanjiang.logs import error_mails
from yanjiang.logs.budget import KINDS, MOST, Budget
from yanjiang.logs.error_mails import ErrorMailHandler

HOUR = 3_600
NOW = 1_767_225_600.0  # 2026-01-01 in Shanghai


@pytest.fixture
def handler(settings: Settings, tmp_path: Path) -> Iterator[ErrorMailHandler]:
    """The handler as ADMINS adds it to Django's logger."""
    settings.ADMINS, settings.VAR_DIR = [("", "root@example.com")], tmp_path
    added = ErrorMailHandler(logging.ERROR)
    logger = logging.getLogger("django")
    logger.addHandler(added)
    yield added
    logger.removeHandler(added)


def emit(handler: ErrorMailHandler, message: str = "坏了", error: Exception | None = None) -> None:
    info = None
    if error:
        try:
            raise error
        except Exception:
            info = sys.exc_info()
    handler.emit(logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, (), info))


@pytest.mark.django_db
def test_a_page_that_fails_is_told_with_its_number(
    handler: ErrorMailHandler, client: Client, monkeypatch: MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("读者 13812345678")

    monkeypatch.setattr("yanjiang.home.views.filled_blocks", fail)
    client.raise_request_exception = False
    answers = [client.get("/?q=geheim", headers={"cookie": "sessionid=geheim"}) for _ in range(5)]
    (told,) = mail.outbox
    assert told.to == ["root@example.com"]
    assert "RuntimeError" in told.subject
    assert f"请求编号：{answers[0]['X-Request-ID']}" in told.body
    assert "Internal Server Error: /" in told.body
    for secret in ("13812345678", "geheim", "127.0.0.1", "testserver"):
        assert secret not in str(told.body)


def test_one_mail_of_a_kind_an_hour_says_how_many_there_were(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "mails.json")
    assert [budget.claim("a", second) for second in (NOW, NOW + 10, NOW + HOUR - 1)] == [0, None, None]
    assert budget.claim("b", NOW + 20) == 0
    assert budget.claim("a", NOW + HOUR + 1) == 2
    assert budget.claim("a", NOW + 3 * HOUR) == 0


def test_ten_mails_leave_in_an_hour_whatever_happens(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "mails.json")
    sent = [budget.claim(f"kind {number}", NOW) for number in range(50)]
    assert sent == [0] * MOST + [None] * 40
    assert budget.claim("kind 40", NOW + HOUR + 2) == 1


def claim_many(file: Path) -> None:
    for number in range(20):
        with file.with_suffix(".sent").open("a") as sent:
            if Budget(file).claim(f"kind {number}", NOW) is not None:
                sent.write("x")


def test_several_workers_share_the_budget(tmp_path: Path) -> None:
    file = tmp_path / "mails.json"
    workers = [multiprocessing.get_context("fork").Process(target=claim_many, args=[file]) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(file.with_suffix(".sent").read_text()) == MOST


def test_a_thousand_kinds_leave_a_small_file(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "mails.json")
    for number in range(KINDS + 50):
        budget.claim(f"kind {number}", float(number))
    assert len(json.loads((tmp_path / "mails.json").read_text())) == KINDS


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": {"at": "x"}}', "\x00"])
def test_a_broken_file_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "mails.json").write_text(text)
    assert Budget(tmp_path / "mails.json").claim("a", NOW) == 0


def test_errors_of_one_line_are_one_kind_and_others_are_others(handler: ErrorMailHandler) -> None:
    for number in range(3):
        emit(handler, error=ValueError(f"Wert {number}"))
    emit(handler, error=KeyError("a"))
    emit(handler, "另一件")
    assert len(mail.outbox) == 3


def test_a_mail_server_that_is_away_is_a_warning(
    handler: ErrorMailHandler, monkeypatch: MonkeyPatch, caplog: LogCaptureFixture
) -> None:
    def away(*args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(error_mails, "mail_admins", away)
    emit(handler)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "An error could not be told by mail: ConnectionRefusedError")
    ]


def test_a_site_without_admins_sends_nothing(handler: ErrorMailHandler, settings: Settings) -> None:
    settings.ADMINS = []
    emit(handler)
    assert mail.outbox == []
    assert not (settings.VAR_DIR / "error_mails.json").exists()


def test_a_unit_that_fails_is_told_once_an_hour_beside_others(handler: ErrorMailHandler) -> None:
    logger = logging.getLogger("yanjiang")
    logger.addHandler(handler)
    try:
        for unit in ("yanjiang-hits.service", "yanjiang-hits.service", "yanjiang-backup.service", "50%s"):
            call_command("tell_failure", unit)
    finally:
        logger.removeHandler(handler)
    assert [told.subject.partition(": ")[2].partition(" ")[0] for told in mail.outbox] == [
        "yanjiang-hits.service",
        "yanjiang-backup.service",
        "50%s",
    ]
    assert "（journalctl -u yanjiang-hits.service；" in mail.outbox[0].body
