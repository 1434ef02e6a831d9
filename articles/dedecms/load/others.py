"""What belongs to apps that articles know nothing of: friend links, single pages, hotlines. They are handed up."""

from collections.abc import Callable, Iterable
from typing import Protocol

from django.db import transaction

from articles.dedecms import bodies, convert
from articles.dedecms.accounts import Accounts, Kind
from articles.dedecms.bodies import Site
from articles.dedecms.convert import HotlineOffer
from articles.dedecms.load.uploads import Uploads
from articles.dedecms.notes import Note, garbled
from articles.dedecms.paths import SiteRules, single_page_path
from articles.dedecms.records import BlockRecord, FriendLinkRecord, PageRecord
from articles.dedecms.staging import StagedRow, Staging
from articles.dedecms.standard import COLUMNS
from articles.dedecms.wording import line
from articles.models import Import, ImportedRow
from yanjiang.lib.html import clean, to_text

NO_PHONE = "不含电话的广告和自定义标记，已列出"
SHOWN_CHARS = 200  # of a block that is only listed


class Sinks(Protocol):
    """Where such things go, made above.

    Each returns the number of what it made, 0 in a dry run; None for what it refuses. What it cut it adds to the notes.
    """

    def friend_link(self, record: FriendLinkRecord, notes: list[Note]) -> int | None: ...

    def page(self, record: PageRecord, html: str, notes: list[Note], *, old_path: str) -> int | None: ...

    def hotline(self, offer: HotlineOffer) -> int | None: ...


class Others:
    def __init__(
        self,
        origin: Import,
        staging: Staging,
        accounts: Accounts,
        sinks: Sinks,
        *,
        site: Site,
        uploads: Uploads,
    ) -> None:
        self._origin, self._staging, self._accounts, self._sinks = origin, staging, accounts, sinks
        self._site, self._uploads = site, uploads

    def load(self) -> None:
        for row in self._new("flink"):
            self._make(row, self._friend_link)
        for row in self._new("sgpage"):
            self._make(row, self._page)
        for table in ("myad", "mytag"):
            for row in self._new(table):
                self._block(row)

    def _new(self, table: str) -> list[StagedRow]:
        """Return the rows that are not here yet."""
        here: set[int] = set()
        if not self._origin._state.adding:
            made = ImportedRow.objects.filter(origin=self._origin, table=table)
            here = set(made.values_list("old_id", flat=True))
        rows = list(self._staging.rows(table))
        self._accounts.table(table).known += sum(row.id in here for row in rows)
        return [row for row in rows if row.id not in here]

    def _make(self, row: StagedRow, make: Callable[[StagedRow], int | None]) -> None:
        """Hand a row up, and remember what came of it; what nobody wants is quarantined."""
        with transaction.atomic():
            made = make(row)
            if made:
                ImportedRow.objects.create(origin=self._origin, table=row.table, old_id=row.id, new_id=made)
        if made is None:
            self._accounts.quarantine(row.table, row.id, "网址、名称或号码无效", file=row.file, line=row.line)
        else:
            self._accounts.table(row.table).added += 1

    def _friend_link(self, row: StagedRow) -> int | None:
        record = FriendLinkRecord.read(row.values)
        notes = convert.friend_link(record)
        logo = self._site.local(record.logo)
        self._uploads.note_missing(logo, where=f"友情链接“{record.name}”的标志", table=row.table, old_id=row.id)
        made = self._sinks.friend_link(record, notes)
        self._tell(row, record.name, notes)
        return made

    def _page(self, row: StagedRow) -> int | None:
        record = PageRecord.read(row.values)
        body = bodies.converted(record.body, self._site)
        self._accounts.removed.update(body.removed)
        notes = convert.page(record, body)
        html = self._uploads.readdressed(body.html, where=f"单页“{record.title}”", table=row.table, old_id=row.id)
        old_path = single_page_path(SiteRules.read(self._origin.config), record.filename)
        made = self._sinks.page(record, html, notes, old_path=old_path)
        self._tell(row, record.title, notes)
        return made

    def _block(self, row: StagedRow) -> None:
        record = BlockRecord.read(row.values)
        offers = convert.hotlines(record)
        self._tell(row, record.name, garbled([("名称", record.name), ("内容", to_text(clean(record.body)))]))
        if not offers:
            self._accounts.table(row.table).left_out[NO_PHONE] += 1
            text = to_text(record.body).replace("\n", " ") or record.body
            self._accounts.issue(Kind.BLOCK, row.table, row.id, f"{record.name}：{text[:SHOWN_CHARS]}")
            return
        self._make(row, lambda row: self._hotlines(row, record.name, offers))

    def _hotlines(self, row: StagedRow, name: str, offers: list[HotlineOffer]) -> int | None:
        """Hand up what a block offers, and return one number of those; None where none of them is wanted."""
        made = [(offer, pk) for offer in offers if (pk := self._sinks.hotline(offer)) is not None]
        for offer, _pk in made:
            text = f"{name}：{offer.label} {offer.number} 记为不显示的热线"
            self._accounts.issue(Kind.HOTLINE, row.table, row.id, text)
        return max((pk for _offer, pk in made), default=None)

    def _tell(self, row: StagedRow, name: str, notes: Iterable[Note]) -> None:
        """Enter what there is to say of a row, and the columns that a site added to its table, which nothing keeps."""
        for note in notes:
            self._accounts.issue(note.kind, row.table, row.id, f"{line(name)}：{note.text}")
        own = [column for column, value in row.values.items() if column not in COLUMNS[row.table].split() and value]
        if own:
            text = f"{line(name)}：自定义字段 {'、'.join(own)} 没有导入"
            self._accounts.issue(Kind.CHANGED, row.table, row.id, text)
