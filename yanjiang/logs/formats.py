"""The two forms of a line of the log: for people, and JSON for a collector of logs."""

import json
import logging
from datetime import datetime

from django.utils import timezone

from yanjiang.logs import number
from yanjiang.logs.private import without_personal_data

# Logins of staff are logged with name and address (yanjiang/accounts/README.md): attacks are found by them.
OF_LOGINS = "axes"


class LineFormatter(logging.Formatter):
    """Time, level, logger, number of the request, message, and the traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        request = number.of(record)
        line = f"{_time(record)} {record.levelname} {record.name}{request and f' [{request}]'}: {_message(record)}"
        error = self.error(record)
        return f"{line}\n{error}" if error else line

    def error(self, record: logging.LogRecord) -> str:
        """Return the traceback, or "". Tracebacks have the code, and no values of variables."""
        return without_personal_data(self.formatException(record.exc_info)) if record.exc_info else ""


class JsonFormatter(LineFormatter):
    """An object on one line. `request` and `error` are there where they have a value."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "request": number.of(record),
            "message": _message(record),
            "error": self.error(record),
        }
        return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    return message if record.name.partition(".")[0] == OF_LOGINS else without_personal_data(message)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, timezone.get_default_timezone()).isoformat(timespec="seconds")
