"""The checks of `/readyz` and of the metrics: few bounded queries, and no wait for a service that is away.

A check fails only if this node cannot answer readers: without its database, or with code that expects other tables.
Everything else is degraded, because a node that is taken out cannot be repaired by being out.
"""

import os
import shutil
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from time import sleep

from django.apps import apps
from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Q

from articles.models import Attachment, Hit
from yanjiang.backups import bookkeeping
from yanjiang.health.findings import Finding, State, hours_ago
from yanjiang.lib import failures, patience, replica
from yanjiang.lib.stored import uploads
from yanjiang.pictures.models import Picture

DATABASE_SECONDS = 2.0  # load balancers ask every few seconds and wait about as long
# The timer runs each minute. After ten minutes it does not run, or the log grows faster than it is rolled up.
BEHIND = timedelta(minutes=10)
QUIET_IMPORT = timedelta(minutes=10)  # an import writes its progress each second
LEAST_DISK = 1_000_000_000  # bytes: what nginx's page cache may take, and twice what an update needs
MOST_COUNTED = 100_000  # rows of a queue
GIGABYTE = 1_000_000_000
LAGGING = 10.0  # seconds: a replica that is behind for more than one relieves the primary of nothing
SAMPLE = 3  # files of the newest pictures, and of the newest attachments
MOMENTS = (0.1, 0.2, 0.2)  # seconds in which a replica applies what was just written

Key = tuple[str, str]  # of a migration: its app and its name


def findings(at: datetime) -> list[Finding]:
    """Run all checks. Without the database, those that need it are left out."""
    found, names = [database()], list[str]()
    if found[0].state is State.OK:
        try:
            with patience.waiting_at_most(DATABASE_SECONDS):
                found.append(migrations())
                found += [roll_up(at), imports(at), backup(at), *read_replica()]
                names = newest_uploads()
        except (DatabaseError, InterfaceError) as error:
            if not failures.tells_of_other_tables(error):
                found[0] = _no_database()
            elif found[-1].state is State.OK:  # the migrations are not known to be behind
                found[1:] = [Finding("migrations", State.FAILED, f"{failures.OTHER_TABLES}。")]
    return [*found, cache_answers(), uploads_answer(names), disk()]


def database() -> Finding:
    try:
        with patience.waiting_at_most(DATABASE_SECONDS), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return _no_database()
    return Finding("database", State.OK, "数据库正常。")


def _no_database() -> Finding:
    return Finding("database", State.FAILED, "数据库没有回答：看数据库是不是在运行，DATABASE_URL 对不对。")


def migrations() -> Finding:
    """Compare the migrations of this code with those applied. Those of a newer version do no harm."""
    if number := len(missing(applied())):
        words = f"有 {number} 项数据库变更没有执行：运行 manage.py migrate。"
        return Finding("migrations", State.FAILED, words, number)
    return Finding("migrations", State.OK, "数据库结构和程序一致。", 0)


def missing(done: set[Key]) -> set[Key]:
    """Return the migrations of this code that are not among those."""
    return {key for key, replaced in wanted().items() if key not in done and not (replaced and replaced <= done)}


@cache
def wanted() -> dict[Key, frozenset[Key]]:
    """Return the migrations of this code, each with those that it replaces."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return {key: frozenset(map(_key, migration.replaces)) for key, migration in loader.disk_migrations.items()}


def _key(names: tuple[str, str] | list[str]) -> Key:
    app, name = names
    return app, name


def applied() -> set[Key]:
    return set(MigrationRecorder(connection).migration_qs.order_by().values_list("app", "name"))


def roll_up(at: datetime) -> Finding:
    """Tell for how many seconds the oldest view has been waiting."""
    oldest = Hit.objects.order_by("pk").values_list("at", flat=True).first()
    behind = max(at - oldest, timedelta()) if oldest else timedelta()
    if behind > BEHIND:
        words = f"点击汇总落后 {behind // timedelta(minutes=1)} 分钟：看 yanjiang-hits.timer 是不是在运行。"
        return Finding("roll_up", State.DEGRADED, words, behind.total_seconds())
    return Finding("roll_up", State.OK, "点击汇总跟得上。", behind.total_seconds())


def waiting_views() -> int:
    """Return the number of views that wait for the roll-up, counted up to `MOST_COUNTED`."""
    return Hit.objects.order_by()[:MOST_COUNTED].count()


def imports(at: datetime) -> Finding:
    """Count the imports of old sites that wait or run. A site may do without that app."""
    if not apps.is_installed("articles.dedecms"):
        return Finding("imports", State.OK, "没有旧站导入。", 0)
    runs = apps.get_model("dedecms", "ImportRun")._base_manager
    open_runs = runs.filter(state__in=("waiting", "running"), alive_at__isnull=False)
    told = open_runs.aggregate(number=Count("pk"), quiet=Count("pk", Q(alive_at__lt=at - QUIET_IMPORT)))
    if told["quiet"]:
        words = f"有 {told['quiet']} 次旧站导入停住了：在后台“旧站导入”里接着做。"
        return Finding("imports", State.DEGRADED, words, told["number"])
    return Finding("imports", State.OK, f"旧站导入：{told['number']} 次在等或在做。", told["number"])


def backup(at: datetime) -> Finding:
    """Tell the age of the last good backup in seconds."""
    made = bookkeeping.last_good()
    if made is None:
        words = "还没有备份：运行 systemctl start yanjiang-backup，没有装定时器的运行 manage.py backup var。"
        return Finding("backup", State.DEGRADED, words)
    age = max(at - made, timedelta())
    words = f"上一次备份在{hours_ago(age)}"
    if age > bookkeeping.LONGEST:
        words += (
            "：看备份的定时器是不是在运行（systemctl status yanjiang-backup.timer）和 journalctl -u yanjiang-backup。"
        )
        return Finding("backup", State.DEGRADED, words, age.total_seconds())
    return Finding("backup", State.OK, f"{words}。", age.total_seconds())


def read_replica() -> list[Finding]:
    """Tell for how many seconds the read replica is behind; nothing where there is none."""
    if not replica.is_configured():
        return []
    position = replica.position(replica.FLUSH)
    if position is None:
        words = "主数据库不说写到了哪里，只读副本用不上：pg_current_wal_flush_lsn() 和 pg_control_system() 要能执行。"
        return [Finding("replica", State.DEGRADED, words)]
    away = "只读副本没有回答，网页都由主数据库生成：看它是不是在运行，DATABASE_REPLICA_URL 对不对。"
    if replica.is_left_alone():
        return [Finding("replica", State.DEGRADED, away)]
    try:
        return [_lag(_standing_soon(position))]
    except (DatabaseError, InterfaceError) as error:
        replica.lost(error)
        return [Finding("replica", State.DEGRADED, away)]


def _standing_soon(position: replica.Position) -> replica.Standing:
    """Ask a few times: its age alone would be the time since the last change, on a site where little happens."""
    found = replica.standing(position)
    for moment in MOMENTS:
        if found.has_reached or not found.is_ours:
            break
        sleep(moment)
        found = replica.standing(position)
    return found


def _lag(found: replica.Standing) -> Finding:
    if not found.is_ours:
        words = "DATABASE_REPLICA_URL 不是主数据库的备库，网页都由主数据库生成。"
        return Finding("replica", State.DEGRADED, words)
    if found.has_reached:
        return Finding("replica", State.OK, "只读副本跟得上。", 0)
    behind = "" if found.age is None else f" {found.age:.0f} 秒"
    words = f"只读副本落后{behind}，跟上以前网页由主数据库生成。"
    is_well = found.age is not None and found.age <= LAGGING
    return Finding("replica", State.OK if is_well else State.DEGRADED, words, found.age)


def cache_answers() -> Finding:
    """Ask the cache. It holds limits and nothing else: without it every count is right."""
    try:
        shared_cache.set("health", 1, timeout=60)
        is_known = shared_cache.get("health") == 1
    except Exception:  # any error of a cache: those of redis-py derive from no class of Django's
        is_known = False
    if is_known:
        return Finding("cache", State.OK, "缓存正常。")
    words = "缓存没有回答，访问次数暂时不受限制：看 Redis 是不是在运行，REDIS_URL 对不对。"
    return Finding("cache", State.DEGRADED, words)


def newest_uploads() -> list[str]:
    """Return the names of a few files that the database has: the site wrote them last, and shows them most."""
    models = (Picture, Attachment)
    return [
        name
        for model in models
        for name in model.objects.order_by("-pk").values_list("file", flat=True)[:SAMPLE]
        if name
    ]


def uploads_answer(names: Collection[str]) -> Finding:
    """Ask the storage of the uploads for these. Without it pages are read all the same, but for their pictures."""
    storage = uploads()
    try:
        storage.check()
        missing = storage.lacking(names)
    except OSError:
        words = "存放上传文件的 S3 没有回答，或者拒绝了：看它是不是在运行，UPLOADS_URL 对不对。"
        return Finding("uploads", State.DEGRADED, words)
    if missing:
        return Finding("uploads", State.DEGRADED, _lost(missing, len(names), is_folder=storage.is_folder))
    words = f"上传的文件在 {settings.MEDIA_ROOT} 里。" if storage.is_folder else "存放上传文件的 S3 正常。"
    return Finding("uploads", State.OK, words)


def _lost(missing: list[str], asked: int, *, is_folder: bool) -> str:
    if len(missing) < asked:
        return f"最新的 {asked} 个上传的文件里少了 {len(missing)} 个，例如 {missing[0]}：从备份里拷回来。"
    where = "看存放它们的磁盘挂上了没有，VAR_DIR 对不对" if is_folder else "看 UPLOADS_URL 写的桶和前缀对不对"
    return f"上传的文件不见了，最新的 {asked} 个一个也不在：{where}；真丢了，从备份里拷回来。"


def disk() -> Finding:
    """Tell the free bytes of the disk that holds VAR_DIR."""
    free = shutil.disk_usage(settings.VAR_DIR).free
    words = f"磁盘剩余 {free / GIGABYTE:.1f} GB"
    if free < LEAST_DISK:
        return Finding("disk", State.DEGRADED, f"{words}：快满了，请腾出空间。", free)
    if not os.access(settings.VAR_DIR, os.W_OK):
        return Finding("disk", State.DEGRADED, "VAR_DIR 不能写入：看这个文件夹归谁。", free)
    return Finding("disk", State.OK, f"{words}。", free)
