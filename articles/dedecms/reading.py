"""Reads a dump once, from end to end. Rows that an import needs go to the staging file. The tally counts all rows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO

from articles.dedecms.content_models import CLASSIFIED, INDEPENDENT, STANDARD, ContentModel, fields, table_named
from articles.dedecms.dump import Broken, Dump, Row
from articles.dedecms.records import number, row_id, text
from articles.dedecms.staging import StagedRow, Staging
from articles.dedecms.standard import COLUMNS
from articles.dedecms.tables import ARCHIVES, COMMENTS, KEYS, UNKNOWN, UNUSED, is_addon, is_independent, rule
from articles.dedecms.tally import Kind, Tally
from articles.old_urls.addresses import host_of

Progress = Callable[[str, int, int], None]
EVERY = 1_000  # rows between two reports of progress
WANTED = ("arctype", "addonarticle")  # no site is without these
# Read before the others: the models, which tell the tables of articles, and the articles, which reserve their numbers.
FIRST = ("channeltype", "archives")


@dataclass
class OldSite:
    """The site of a dump: its settings, its content models, its tables of bodies.

    `leftover` has the tables of bodies whose models were deleted. `damaged` has those that could not be read whole.
    """

    config: dict[str, str] = field(default_factory=dict)
    models: dict[int, ContentModel] = field(default_factory=lambda: dict(STANDARD))
    leftover: list[str] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)

    @property
    def addon_tables(self) -> list[str]:
        return sorted({model.table for model in self.models.values()} | set(self.leftover))

    def model(self, channel: int, table: str) -> ContentModel:
        """Return the model of an article whose body is in a table."""
        model = self.models.get(channel)
        if model and model.table == table:
            return model
        return next((model for model in self.models.values() if model.table == table), ContentModel(table))

    @property
    def host(self) -> str:
        return host_of(self.config.get("cfg_basehost", ""))

    @property
    def prefix(self) -> str:
        path = self.config.get("cfg_cmspath", "").strip("/")
        return f"/{path}" if path else ""


class Reading:
    """One reading of a dump."""

    def __init__(self, dump: Dump, staging: Staging, tally: Tally, *, comments: IO[str] | None = None) -> None:
        self._dump, self._staging, self._tally, self._comments = dump, staging, tally, comments
        self.site = OldSite()
        self._bodies: set[str] = set()  # tables with the rest of articles
        self._independent: set[str] = set()  # those of `_bodies` that have everything of an article

    def read(self, progress: Progress) -> OldSite:
        rows, total = 0, sum(self._dump.counts.values())
        self._note_unread()
        for table in self._in_order():
            counted = self._tally.table(table)
            if self._dump.counts.get(table) and self._is_unknown(table):
                columns = "、".join(self._dump.tables[table])
                self._tally.issue(Kind.TABLE, table, None, f"{self._dump.counts[table]} 行，字段：{columns}")
            for row in self._good(table):
                counted.read += 1
                self._take(table, row)
                rows += 1
                if rows % EVERY == 0:
                    progress("读取备份", rows, total)
        self._staging.finish()
        return self.site

    def _in_order(self) -> Iterator[str]:
        """Yield the tables in the order to read them; the models are known after channeltype was read."""
        named = [table for table in FIRST if table in self._dump.tables]
        for table in [*named, *(name for name in self._dump.tables if name not in FIRST)]:
            if table != "channeltype" and not self._bodies:
                self._settle_models()
            yield table

    def _settle_models(self) -> None:
        if not self._dump.counts.get("channeltype"):
            self.site.models.update(CLASSIFIED)
        named = {model.table for model in self.site.models.values()}
        self.site.leftover = [
            table
            for table, columns in self._dump.tables.items()
            if is_addon(table) and table not in named and not is_independent(columns)
        ]
        self._independent = {model.table for model in self.site.models.values() if model.is_independent}
        self._bodies = named | set(self.site.leftover)

    def _note_unread(self) -> None:
        """Note files and places that belong to no table of this site, and tables that are missing."""
        if self._dump.unread:  # it may be a row of any of them
            self.site.damaged.update(self._dump.tables)
        for lost in self._dump.unread:
            self._tally.issue(Kind.DAMAGED, "", None, lost.reason, file=lost.file, line=lost.line)
        for table in WANTED:
            if table not in self._dump.tables:
                self._tally.issue(Kind.DAMAGED, table, None, "备份里没有这张表")
        for file in self._dump.ignored:
            self._tally.issue(Kind.UNREAD, "", None, f"{file}：不是备份的一部分")
        for table in self._dump.foreign:
            self._tally.issue(Kind.UNREAD, table, None, "另一个程序的表")

    def _good(self, table: str) -> Iterator[Row]:
        for row in self._dump.rows(table):
            if isinstance(row, Broken):
                self.site.damaged.add(table)
                self._tally.table(table).read += 1
                self._tally.quarantine(table, None, row.reason, file=row.file, line=row.line)
            else:
                yield _storable(row)

    def _take(self, table: str, row: Row) -> None:
        if table == "sysconfig":
            self.site.config[text(row.values, "varname")] = text(row.values, "value")
        elif table == "channeltype":
            self._note_model(row)
        if table in KEYS and table != "channeltype":
            self._keep(row, KEYS[table])
        elif table in self._bodies:
            self._keep(row, "aid")
            if table in self._independent:
                self._keep_as_article(row)
        elif table == "arctiny":
            self._keep_tiny(row)
        elif table == "taglist":
            self._keep_tag(row)
        else:
            if table == COMMENTS and self._comments:
                self._comments.write(json.dumps(dict(row.values), ensure_ascii=False) + "\n")
            self._tally.table(table).left_out[rule(table)] += 1

    def _note_model(self, row: Row) -> None:
        """Store the table and fields of a model, or note that a model's table is lost."""
        pk, name = number(row.values, "id"), text(row.values, "addtable")
        table = table_named(name, self._dump.tables) or name.removeprefix(self._dump.prefix).removeprefix("#@__")
        if not table or (table in COLUMNS and not is_addon(table)):
            return
        is_own = number(row.values, "issystem") == INDEPENDENT or pk < INDEPENDENT
        columns = self._dump.tables.get(table, ())
        model = ContentModel(table, is_own and "title" in columns, fields(row.values.get("fieldset") or ""))
        self.site.models[pk] = model

    def _keep(self, row: Row, key: str) -> None:
        pk = row_id(row.values, key)
        if pk is None:
            self._quarantine(row, None, f"编号“{row.values.get(key)}”无效")
        elif not self._staging.keep(StagedRow(row.table, pk, row.file, row.line, row.values)):
            self._quarantine(row, pk, "同一编号的行已经有了")

    def _keep_as_article(self, row: Row) -> None:
        """Store the columns of an independent model's row that other models have in archives, as a row of archives."""
        if pk := row_id(row.values, "aid"):
            values = {"id": str(pk), **{name: value for name, value in row.values.items() if name in ARCHIVES}}
            self._staging.keep(StagedRow(row.table, pk, row.file, row.line, values), among="archives")

    def _keep_tiny(self, row: Row) -> None:
        pk = row_id(row.values, "id")
        if pk is None:
            self._quarantine(row, None, "编号无效")
        elif not self._staging.keep_tiny(pk, row.file, row.line):
            self._quarantine(row, pk, "同一编号的行已经有了")

    def _keep_tag(self, row: Row) -> None:
        aid, tag = row_id(row.values, "aid"), text(row.values, "tag")
        if aid is None or not tag:
            self._quarantine(row, aid, "没有文章编号或关键字")
        else:
            self._staging.keep_tag(aid, tag, row.file, row.line)

    def _is_unknown(self, table: str) -> bool:
        unknown = rule(table) in (UNKNOWN, UNUSED)
        return unknown and table not in {*KEYS, "arctiny", "taglist", *self._bodies}

    def _quarantine(self, row: Row, pk: int | None, reason: str) -> None:
        self._tally.quarantine(row.table, pk, reason, file=row.file, line=row.line)


def _storable(row: Row) -> Row:
    """Remove U+0000, which is invisible, and which PostgreSQL takes in no text."""
    if not any(text and "\0" in text for text in row.values.values()):
        return row  # nearly every row
    return replace(row, values={name: text and text.replace("\0", "") for name, text in row.values.items()})
