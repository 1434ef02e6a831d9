"""The cells of the editors' calendar: what has come out and what is planned, by day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, TextChoices, Value, When, Window
from django.db.models.functions import RowNumber, TruncDate

from articles.models import Article, ArticleQuerySet, PendingChange, Section, section_tree
from yanjiang.lib.days import SHANGHAI, start_of_day

SHOWN = 6  # articles of a cell, and pending changes of one; the others are counted
DAY = timedelta(days=1)


class Kind(TextChoices):
    OUT = "out", "已发布"
    GONE = "gone", "已下线"
    PLANNED = "planned", "定时"
    DRAFT = "draft", "草稿"
    MISSED = "missed", "草稿，过了日子"
    CHANGE = "change", "修改稿上线"


@dataclass(frozen=True)
class Column:
    """A section, and the sections whose articles stand in its column. `ids` is None for all sections."""

    section: Section | None = None
    ids: frozenset[int] | None = None


@dataclass
class Entry:
    """An article on its day, or on the day on which its pending change goes live."""

    article: int
    title: str
    section: int
    at: datetime
    kind: Kind
    may_move: bool = False  # set by the page, which knows the person

    @property
    def section_name(self) -> str:
        section = section_tree().get(self.section)
        return section.name if section else ""

    @property
    def is_ahead(self) -> bool:
        """Tell whether readers have not had it yet, so that it can be moved to another day."""
        return self.kind not in (Kind.OUT, Kind.GONE)


@dataclass
class Cell:
    """The entries of a day in a column, by time, and how many articles and pending changes there are in all."""

    entries: list[Entry] = field(default_factory=list)
    articles: int = 0
    changes: int = 0

    @property
    def more(self) -> int:
        return self.articles - sum(entry.kind != Kind.CHANGE for entry in self.entries)

    @property
    def more_changes(self) -> int:
        return self.changes - sum(entry.kind == Kind.CHANGE for entry in self.entries)


Cells = dict[tuple[date, int], Cell]  # by day and number of the column, without empty ones


def cells(articles: ArticleQuerySet, first: date, last: date, columns: Sequence[Column], *, at: datetime) -> Cells:
    """Return what stands on the days from `first` to `last`, both included, of these articles at that moment."""
    found: Cells = defaultdict(Cell)
    for day, column, count, entry in _articles(articles, first, last, columns, at):
        found[day, column].entries.append(entry)
        found[day, column].articles = count
    for day, column, count, entry in _changes(articles, first, last, columns):
        found[day, column].entries.append(entry)
        found[day, column].changes = count
    for cell in found.values():
        cell.entries.sort(key=lambda entry: (entry.at, entry.article))
    return dict(found)


Row = tuple[date, int, int, Entry]  # day, column, number of rows in the cell, entry


def _articles(
    articles: ArticleQuerySet, first: date, last: date, columns: Sequence[Column], at: datetime
) -> Iterator[Row]:
    planned = articles.filter(status__in=(Article.Status.DRAFT, Article.Status.PUBLISHED))
    rows = _by_cell(planned, "publish_at", "section", first, last, columns)
    names = ("day", "column", "count", "pk", "title", "section", "publish_at", "status", "expire_at")
    for day, column, count, pk, title, section, moment, status, expire_at in rows.values_list(*names):
        yield day, column, count, Entry(pk, title, section, moment, _kind(status, moment, expire_at, at))


def _changes(articles: ArticleQuerySet, first: date, last: date, columns: Sequence[Column]) -> Iterator[Row]:
    # These look up the article of each of the few changes. For a join or an IN, SQLite may read all articles first.
    own = Article.objects.filter(pk=OuterRef("article"))
    planned = PendingChange.objects.filter(Exists(articles.filter(pk=OuterRef("article"))))
    planned = planned.annotate(title=Subquery(own.values("title")), section=Subquery(own.values("section")))
    rows = _by_cell(planned, "go_live_at", "section", first, last, columns)
    names = ("day", "column", "count", "article", "title", "section", "go_live_at")
    for day, column, count, pk, title, section, moment in rows.values_list(*names):
        yield day, column, count, Entry(pk, title, section, moment, Kind.CHANGE)


def _by_cell(
    rows: QuerySet[Any], moment: str, section: str, first: date, last: date, columns: Sequence[Column]
) -> QuerySet[Any]:
    """Keep the first `SHOWN` rows of each cell, with their day, column and number."""
    within = {f"{moment}__gte": start_of_day(first), f"{moment}__lt": start_of_day(last + DAY)}
    cell = [F("day"), F("column")]
    bounded: QuerySet[Any] = (
        rows.filter(**within)
        # A column that is worked out is no condition of an index: the days are the best one.
        .annotate(day=TruncDate(moment, tzinfo=SHANGHAI), column=_column_of(section, columns))
        .filter(column__isnull=False)
        .annotate(
            place=Window(RowNumber(), partition_by=cell, order_by=[moment, "pk"]),
            count=Window(Count("*"), partition_by=cell),
        )
        .filter(place__lte=SHOWN)
        .order_by(moment, "pk")
    )
    return bounded


def _column_of(section: str, columns: Sequence[Column]) -> Case | Value:
    if any(column.ids is None for column in columns):
        return Value(0)
    return Case(*(When(**{f"{section}__in": column.ids}, then=Value(number)) for number, column in enumerate(columns)))


def _kind(status: str, moment: datetime, expire_at: datetime | None, at: datetime) -> Kind:
    if status == Article.Status.DRAFT:
        return Kind.DRAFT if moment > at else Kind.MISSED
    if moment > at:
        return Kind.PLANNED
    return Kind.GONE if expire_at and expire_at <= at else Kind.OUT
