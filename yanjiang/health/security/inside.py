"""Looks at this machine: settings, files that others can read, and the bucket of the uploads."""

import os
import stat
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from yanjiang.accounts import mail
from yanjiang.health.findings import Finding, State
from yanjiang.lib.stored import uploads

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def findings() -> list[Finding]:
    return [
        debug(),
        demo(),
        https(),
        hosts(),
        files(),
        history(),
        bucket(),
        told(),
    ]


def debug() -> Finding:
    if settings.DEBUG:
        return Finding("debug", State.FAILED, "DEBUG 开着：出错时谁都能看到程序和设置。在 .env 里写 DEBUG=off。")
    return Finding("debug", State.OK, "DEBUG 关着。")


def demo() -> Finding:
    if settings.DEMO:
        return Finding("demo", State.FAILED, "DEMO 开着：别人定的密码可以一直用。从 .env 里去掉 DEMO。")
    return Finding("demo", State.OK, "DEMO 关着。")


def https() -> Finding:
    site = urlsplit(settings.SITE_URL)
    if site.scheme == "https":
        return Finding("https", State.OK, "SITE_URL 是 https，Cookie 只走 https，HSTS 打开。")
    words = "SITE_URL 不是 https：密码在网络上谁都能读。申请证书，再把 SITE_URL 改成 https。"
    return Finding("https", State.DEGRADED if site.hostname in LOCAL else State.FAILED, words)


def hosts() -> Finding:
    if any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        return Finding("hosts", State.FAILED, "ALLOWED_HOSTS 里有通配符：写出网站的每一个名字。")
    return Finding("hosts", State.OK, "ALLOWED_HOSTS 里没有通配符。")


def files() -> Finding:
    """Look for secrets that any user of this machine can read."""
    database = settings.DATABASES["default"]
    secret = [settings.BASE_DIR / ".env", settings.VAR_DIR / "secret_key"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        secret += [Path(f"{database['NAME']}{ending}") for ending in ("", "-wal", "-shm")]
    open_to_all = [file.name for file in secret if _is_open_to_all(file)]
    if open_to_all:
        words = f"这台机器上的每个用户都能读 {'、'.join(open_to_all)}：用 chmod o= 收回。"
        return Finding("files", State.FAILED, words)
    return Finding("files", State.OK, ".env、密钥和数据库文件别人读不到。")


def history() -> Finding:
    """Look for the history of the code, which may have had secrets in it once. The site itself never reads it."""
    if os.access(settings.BASE_DIR / ".git", os.R_OK | os.X_OK):
        return Finding("history", State.DEGRADED, "网站自己能读代码的历史：由 root 用 chmod 700 .git 收回。")
    return Finding("history", State.OK, "网站自己读不到代码的历史。")


def _is_open_to_all(file: Path) -> bool:
    try:
        return bool(file.stat().st_mode & stat.S_IROTH)
    except OSError:  # no such file: the settings come from elsewhere
        return False


def bucket() -> Finding:
    """Look whether strangers get uploads without asking the site, drafts' attachments among them."""
    try:
        if uploads().is_open_to_all():
            words = "存放上传文件的桶谁都能读，未发布的附件也在里面：把桶设成私有。"
            return Finding("bucket", State.FAILED, words)
    except OSError:
        return Finding("bucket", State.DEGRADED, "存放上传文件的 S3 没有回答，没有查它是不是私有。")
    return Finding(
        "bucket", State.OK, "上传的文件在文件夹里，没有桶。" if uploads().is_folder else "上传的文件只能经过网站读。"
    )


def told() -> Finding:
    """Tell whether anybody hears of errors."""
    if settings.SENTRY_DSN or (settings.ADMINS and mail.is_configured()):
        return Finding("told", State.OK, "服务器出错有人知道。")
    return Finding("told", State.DEGRADED, "服务器出错没有人知道：在 .env 里写 ADMINS 和 EMAIL_URL，或者 SENTRY_DSN。")
