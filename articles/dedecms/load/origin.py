"""The row of the old site, and the check that the dump is of the same site."""

from datetime import UTC, datetime
from typing import Any

from articles.dedecms.reading import OldSite
from articles.dedecms.records import moment
from articles.dedecms.staging import Staging
from articles.models import Import, ImportedArticle
from articles.old_urls.addresses import host_of

HOST_CHARS, PREFIX_CHARS = 200, 100  # of Import
LOOKED_AT = 200  # articles to compare
# Settings that the rules of the old addresses need.
CONFIG = (
    "cfg_arc_dirname",
    "cfg_arcdir",
    "cfg_basehost",
    "cfg_cli_time",
    "cfg_cmspath",
    "cfg_df_dutyadmin",
    "cfg_medias_dir",
    "cfg_multi_site",
    "cfg_rewrite",
    "cfg_special",
    "cfg_typedir_df",
    "cfg_webname",
)


class OtherSiteError(Exception):
    """The dump is of another site than the one that was imported under this name."""


def origin(site: OldSite, staging: Staging, *, host: str, charset: str, dry: bool) -> Import:
    """Return the row of the old site, which a dry run does not save. Raises OtherSiteError."""
    host = (host_of(host) or site.host or "localhost")[:HOST_CHARS]
    config = {name: site.config[name] for name in CONFIG if name in site.config}
    prefix, bare = site.prefix[:PREFIX_CHARS], host.removeprefix("www.")
    found = Import.objects.filter(host__in=(bare, f"www.{bare}"), prefix=prefix).order_by("pk").first()
    if found is None:
        made = Import(host=host, prefix=prefix, charset=charset, config=config)
        if not dry:
            made.save()
        return made
    _compare(found, staging)
    if (found.charset, found.config) != (charset, config) and not dry:
        found.charset, found.config = charset, config
        found.save(update_fields=["charset", "config"])
    return found


def _compare(found: Import, staging: Staging) -> None:
    """Refuse the dump if articles of the same number were made at another time, which never changes in DedeCMS."""
    rows: Any = ImportedArticle.objects.filter(origin=found).order_by("old_id").values_list("old_id", "sent_at")
    for old_id, sent_at in rows[:LOOKED_AT]:
        row = staging.get("archives", old_id)
        if row and _seconds(moment(row.values, "senddate")) != _seconds(sent_at):
            raise OtherSiteError(
                f"“{found}”已经导入过，但那时的 {old_id} 号文章不是这份备份里的 {old_id} 号文章。"
                "如果这是另一个网站，请填写它自己的“旧域名”（命令行的 --old-host）。"
            )


def _seconds(at: datetime | None) -> int:
    return int(at.astimezone(UTC).timestamp()) if at else 0
