"""Imports friend links, single pages and hotlines, which belong to apps above: their functions make the rows."""

from collections.abc import Callable, Iterable

from django.db import transaction

from articles.dedecms import bodies, convert
from articles.dedecms.bodies import Site
from articles.dedecms.convert import HotlineOffer
from articles.dedecms.load.uploads import Uploads
from articles.dedecms.notes import Note, garbled
from articles.dedecms.paths import SiteRules, single_page_path
from articles.dedecms.records import BlockRecord, FriendLinkRecord, PageRecord
from articles.dedecms.short_texts import line
from articles.dedecms.sinks import Sinks
from articles.dedecms.staging import StagedRow, Staging
from articles.dedecms.standard import COLUMNS
from articles.dedecms.tally import Kind, Tally
from articles.models import Import, ImportedRow
from yanjiang.lib.html import clean, to_text

BLOCKS = ("myad", "mytag")
TABLES = ("flink", "sgpage", *BLOCKS)
NO_PLACE = "本站没有地方放的友情链接、单页和广告"
NO_PHONE = "不含电话的广告和自定义标记，已列出"
SHOWN_CHARS = 200  # of a block that is listed but not imported


def load(
    origin: Import,
    staging: Staging,
    tally: Tally,
    sinks: Sinks | None,
    *,
    site: Site,
    uploads: Uploads,
    dry: bool,
) -> None:
    """Import these rows. If no app has a place for them, count them as left out: a later import may take them."""
    if sinks:
        Others(origin, staging, tally, sinks, site=site, uploads=uploads, dry=dry).load()
        return
    for table in TABLES:
        if new := len(_new(table, origin, staging, tally)):
            tally.table(table).left_out[NO_PLACE] += new


class Others:
    def __init__(
        self,
        origin: Import,
        staging: Staging,
        tally: Tally,
        sinks: Sinks,
        *,
        site: Site,
        uploads: Uploads,
        dry: bool,
    ) -> None:
        self._origin, self._staging, self._tally, self._sinks = origin, staging, tally, sinks
        self._site, self._uploads, self._dry = site, uploads, dry

    def load(self) -> None:
        """Make the rows that are not here yet."""
        for row in self._new("flink"):
            self._make(row, self._friend_link)
        for row in self._new("sgpage"):
            self._make(row, self._page)
        for table in BLOCKS:
            for row in self._new(table):
                self._block(row)

    def _new(self, table: str) -> list[StagedRow]:
        return _new(table, self._origin, self._staging, self._tally)

    def _make(self, row: StagedRow, make: Callable[[StagedRow], int | None]) -> None:
        """Pass a row up and store the result, or quarantine the row if it is refused."""
        with transaction.atomic():
            made = make(row)
            if made:
                ImportedRow.objects.create(origin=self._origin, table=row.table, old_id=row.id, new_id=made)
        if made is None:
            self._tally.quarantine(row.table, row.id, "网址、名称或号码无效", file=row.file, line=row.line)
        else:
            self._tally.table(row.table).added += 1

    def _friend_link(self, row: StagedRow) -> int | None:
        record = FriendLinkRecord.read(row.values)
        notes = convert.friend_link_notes(record)
        logo = self._site.local(record.logo)
        self._uploads.note_missing(logo, where=f"友情链接“{record.name}”的标志", table=row.table, old_id=row.id)
        made = self._sinks.friend_link(record, notes, dry=self._dry)
        self._tell(row, record.name, notes)
        return made

    def _page(self, row: StagedRow) -> int | None:
        record = PageRecord.read(row.values)
        body = bodies.converted(record.body, self._site)
        self._tally.removed.update(body.removed)
        notes = convert.page_notes(record, body)
        html = self._uploads.readdressed(body.html, where=f"单页“{record.title}”", table=row.table, old_id=row.id)
        old_path = single_page_path(SiteRules.read(self._origin.config), record.filename)
        made = self._sinks.page(record, html, notes, old_path=old_path, dry=self._dry)
        self._tell(row, record.title, notes)
        return made

    def _block(self, row: StagedRow) -> None:
        record = BlockRecord.read(row.values)
        offers = convert.hotlines(record)
        self._tell(row, record.name, garbled([("名称", record.name), ("内容", to_text(clean(record.body)))]))
        if not offers:
            self._tally.table(row.table).left_out[NO_PHONE] += 1
            text = to_text(record.body).replace("\n", " ") or record.body
            self._tally.issue(Kind.BLOCK, row.table, row.id, f"{record.name}：{text[:SHOWN_CHARS]}")
            return
        self._make(row, lambda row: self._hotlines(row, record.name, offers))

    def _hotlines(self, row: StagedRow, name: str, offers: list[HotlineOffer]) -> int | None:
        """Pass up the hotlines of a block, and return the id of one of them, or None if all are refused."""
        made = [(offer, pk) for offer in offers if (pk := self._sinks.hotline(offer, dry=self._dry)) is not None]
        for offer, _pk in made:
            text = f"{name}：{offer.label} {offer.number} 记为不显示的热线"
            self._tally.issue(Kind.HOTLINE, row.table, row.id, text)
        return max((pk for _offer, pk in made), default=None)

    def _tell(self, row: StagedRow, name: str, notes: Iterable[Note]) -> None:
        """Report the notes about a row, and the columns that a site added to its table, which are not stored."""
        for note in notes:
            self._tally.issue(note.kind, row.table, row.id, f"{line(name)}：{note.text}")
        own = [column for column, value in row.values.items() if column not in COLUMNS[row.table].split() and value]
        if own:
            text = f"{line(name)}：自定义字段 {'、'.join(own)} 没有导入"
            self._tally.issue(Kind.CHANGED, row.table, row.id, text)


def _new(table: str, origin: Import, staging: Staging, tally: Tally) -> list[StagedRow]:
    """Return the rows of a table that are not here yet. Count the others as known."""
    here: set[int] = set()
    if not origin._state.adding:
        here = set(ImportedRow.objects.filter(origin=origin, table=table).values_list("old_id", flat=True))
    rows = list(staging.rows(table))
    tally.table(table).known += sum(row.id in here for row in rows)
    return [row for row in rows if row.id not in here]
