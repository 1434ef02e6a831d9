"""Imports columns as sections, each after its parent."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.dedecms import convert
from articles.dedecms.bodies import Site
from articles.dedecms.load import old_paths
from articles.dedecms.load.uploads import Uploads
from articles.dedecms.notes import Note
from articles.dedecms.paths import SiteRules, list_paths
from articles.dedecms.records import ArticleRecord, SectionRecord
from articles.dedecms.staging import StagedRow, Staging
from articles.dedecms.tally import Kind, Tally
from articles.models import Import, ImportedRow, ImportedSection, LegacyPath, Section

TABLE = "arctype"
# Columns of the table that sites add for a picture.
PICTURES = ("typelitpic", "typeimg", "typepic", "typebanner", "litpic", "typeico")
TOPICS = "topics"
STEP = 10  # between the positions of siblings, to leave room for others


class Sections:
    """The sections of an import by the numbers of the old site's columns."""

    def __init__(
        self, origin: Import, staging: Staging, tally: Tally, uploads: Uploads, site: Site, *, dry: bool
    ) -> None:
        self._origin, self._staging, self._tally, self._dry = origin, staging, tally, dry
        self._uploads, self._site, self._paths = uploads, site, SiteRules.read(origin.config)
        self.ids: dict[int, int | None] = {}  # the id is None if the section was deleted here since
        self.members: set[int] = set()  # columns that only members could read
        self.rules: dict[int, SectionRecord] = {}  # for the addresses of their articles, without the columns' texts

    def load(self) -> None:
        """Make the sections that are not here yet. In a dry run each has the id 0."""
        counted = self._tally.table(TABLE)
        if not self._origin._state.adding:
            rows = ImportedSection.objects.filter(origin=self._origin)
            self.ids = dict(rows.values_list("old_id", "section_id"))
        for row, parent_id, position in _from_the_top(list(self._staging.rows(TABLE)), self._tally):
            record = SectionRecord.read(row.values)
            self.rules[record.id] = replace(record, content="", extra={})
            if record.rank:
                self.members.add(record.id)
            if record.id in self.ids:
                counted.known += 1
            else:
                counted.added += 1
                self.ids[record.id] = self._add(record, self.ids.get(parent_id), position)

    def further(self, record: ArticleRecord, section_id: int, notes: list[Note]) -> list[int]:
        """Return the further sections of an article, and note its columns that became no section."""
        for old_id in record.further_ids:
            if self.ids.get(old_id) is None:
                what = "已在本站删除" if old_id in self.ids else "不在备份里"
                notes.append(Note(Kind.CHANGED, f"副栏目 {old_id} {what}，没有归入"))
        return sorted({pk for old_id in record.further_ids if (pk := self.ids.get(old_id)) and pk != section_id})

    @cached_property
    def topics_id(self) -> int | None:
        """Return the section for special topics without a column, made when first needed. Dry: 0.

        Returns None if it was deleted here since.
        """
        row = ImportedRow.objects.filter(origin=self._origin, table=TOPICS).first() if self._origin.pk else None
        if row:
            return Section.objects.filter(pk__in=[row.new_id]).values_list("pk", flat=True).first()
        self._tally.issue(Kind.SECTION, TABLE, None, "专题：旧站不属于任何栏目的专题放在这个栏目，不在导航中显示")
        if self._dry:
            return 0
        with transaction.atomic():
            section = Section(name="专题", position=(len(self.rules) + 1) * STEP, in_navigation=False)
            section.segment = section.free_segment()
            section.save()
            ImportedRow.objects.create(origin=self._origin, table=TOPICS, old_id=0, new_id=section.pk)
        return section.pk

    def _add(self, record: SectionRecord, parent_id: int | None, position: int) -> int:
        converted = convert.section(record, self._site)
        fields = converted.fields
        self._tally.removed.update(converted.removed)
        rules, more = convert.address_fields(record)
        paths = list_paths(self._paths, record, old_id=record.id)
        old_paths.note_taken(((path, more) for path in paths), self._staging)
        for note in converted.notes + more:
            self._tally.issue(note.kind, TABLE, record.id, f"{fields['name']}：{note.text}")
        if record.extra:
            names = "、".join(sorted(record.extra))
            self._tally.issue(Kind.COLUMN, TABLE, record.id, f"{fields['name']}：{names}")
        where = f"栏目“{fields['name']}”"
        content = str(fields["content"])
        fields["content"] = self._uploads.readdressed(content, where=where, table=TABLE, old_id=record.id)
        picture = next((record.extra[name] for name in PICTURES if record.extra.get(name)), "")
        picture = self._site.local(picture) if picture else ""
        self._uploads.note_missing(picture, where=f"{where}的图片", table=TABLE, old_id=record.id)
        picture_id = self._uploads.picture_id(picture)
        if self._dry:
            return 0
        with transaction.atomic():
            section = Section(parent_id=parent_id, position=position * STEP, picture_id=picture_id, **fields)
            self._settle(section, record.id)
            ImportedSection.objects.create(**rules, origin=self._origin, section=section)
            LegacyPath.objects.bulk_create(
                [LegacyPath(path=path, section=section) for path in paths], ignore_conflicts=True
            )
        return section.pk

    def _settle(self, section: Section, old_id: int) -> None:
        """Save a section below its old parent, or below the nearest ancestor whose path leaves room."""
        wanted = section.parent
        while True:
            try:
                section.segment = section.free_segment()
                break
            except ValidationError:
                if not section.parent:
                    raise
                section.parent = section.parent.parent
        section.save()
        if section.parent != wanted:
            text = f"{section.name}：层级过深，不在“{wanted}”之下，放到“{section.parent or '最上层'}”"
            self._tally.issue(Kind.SECTION, TABLE, old_id, text)


def _from_the_top(rows: list[StagedRow], tally: Tally) -> Iterator[tuple[StagedRow, int, int]]:
    """Yield each row after its parent's, with the parent's number (0 at the top) and its position among its siblings.

    A column comes to the top if its parent is missing, or if it is below itself.
    """
    records = {row.id: SectionRecord.read(row.values) for row in rows}
    parents = {pk: record.parent_id for pk, record in records.items()}
    for pk, parent in parents.items():
        if parent and parent not in records:
            tally.issue(Kind.SECTION, TABLE, pk, f"{records[pk].name}：上级栏目 {parent} 不在备份里，放到最上层")
            parents[pk] = 0
        elif parent and _is_below_itself(pk, parents):
            tally.issue(Kind.SECTION, TABLE, pk, f"{records[pk].name}：栏目在它自己之下，放到最上层")
            parents[pk] = 0
    children = defaultdict(list)
    for row in sorted(rows, key=lambda row: (records[row.id].order, row.id)):
        children[parents[row.id]].append(row)
    waiting = [(row, 0, position) for position, row in enumerate(children[0], start=1)][::-1]
    while waiting:
        row, parent, position = waiting.pop()
        yield row, parent, position
        below = [(child, row.id, position) for position, child in enumerate(children[row.id], start=1)]
        waiting.extend(below[::-1])


def _is_below_itself(pk: int, parents: dict[int, int]) -> bool:
    above, seen = parents[pk], set[int]()
    while above and above not in seen:
        if above == pk:
            return True
        seen.add(above)
        above = parents.get(above, 0)
    return False
