"""Words for an editor whose work is refused because the server has no room, or cannot reach its files."""

import errno

from yanjiang.lib.stored import UploadsAwayError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
UPLOADS_AWAY = "存放文件的服务器没有回答，附件和修改都没有存上。请过一两分钟再保存；填写的内容还在下面。"
DISK_FULL = "服务器的磁盘已满，附件和修改都没有存上。请告诉网站管理员；填写的内容还在下面。"
# Messages of SQLite and PostgreSQL for a full disk.
FULL_DATABASE = ("database or disk is full", "No space left on device")


def lasting_refusal(error: Exception) -> str:
    """Return what an editor reads of an error that another try does not mend, "" for any other error."""
    if isinstance(error, UploadsAwayError):
        return UPLOADS_AWAY
    if isinstance(error, OSError):
        return DISK_FULL if error.errno in FULL else ""
    return DISK_FULL if any(words in str(error) for words in FULL_DATABASE) else ""
