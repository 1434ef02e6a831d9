"""An operator reads a sentence when the machine, the database or the storage lets a command down."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, ProgrammingError

from tests.server import free_port
from yanjiang.lib import failures
from yanjiang.lib.stored import UploadsAwayError

ROOT = Path(__file__).resolve().parents[2]


class CauseError(Exception):
    """An error of the client of PostgreSQL's, with its code, or without one where there is no connection."""

    def __init__(self, code: str | None = None) -> None:
        super().__init__()
        self.pgcode = code


def caused(error: Exception, cause: CauseError) -> Exception:
    error.__cause__ = cause
    return error


REFUSED = 'connection to server at "127.0.0.1", port 5999 failed: Connection refused\n\tIs the server running?\n'
NO_ANSWER = "数据库没有回答：看数据库是不是在运行，DATABASE_URL 对不对"
OTHER_TABLES = "数据库的结构和程序不一致：先运行 manage.py migrate"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file", "nope.tar"), "没有这个文件或文件夹：nope.tar"),
        (FileNotFoundError("a.jpg"), "没有这个文件或文件夹：a.jpg"),
        (PermissionError(errno.EACCES, "Permission denied", "/root/x.tar"), "没有权限：/root/x.tar"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "/srv"), "这是文件夹，要写一个文件：/srv"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘满了"),
        (OSError("a.jpg: 3 bytes were read in place of 4"), "系统拒绝了（a.jpg: 3 bytes were read in place of 4）"),
        (UploadsAwayError("a.jpg: timed out"), "存放文件的服务器没有回答，或者拒绝了（a.jpg: timed out）"),
        (ImproperlyConfigured("DEBUG: 'x' is neither on nor off"), "设置不对（DEBUG: 'x' is neither on nor off）"),
        (caused(OperationalError(REFUSED), CauseError()), f"{NO_ANSWER}（{REFUSED.splitlines()[0]}）"),
        (caused(InterfaceError("closed"), CauseError()), f"{NO_ANSWER}（closed）"),
        (caused(OperationalError("terminating"), CauseError("57P01")), f"{NO_ANSWER}（terminating）"),
        (caused(ProgrammingError("Relation fehlt"), CauseError("42P01")), f"{OTHER_TABLES}（Relation fehlt）"),
        (OperationalError("no such table: auth_user"), f"{OTHER_TABLES}（no such table: auth_user）"),
        (OperationalError("database or disk is full"), "数据库所在的磁盘满了（database or disk is full）"),
        (DatabaseError("file is not a database"), "数据库文件坏了，或者不是数据库文件（file is not a database）"),
        (IntegrityError("UNIQUE constraint failed"), "数据库拒绝了（UNIQUE constraint failed）"),
    ],
)
def test_an_error_is_told_in_one_line_of_chinese(error: Exception, words: str) -> None:
    assert failures.in_words(error) == words


def test_a_command_that_the_machine_lets_down_ends_with_a_sentence() -> None:
    with pytest.raises(SystemExit) as end, failures.told(wholly=False):
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/a.tar")
    assert end.value.code == "磁盘满了：/srv/a.tar。"


def test_a_command_that_somebody_stops_ends_with_a_sentence() -> None:
    with pytest.raises(SystemExit) as end, failures.told(wholly=False):
        raise KeyboardInterrupt
    assert end.value.code == "已中断。"


def test_a_command_whose_output_nobody_reads_any_more_ends_without_a_word() -> None:
    with pytest.raises(SystemExit) as end, failures.told(wholly=False):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")
    assert end.value.code == 1


@pytest.mark.parametrize(
    "error",
    [KeyError("x"), IntegrityError("UNIQUE constraint failed"), OperationalError('near "FORM": syntax error')],
)
def test_a_fault_of_the_program_keeps_its_traceback(error: Exception) -> None:
    with pytest.raises(type(error)), failures.told(wholly=False):
        raise error


def test_a_developer_sees_the_traceback_of_every_error() -> None:
    with pytest.raises(FileNotFoundError), failures.told(wholly=True):
        raise FileNotFoundError("a.jpg")


def manage(folder: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Run a command of manage.py. Return its exit code, and what it tells of its failure."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "VAR_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", ["roll_up_hits", "migrate", "clearsessions"])
def test_every_command_says_that_the_database_does_not_answer(tmp_path: Path, command: str) -> None:
    away = f"postgres://postgres@127.0.0.1:{free_port()}/yanjiang"
    code, told = manage(tmp_path, command, DATABASE_URL=away)
    assert (code, told.count("\n")) == (1, 1)
    assert told.startswith(NO_ANSWER)
    assert "Traceback" in manage(tmp_path, command, "--traceback", DATABASE_URL=away)[1]


def test_a_command_says_that_the_tables_are_not_made_yet(tmp_path: Path) -> None:
    assert manage(tmp_path, "check_hits") == (1, f"{OTHER_TABLES}（no such table: articles_article）。\n")


def test_a_folder_that_cannot_be_made_and_a_wrong_setting_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    under = tmp_path / "file" / "var"
    assert manage(under, "check_hits") == (1, f"路径当中有一段不是文件夹：{under}。\n")
    assert manage(tmp_path, "check_hits", DEBUG="x") == (1, "设置不对（DEBUG: 'x' is neither on nor off）。\n")
