"""The log in lines and in JSON, without personal data."""

import json
import logging
import re
import sys

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from yanjiang.logs import number
from yanjiang.logs.formats import JsonFormatter, LineFormatter
from yanjiang.logs.private import without_personal_data

SECRETS = ("13812345678", "203.0.113.9", "li@example.com", "王小明", "q=离婚", "2001:db8::7", "geheim-token")
TOLD = (
    "Not Found: /search/?q=离婚&page=2 from 203.0.113.9 and 2001:db8::7, li@example.com 13812345678 "
    '"/preview/geheim-token/"'
)


def record(message: str, *, name: str = "django.request", error: Exception | None = None) -> logging.LogRecord:
    info = None
    if error:
        try:
            raise error
        except Exception:
            info = sys.exc_info()
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), info)
    made.created = 1_767_225_600.25  # 2026-01-01 08:00 in Shanghai
    return made


def test_a_line_has_time_level_logger_number_and_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number, "current", lambda: "318041-512")
    assert LineFormatter().format(record("Not Found: /a/")) == (
        "2026-01-01T08:00:00+08:00 ERROR django.request [318041-512]: Not Found: /a/"
    )


def test_json_is_one_line_with_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number, "current", lambda: "318041-512")
    line = JsonFormatter().format(record("出错了", error=ValueError("两行\n说明")))
    assert "\n" not in line
    told = json.loads(line)
    assert (told["time"], told["level"], told["logger"]) == ("2026-01-01T08:00:00+08:00", "ERROR", "django.request")
    assert (told["request"], told["message"]) == ("318041-512", "出错了")
    assert "ValueError: 两行\n说明" in told["error"]
    assert "test_formats.py" in told["error"]


def test_what_has_no_value_is_left_out() -> None:
    assert json.loads(JsonFormatter().format(record("a"))).keys() == {"time", "level", "logger", "message"}


@pytest.mark.parametrize("formatter", [LineFormatter(), JsonFormatter()])
def test_no_line_has_personal_data(formatter: logging.Formatter) -> None:
    error = ValueError(f"{TOLD}\nDETAIL:  Key (last_name)=(王小明) already exists.\nLINE 1: VALUES ('王小明')\n   ^")
    line = formatter.format(record(TOLD, error=error))
    assert [secret for secret in SECRETS if secret in line] == []
    assert "Not Found: /search/?[query]" in line
    assert "/preview/[draft]/" in line


def test_the_log_of_logins_names_who_and_from_where() -> None:
    line = LineFormatter().format(
        record("AXES: New login failure by 'li' from 203.0.113.9", name="axes.handlers.database")
    )
    assert line.endswith("by 'li' from 203.0.113.9")


@pytest.mark.parametrize(
    "text",
    [
        'connection to server at "127.0.0.1", port 5432 failed',
        "2026-01-01T08:00:00+08:00",
        "File yanjiang/home/views.py, line 12, in home",
        "django 5.2 and Python 3.11.2?",
        "1767225600250000",
        "What? Why?",
        "::1",
    ],
)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert without_personal_data(text) == text


def test_a_line_that_django_writes_behind_all_middleware_has_the_number_of_its_request(rf: RequestFactory) -> None:
    request = rf.get("/")
    number.middleware(lambda request: HttpResponse(status=404))(request)
    made = record("Not Found: /")
    made.request = request
    assert re.search(r" \[\d{6}-\d+\]: Not Found: /$", LineFormatter().format(made))
    assert re.fullmatch(r"\d{6}-\d+", json.loads(JsonFormatter().format(made))["request"])
