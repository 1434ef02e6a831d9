"""Imports a whole old site, step by step."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from articles.dedecms.bodies import Site
from articles.dedecms.dump import Dump, DumpError
from articles.dedecms.load import front_pages, others
from articles.dedecms.load.articles import Articles
from articles.dedecms.load.origin import origin
from articles.dedecms.load.people import People
from articles.dedecms.load.row_counts import TABLE
from articles.dedecms.load.sections import Sections
from articles.dedecms.load.uploads import Uploads
from articles.dedecms.paths import SiteRules
from articles.dedecms.reading import OldSite, Progress, Reading
from articles.dedecms.records import text
from articles.dedecms.sinks import Sinks
from articles.dedecms.staging import Staging
from articles.dedecms.tally import Tally
from articles.models import Import
from articles.old_urls.addresses import host_of
from yanjiang.lib.ahead import worker


@dataclass(frozen=True)
class Loaded:
    """The old site, and the tally of its rows."""

    origin: Import
    tally: Tally


@contextmanager
def import_site(
    dump: Dump,
    *,
    sinks: Sinks | None,
    now: datetime,
    uploads: Path | None = None,
    host: str = "",
    dry: bool = False,
    work: Path | None = None,
    comments: IO[str] | None = None,
    progress: Progress = lambda step, done, total: None,
) -> Iterator[Loaded]:
    """Import the rows that are not here yet, or in a dry run only report them.

    The tally can be read while the context lasts, because the rows that they name are in a staging file. `work` is
    the folder of that file, which is as large as the dump. Raises DumpError for a dump that cannot be read,
    OtherSiteError for one of another site.
    """
    _refuse_derivative(dump)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=work) as folder, worker(dump.counts.get(TABLE, 0)) as ahead:
        staging = Staging(Path(folder) / "staging.sqlite3")
        try:
            tally = Tally(staging)
            old_site = Reading(dump, staging, tally, comments=comments).read(progress)
            row = origin(old_site, staging, host=host, charset=dump.charset, dry=dry)
            files = Uploads(uploads, row, tally, dry=dry)
            for looked_at in files.copy():
                progress("复制上传文件", looked_at, 0)
            _load(row, old_site, staging, tally, files=files, sinks=sinks, ahead=ahead, now=now, dry=dry, told=progress)
            yield Loaded(row, tally)
        finally:
            staging.close()


def _load(
    row: Import,
    old_site: OldSite,
    staging: Staging,
    tally: Tally,
    *,
    files: Uploads,
    sinks: Sinks | None,
    ahead: Executor,
    now: datetime,
    dry: bool,
    told: Progress,
) -> None:
    """Load the staged rows in the order in which they refer to one another: people, sections, other rows, articles."""
    site = _site(row, old_site, staging)
    people = People(row, staging, tally, dry=dry)
    people.load()
    told("导入栏目", 0, 0)
    sections = Sections(row, staging, tally, files, site, dry=dry)
    sections.load()
    if not dry:
        front_pages.remember(row.prefix, SiteRules.read(old_site.config).article_dir)
    others.load(row, staging, tally, sinks, site=site, uploads=files, dry=dry)
    articles = Articles(
        row,
        old_site,
        staging,
        tally,
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
        told("导入文章", done, total)


def _site(row: Import, old_site: OldSite, staging: Staging) -> Site:
    return Site(
        {row.host, old_site.host, *_domains(staging)},
        prefix=row.prefix,
        uploads=old_site.config.get("cfg_medias_dir") or "/uploads",
    )


def _refuse_derivative(dump: Dump) -> None:
    """Refuse a database without the tables that every DedeCMS reads for each page. Raises DumpError."""
    if "sysconfig" not in dump.tables and "channeltype" not in dump.tables:
        raise DumpError(
            f"备份里没有 {dump.prefix}sysconfig（系统设置）和 {dump.prefix}channeltype（内容模型）这两张表，"
            "DedeCMS 都有它们：这是由 DedeCMS 改成的另一个系统，或者只备份了一部分数据表。没有写入任何内容；"
            "如果是 DedeCMS，请在旧站重新备份全部数据表"
        )


def _domains(staging: Staging) -> set[str]:
    """Return the hosts of columns that have their own: addresses there belong to the old site too."""
    return {host_of(text(row.values, "siteurl")) for row in staging.rows("arctype")}
