"""Tells ADMINS of errors by mail: one of each kind in an hour, ten in all, however many workers have them."""

import logging
import time
import traceback
from pathlib import Path

from django.conf import settings
from django.core.mail import mail_admins

from yanjiang.logs import number
from yanjiang.logs.budget import MOST, Budget
from yanjiang.logs.formats import LineFormatter

OWN = "yanjiang.logs"
FILE = "error_mails.json"

logger = logging.getLogger(OWN)


class ErrorMailHandler(logging.Handler):
    """Sends a mail within the budget. A mail that cannot be sent is a warning in the log."""

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ADMINS or record.name == OWN:
            return
        try:
            kept_back = Budget(settings.VAR_DIR / FILE).claim(kind_of(record), time.time())
            if kept_back is not None:
                mail_admins(_subject(record), self._text(record, kept_back))
        except Exception as error:  # a full disk, or whatever a mail server does: the log has the error itself
            logger.warning("An error could not be told by mail: %s", type(error).__name__)

    def _text(self, record: logging.LogRecord, kept_back: int) -> str:
        told = [LineFormatter().format(record)]
        if request := number.of(record):
            told.append(f"请求编号：{request}（日志里和读者看到的错误页上都有）")
        if kept_back:
            told.append(f"在这之前，还有 {kept_back} 次同样的错误没有发邮件。")
        told.append(f"同样的错误一小时只发一封，所有错误一小时最多 {MOST} 封，全部都在日志里。")
        return "\n\n".join(told)


def kind_of(record: logging.LogRecord) -> str:
    """Return what errors of one cause have in common: the exception and the innermost line of ours, or the message."""
    if not (record.exc_info and record.exc_info[0]):
        return f"{record.name}: {record.msg}"
    frames = traceback.extract_tb(record.exc_info[2])
    root = str(settings.BASE_DIR)
    ours = [frame for frame in frames if frame.filename.startswith(root) and ".venv" not in frame.filename]
    place = (ours or frames)[-1:]
    return " ".join([record.exc_info[0].__name__, *(f"{Path(one.filename).name}:{one.lineno}" for one in place)])


def _subject(record: logging.LogRecord) -> str:
    return kind_of(record)[:100].replace("\n", " ")
