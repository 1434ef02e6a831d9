"""Words for an operator whose command cannot go on because of the machine, the database, the storage or a setting."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError

from yanjiang.lib.stored import UploadsAwayError

OF_FILES = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘的配额用完了",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是文件夹，要写一个文件",
    errno.ENOTDIR: "路径当中有一段不是文件夹",
    errno.EEXIST: "已经有这个名字的文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ESTALE: "网络文件夹断开了",
    errno.ENOTCONN: "网络文件夹断开了",
    errno.EMFILE: "同时打开的文件太多",
}
NO_ANSWER = "数据库没有回答：看数据库是不是在运行，DATABASE_URL 对不对"
OTHER_TABLES = "数据库的结构和程序不一致：先运行 manage.py migrate"
# A part of the database's message -> words. A server of PostgreSQL may speak another language: its codes come first.
OF_DATABASES = {
    "no such table": OTHER_TABLES,
    "no such column": OTHER_TABLES,
    "has no column": OTHER_TABLES,
    "database or disk is full": "数据库所在的磁盘满了",
    "unable to open database file": "打不开数据库文件：看它的文件夹在不在，归谁",
    "readonly database": "数据库文件不能写：看它归谁，命令要由网站的用户运行",
    "database is locked": "数据库正忙，过一会儿再运行",
    "is not a database": "数据库文件坏了，或者不是数据库文件",
    "malformed": "数据库文件坏了",
    "disk I/O error": "数据库所在的磁盘读写出错",
}
# PostgreSQL's manual, appendix A: a table or a column that is not there, no room, and a server that stops or starts.
BY_CODE = {
    "42P01": OTHER_TABLES,
    "42703": OTHER_TABLES,
    "53100": "数据库所在的磁盘满了",
    "57P01": NO_ANSWER,
    "57P02": NO_ANSWER,
    "57P03": NO_ANSWER,
}


@contextmanager
def told(*, wholly: bool) -> Iterator[None]:
    """End the process with a sentence and exit code 1 where its command cannot go on.

    A fault of the program keeps its traceback. `wholly` keeps every traceback.
    """
    try:
        yield
    except KeyboardInterrupt:
        sys.exit("已中断。")
    except BrokenPipeError:
        sys.exit(1)  # nobody reads the output any more, as with `| head`
    except (OSError, DatabaseError, InterfaceError, ImproperlyConfigured) as error:
        is_of_the_program = isinstance(error, DatabaseError) and not _of_database(error)
        if wholly or is_of_the_program:
            raise
        sys.exit(f"{in_words(error)}。")


def in_words(error: Exception) -> str:
    """Return what is the matter, and the technical detail behind it, without a full stop."""
    if isinstance(error, UploadsAwayError):
        return f"存放文件的服务器没有回答，或者拒绝了（{error}）"
    if isinstance(error, OSError):
        return _of_file(error)
    detail = (str(error).strip().splitlines() or [""])[0]
    if isinstance(error, ImproperlyConfigured):
        return f"设置不对（{detail}）"
    return f"{_of_database(error) or '数据库拒绝了'}（{detail}）"


def tells_of_other_tables(error: Exception) -> bool:
    """Tell whether the database answers, and lacks a table or a column."""
    return _of_database(error) == OTHER_TABLES


def _of_file(error: OSError) -> str:
    number = errno.ENOENT if isinstance(error, FileNotFoundError) else error.errno
    words = OF_FILES.get(number or 0)
    if words is None:
        return f"系统拒绝了（{error}）"
    name = error.filename or ("" if error.errno else str(error))
    return f"{words}：{name}" if name else words


def _of_database(error: Exception) -> str:
    """Return the words for an error that the database's machine or its state causes, "" for any other error."""
    # Each error of PostgreSQL's has a code, except those of a connection that fails. SQLite has no codes.
    has_codes, code = hasattr(error.__cause__, "pgcode"), getattr(error.__cause__, "pgcode", None)
    known = BY_CODE.get(code or "") or next((words for part, words in OF_DATABASES.items() if part in str(error)), "")
    if known or not (has_codes and isinstance(error, OperationalError | InterfaceError)):
        return known
    return "数据库拒绝了" if code else NO_ANSWER
