"""The checks of `manage.py check_upgrade`, which the new version runs before it migrates the database.

The tables are still those of the version before, which may lack some of this version's.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, NotSupportedError, connection
from django.db.migrations.recorder import MigrationRecorder

from yanjiang.backups import bookkeeping
from yanjiang.health import checks
from yanjiang.health.findings import Finding, State, hours_ago
from yanjiang.health.security import components

# Names of migrations that the version before cannot live with. A test refuses any other such migration.
STOPPING = frozenset({
    "0002_add_library_pictures", "0002_picture_height_without_bound", "0003_add_library_pictures",
    "0004_drop_picture_files", "0004_move_pictures_to_library", "0005_drop_picture_files", "0007_count_hits",
    "0007_full_text_feeds", "0008_consultant_contact", "0017_old_addresses", "0019_facet_figures",
    "0022_import_prefix", "0028_article_gaps", "0032_article_revision", "0033_look_of_tags",
    "0035_facets_by_section", "0036_projections",
})  # fmt: skip
LATELY = timedelta(days=1)  # a backup before that lacks a day of work
_NAME = re.compile(r"^\s*(?:export\s+)?([A-Z_][A-Z0-9_]*)\s*=", re.MULTILINE)


def findings(at: datetime) -> Iterator[Finding]:
    """Check what an update needs. Without the database, what needs it is left out."""
    yield components.finding()
    yield known_settings(settings.BASE_DIR)
    database = checks.database()
    yield database
    if database.state is State.OK:
        done = set(MigrationRecorder(connection).applied_migrations())
        yield version()
        yield newer(done)
        yield pending(done)
        yield backup(at)
    yield restore()
    yield disk()


def known_settings(folder: Path) -> Finding:
    """Look for names in `.env` that this version does not know: they were renamed, removed or mistyped."""
    file = folder / ".env"
    own = set(_NAME.findall(file.read_text(errors="replace"))) if file.is_file() else set()
    if strange := sorted(own - set(_NAME.findall((folder / ".env.example").read_text()))):
        return Finding("settings", State.DEGRADED, f".env 里的 {'、'.join(strange)}，这一版不认识：看 .env.example。")
    return Finding("settings", State.OK, ".env 里的设置这一版都认识。")


def version() -> Finding:
    """Compare the database server with what Django asks for."""
    try:
        connection.check_database_version_supported()
    except NotSupportedError as error:
        return Finding("version", State.FAILED, f"数据库的版本太旧，先更新它：{error}")
    return Finding("version", State.OK, "数据库的版本够新。")


def newer(done: set[checks.Key]) -> Finding:
    """Tell of migrations that this code does not know: it is older than the database."""
    wanted = checks.wanted()
    apps, known = {app for app, _name in wanted}, set(wanted).union(*wanted.values())
    if strange := sorted((app, name) for app, name in done - known if app in apps):
        names = "、".join(".".join(name) for name in strange[:3])
        words = f"数据库比程序新（有 {names}）：换回新的程序，或者把更新前的备份装回来。"
        return Finding("newer", State.FAILED, words, len(strange))
    return Finding("newer", State.OK, "数据库不比程序新。", 0)


def pending(done: set[checks.Key]) -> Finding:
    """Tell how many migrations wait, and whether the site has to stop for them."""
    missing = checks.missing(done)
    if done and STOPPING & {name for _app, name in missing}:
        words = f"有 {len(missing)} 项数据库变更，上一版用不了改过的表：migrate 以前先停下网站。"
        return Finding("pending", State.DEGRADED, words, len(missing))
    words = f"有 {len(missing)} 项数据库变更，执行的时候网站照常运行。" if missing else "没有待执行的数据库变更。"
    return Finding("pending", State.OK, words, len(missing))


def backup(at: datetime) -> Finding:
    """Ask for a backup of the last day: the way back leads over it."""
    try:
        made = bookkeeping.last_good()
    except DatabaseError:
        return Finding("backup", State.DEGRADED, "上一版还没有备份的命令：先停下网站，照部署说明第七节另外复制数据库。")
    if made is None or at - made > LATELY:
        words = "一天之内没有备份：运行 manage.py backup var --without-uploads，退回来要靠它。"
        return Finding("backup", State.FAILED, words)
    return Finding("backup", State.OK, f"最近一次备份是{hours_ago(at - made)}。")


def restore() -> Finding:
    """Look for a restore that an earlier version was killed in. It held the files elsewhere than this one does."""
    if (Path(settings.VAR_DIR) / "restoring" / "key").exists():
        words = "上一版的恢复中断了，这一版接不上：先换回旧版，再运行一次 restore。"
        return Finding("restore", State.FAILED, words)
    return Finding("restore", State.OK, "没有中断的恢复。")


def disk() -> Finding:
    """Compare the free bytes of the disk with a second copy of SQLite's file: some migrations make tables anew."""
    file = Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else None
    needed = checks.LEAST_DISK + (file.stat().st_size if file and file.is_file() else 0)
    free = shutil.disk_usage(settings.VAR_DIR).free
    if free < needed:
        words = f"磁盘剩余 {free / checks.GIGABYTE:.1f} GB，需要 {needed / checks.GIGABYTE:.1f} GB：先腾出空间。"
        return Finding("disk", State.FAILED, words, free)
    return Finding("disk", State.OK, f"磁盘剩余 {free / checks.GIGABYTE:.1f} GB，够用。", free)
