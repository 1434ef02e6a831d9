"""A whole old site, step by step."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from articles.dedecms.accounts import Accounts
from articles.dedecms.bodies import Site
from articles.dedecms.dump import Dump, DumpError
from articles.dedecms.load import front_pages
from articles.dedecms.load.articles import Articles
from articles.dedecms.load.counts import TABLE
from articles.dedecms.load.origin import origin
from articles.dedecms.load.others import Others, Sinks
from articles.dedecms.load.people import People
from articles.dedecms.load.sections import Sections
from articles.dedecms.load.uploads import Uploads
from articles.dedecms.paths import SiteRules
from articles.dedecms.reading import Progress, Reading, host_of
from articles.dedecms.records import text
from articles.dedecms.staging import Staging
from articles.models import Import
from yanjiang.lib.ahead import worker


@dataclass(frozen=True)
class Imported:
    """What came of an import."""

    origin: Import
    accounts: Accounts
    dry: bool


@contextmanager
def import_site(
    dump: Dump,
    *,
    sinks: Sinks,
    now: datetime,
    uploads: Path | None = None,
    host: str = "",
    dry: bool = False,
    work: Path | None = None,
    comments: IO[str] | None = None,
    progress: Progress = lambda step, done, total: None,
) -> Iterator[Imported]:
    """Import what is not here yet, or in a dry run only find out what that would be.

    The accounts can be read while the context lasts: the rows that they name are in a file of its own. Raises DumpError
    for a dump that cannot be read, OtherSiteError for one of another site. `work` is where that file is made, as large
    as the dump.
    """
    _refuse_derivative(dump)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=work) as folder, worker(dump.counts.get(TABLE, 0)) as ahead:
        staging = Staging(Path(folder) / "staging.sqlite3")
        try:
            accounts = Accounts(staging)
            old_site = Reading(dump, staging, accounts, comments=comments).read(progress)
            row = origin(old_site, staging, host=host, charset=dump.charset, dry=dry)
            site = Site(
                {row.host, old_site.host, *_domains(staging)},
                prefix=row.prefix,
                uploads=old_site.config.get("cfg_medias_dir") or "/uploads",
            )
            files = Uploads(uploads, row, accounts, dry=dry)
            for looked_at in files.copy():
                progress("复制上传文件", looked_at, 0)
            people = People(row, staging, accounts, dry=dry)
            people.load()
            progress("导入栏目", 0, 0)
            sections = Sections(row, staging, accounts, files, site, dry=dry)
            sections.load()
            if not dry:
                front_pages.remember(row.prefix, SiteRules.read(old_site.config).article_dir)
            Others(row, staging, accounts, sinks, site=site, uploads=files).load()
            articles = Articles(
                row,
                old_site,
                staging,
                accounts,
                site=site,
                people=people,
                sections=sections,
                uploads=files,
                ahead=ahead,
                now=now,
                dry=dry,
            )
            total = staging.count(TABLE)
            for done in articles.load():
                progress("导入文章", done, total)
            yield Imported(row, accounts, dry)
        finally:
            staging.close()


def _refuse_derivative(dump: Dump) -> None:
    """Refuse a database without the tables that every DedeCMS asks for with each page. Raises DumpError."""
    if "sysconfig" not in dump.tables and "channeltype" not in dump.tables:
        raise DumpError(
            f"备份里没有 {dump.prefix}sysconfig（系统设置）和 {dump.prefix}channeltype（内容模型）这两张表，"
            "DedeCMS 都有它们：这是由 DedeCMS 改成的另一个系统，或者只备份了一部分数据表。没有写入任何内容；"
            "如果是 DedeCMS，请在旧站重新备份全部数据表"
        )


def _domains(staging: Staging) -> set[str]:
    """Return the names that columns have of their own: what bodies show from there is the old site's too."""
    return {host_of(text(row.values, "siteurl")) for row in staging.rows("arctype")}
