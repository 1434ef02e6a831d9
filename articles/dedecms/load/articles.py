"""Imports articles with their tags, files and old addresses. Articles keep their old ids where these are free."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from articles import projections
from articles.dedecms import bodies
from articles.dedecms.bodies import Site
from articles.dedecms.content_models import SPECIAL, TEXTDATA
from articles.dedecms.convert import ConvertedArticle
from articles.dedecms.load import old_ids, old_paths, quarantined, ready, tags
from articles.dedecms.load.people import People
from articles.dedecms.load.ready import ArticleRows, Ready
from articles.dedecms.load.row_counts import TABLE, RowCounts
from articles.dedecms.load.sections import Sections
from articles.dedecms.load.uploads import Uploads
from articles.dedecms.notes import Note
from articles.dedecms.paths import SiteRules, article_path, domain_path
from articles.dedecms.reading import OldSite
from articles.dedecms.records import KEPT, ArticleRecord, number, text
from articles.dedecms.short_texts import line
from articles.dedecms.staging import StagedRow, Staging
from articles.dedecms.tally import Kind, Tally
from articles.models import Article, ArticleHits, Import, ImportedArticle, LegacyPath, Listing, TaggedArticle, look_of
from yanjiang.lib.batches import batches
from yanjiang.lib.growth import Growth
from yanjiang.lib.pauses import TimedBatches
from yanjiang.lib.rows import insert

BATCH = 500  # articles that are read and converted at once, and on PostgreSQL written in one transaction
# The queries of each batch read these tables.
GROWN = (Article, ImportedArticle, LegacyPath, Listing, TaggedArticle)
SPECIAL_TABLE = "addonspec"  # it holds the lists of articles of special topics


@dataclass
class NewArticle:
    """An article that is about to be written."""

    row: StagedRow
    record: ArticleRecord
    addon: str
    converted: ConvertedArticle
    section_id: int
    further_ids: list[int]
    article: Article


class Articles:
    """The articles of an import."""

    def __init__(
        self,
        origin: Import,
        old_site: OldSite,
        staging: Staging,
        tally: Tally,
        *,
        site: Site,
        people: People,
        sections: Sections,
        uploads: Uploads,
        ahead: Executor,
        now: datetime,
        dry: bool,
    ) -> None:
        self._origin, self._old_site, self._staging, self._tally = origin, old_site, staging, tally
        self._site, self._people, self._sections, self._uploads = site, people, sections, uploads
        self._ahead = ahead
        self._batches = TimedBatches()
        self._refused: list[ImportedArticle] = []  # of the current batch
        self._counts = RowCounts(staging, tally)
        self._now, self._dry, self._paths = now, dry, SiteRules.read(origin.config)

    def load(self) -> Iterator[int]:
        """Write the articles that are not here yet, and yield the number of rows done after each batch."""
        if not self._dry:
            old_ids.move_past(self._staging.highest(TABLE))
        done, growth = 0, Growth(*GROWN)
        for looked_at, articles in self._converted():
            self._load(articles)
            if not self._dry:
                growth.add_batch()
            done += looked_at
            yield done
        self._counts.close(self._old_site.addon_tables)

    def _converted(self) -> Iterator[tuple[int, list[Ready]]]:
        """Yield for each batch the number of rows read, and the converted articles that are not here yet.

        The next batch is converted while the database writes the one before.
        """
        coming: tuple[int, Future[list[Ready]]] | None = None
        for rows in batches(self._staging.rows(TABLE), size=BATCH):
            known = self._known(row.id for row in rows)
            for row in rows:
                if row.id in known:
                    self._counts.add(row, self._addon(row), known=True)
            new_rows = [self._rows(row) for row in rows if row.id not in known]
            before = coming
            coming = (len(rows), self._ahead.submit(ready.converted, new_rows, self._site, self._now))
            if before:
                yield before[0], before[1].result()
        if coming:
            yield coming[0], coming[1].result()

    def _rows(self, row: StagedRow) -> ArticleRows:
        table = self._addon(row)
        model = self._old_site.model(number(row.values, "channel", 1), table)
        rows = ArticleRows(
            row, model, self._staging.get(table, row.id), [tag for tag, *_line in self._staging.tags(row.id)]
        )
        listed = [pk for node in bodies.nodes(rows.record.nodes) for pk in node.ids] if table == SPECIAL_TABLE else []
        return replace(rows, titles={pk: self._public_title(pk) for pk in listed})

    def _public_title(self, old_id: int) -> str:
        """Return the title of an article in the dump, "" if it is missing or was not public."""
        row = self._staging.get(TABLE, old_id)
        return line(text(row.values, "title")) if row and not number(row.values, "arcrank") else ""

    def _load(self, articles: list[Ready]) -> None:
        new_articles = [new for article in articles if (new := self._new_article(article))]
        old_paths.note_taken(((self._path(new.record), new.converted.notes) for new in new_articles), self._staging)
        if self._refused and not self._dry:
            quarantined.remember(self._origin, self._refused)
        self._refused = []
        taken = old_ids.taken(new.row.id for new in new_articles)
        for new in new_articles:
            if new.row.id not in taken:
                new.article.pk = new.row.id
        for batch in self._batches.of([] if self._dry else new_articles):
            with transaction.atomic():
                self._write(batch)
        for new in new_articles:
            self._counts.add(new.row, new.addon, known=False)
            self._report(new, renumbered=new.row.id in taken)

    def _known(self, ids: Iterable[int]) -> set[int]:
        if self._origin._state.adding:
            return set()
        wanted = list(ids)
        found = ImportedArticle.objects.filter(origin=self._origin, old_id__in=wanted)
        waiting = quarantined.waiting(self._origin, wanted).values_list("old_id", flat=True)
        return set(found.values_list("old_id", flat=True)) - set(waiting)

    def _addon(self, row: StagedRow) -> str:
        if row.table != TABLE:
            return row.table
        if model := self._old_site.models.get(number(row.values, "channel", 1)):
            return model.table
        # The model was deleted, but its table may still exist.
        leftover = (table for table in self._old_site.leftover if self._staging.has(table, row.id))
        return next(leftover, "addonarticle")

    def _new_article(self, article: Ready) -> NewArticle | None:
        """Find the rows that the article refers to. Quarantine an article that cannot be imported, and return None."""
        row, record, converted = article.row, article.record, article.converted
        elsewhere = TEXTDATA.fullmatch(record.body.strip())
        section_id = self._section_id(record)
        if article.body is None and (why := self._why_no_body(article, section_id)):
            self._quarantine(article, None, why)
            return None
        if elsewhere:
            self._quarantine(article, article.body, f"正文在旧站的文件 {elsewhere[0]} 里，备份没有它")
            return None
        if section_id is None:
            deleted = record.section_id in self._sections.ids
            what = "已在本站删除" if deleted else "不在备份里"
            self._quarantine(article, article.body, f"所属栏目 {record.section_id} {what}")
            return None
        if record.section_id in self._sections.members and not converted.gone:
            converted.fields["status"], converted.gone = Article.Status.DRAFT, True
            converted.notes.append(Note(Kind.MEMBERS, "所属栏目要会员权限"))
        further_ids = self._sections.further(record, section_id, converted.notes)
        return NewArticle(
            row,
            record,
            article.addon,
            converted,
            section_id,
            further_ids,
            self._article(record, converted, section_id),
        )

    def _why_no_body(self, article: Ready, section_id: int | None) -> str:
        """Return the reason for refusing an article without a body.

        Return "" if it was public: then it was a page of title and summary. If the table is incomplete, another backup
        may still have the text.
        """
        if article.addon in self._old_site.damaged or not self._staging.count(article.addon):
            return f"没有正文：备份里的表 {article.addon} 缺失、是空的或不完整"
        was_page = section_id is not None and not article.converted.gone
        return "" if was_page else f"没有正文：表 {article.addon} 里没有这个编号"

    def _section_id(self, record: ArticleRecord) -> int | None:
        if record.channel == SPECIAL and not record.section_id:
            return self._sections.topics_id
        return self._sections.ids.get(record.section_id)

    def _article(self, record: ArticleRecord, converted: ConvertedArticle, section_id: int) -> Article:
        fields = dict(converted.fields)
        where = f"文章“{fields['title']}”"
        fields["body"] = self._uploads.readdressed(fields["body"], where=where, table=TABLE, old_id=record.id)
        if converted.cover:
            self._uploads.note_missing(converted.cover, where=f"{where}的缩略图", table=TABLE, old_id=record.id)
            fields["cover"] = self._uploads.kept(converted.cover)
        article = Article(
            section_id=section_id,
            owner_id=self._people.owner_id(record.owner_id),
            responsible_editor_id=self._people.editor_id(record.editor_id),
            # The old time: readers need not know that the row was made today.
            created_at=record.sent or fields["publish_at"],
            updated_at=min(fields["publish_at"], self._now),
            **fields,
        )
        if article.cover or not converted.cover:
            article.complete()  # it would replace the old address of a cover that was not found
        return article

    def _write(self, new_articles: list[NewArticle]) -> None:
        """Write the rows of articles in bulk. `projections.bulk` writes pairs and the search index at the end."""
        quarantined.release(self._origin, [new.row.id for new in new_articles])
        Article.objects.bulk_create([new.article for new in new_articles])
        ArticleHits.objects.bulk_create(
            ArticleHits(article_id=new.article.pk, opening=new.converted.hits, total=new.converted.hits)
            for new in new_articles
        )
        mappings = [self._mapping(new.record, new.converted, new.article) for new in new_articles]
        ImportedArticle.objects.bulk_create(mappings)
        LegacyPath.objects.bulk_create(
            (
                LegacyPath(path=path, article_id=mapping.article_id)
                for mapping in mappings
                for path in self._all_paths(mapping)
            ),
            ignore_conflicts=True,
        )
        through: Any = Article.further_sections.through
        through._default_manager.bulk_create(
            through(article_id=new.article.pk, section_id=pk) for new in new_articles for pk in new.further_ids
        )
        self._tag(new_articles)
        projections.write_lists(new.article.pk for new in new_articles)

    def _mapping(self, record: ArticleRecord, converted: ConvertedArticle, article: Article | None) -> ImportedArticle:
        return ImportedArticle(
            origin=self._origin,
            old_id=record.id,
            article_id=article.pk if article else None,
            gone=converted.gone,
            sent_at=record.sent,
            old_section_id=record.section_id,
            filename=converted.filename,
            path=self._path(record),
            extra=record.extra,
        )

    def _path(self, record: ArticleRecord) -> str:
        column = self._sections.rules.get(record.section_id)
        return article_path(self._paths, column, old_id=record.id, sent=record.sent, filename=record.filename)

    def _all_paths(self, mapping: ImportedArticle) -> list[str]:
        """Return the path of an article. Add its path under the host of its section, if the section had one."""
        column = self._sections.rules.get(mapping.old_section_id)
        return list(filter(None, (mapping.path, domain_path(self._paths, column, mapping.path))))

    def _tag(self, new_articles: list[NewArticle]) -> None:
        found = tags.found_or_made([name for new in new_articles for name in tags.names(new.converted.tags)])
        insert(
            TaggedArticle,
            ("tag", "content_object", "publish_at", "expire_at"),
            (
                (found[look_of(name)].pk, new.article.pk, None, None)
                for new in new_articles
                for name in tags.names(new.converted.tags)
            ),
        )

    def _report(self, new: NewArticle, *, renumbered: bool) -> None:
        pk, title = new.record.id, new.converted.fields["title"]
        self._tally.removed.update(new.converted.removed)
        for note in new.converted.notes:
            self._tally.issue(note.kind, new.row.table, pk, f"{title}：{note.text}")
        if renumbered:
            new_id = new.article.pk or "新编号"
            self._tally.issue(Kind.RENUMBERED, TABLE, pk, f"{title}：{pk} → {new_id}")
        columns = sorted(new.record.extra.keys() - KEPT)
        if columns:
            self._tally.issue(Kind.COLUMN, TABLE, pk, f"{title}：{'、'.join(columns)}")

    def _quarantine(self, article: Ready, body: StagedRow | None, reason: str) -> None:
        """Quarantine an article with its body and its tags, and keep its old address."""
        row, mapping = article.row, self._mapping(article.record, article.converted, None)
        mapping.gone, mapping.extra = True, {quarantined.MARK: reason}
        self._refused.append(mapping)
        self._tally.quarantine(row.table, row.id, reason, file=row.file, line=row.line)
        if body and self._staging.use(body.table, row.id) and body.table != row.table:
            self._tally.quarantine(body.table, row.id, f"文章被隔离：{reason}", file=body.file, line=body.line)
        for _tag, file, at_line in self._staging.tags(row.id):
            self._tally.quarantine("taglist", row.id, f"文章被隔离：{reason}", file=file, line=at_line)
