"""The history of an article: Django's log, the versions and the ledger as one list, the latest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from articles.models import Article, ArticleEvent, Revision, name_of

LISTED = 50  # lines on a page
# A save writes its version and its line of the log one after the other, for many articles at once a batch at a time.
TOGETHER = timedelta(seconds=5)


@dataclass(frozen=True)
class Line:
    """Something that was done, by a person or, where that is not known, by nobody.

    `revision` is the version that it made, without its content.
    """

    at: datetime
    by: User | None
    text: str
    kind: str = "log"  # or one of the ledger's kinds, or "version"
    revision: Revision | None = None

    @property
    def by_name(self) -> str:
        """Return who did it, "" if that is not known."""
        return name_of(self.by)

    @property
    def label(self) -> str:
        """Return what was done in a word, "" where the text says it."""
        if self.kind == "version" and self.revision:
            return str(self.revision.get_kind_display())
        return "" if self.kind == "log" else str(ArticleEvent.Kind(self.kind).label)


def lines(article_id: int, *, before: datetime | None = None) -> tuple[list[Line], datetime | None]:
    """Return the lines of a page, and the moment before which the next page begins, None for the last page."""
    found = sorted(_all(article_id, before), key=lambda line: line.at, reverse=True)
    shown = found[:LISTED]
    # Lines of the same moment are not divided between two pages.
    shown += [line for line in found[LISTED:] if line.at == shown[-1].at]
    return _joined(shown), shown[-1].at if len(found) > len(shown) else None


def _all(article_id: int, before: datetime | None) -> Iterable[Line]:
    """Yield the latest lines of each source, one more than a page shows."""
    kind = ContentType.objects.get_for_model(Article)
    log = LogEntry.objects.filter(content_type=kind, object_id=str(article_id))
    for entry in _latest(log, "action_time", before):
        yield Line(entry.action_time, entry.user, entry.get_change_message())
    for event in _latest(ArticleEvent.objects.filter(article=article_id), "at", before):
        yield Line(event.at, event.by, event.text, event.kind)
    # A version that only records what was found was made by nobody.
    versions = Revision.objects.filter(article=article_id).exclude(kind=Revision.Kind.FOUND).defer("content")
    for revision in _latest(versions, "at", before):
        yield Line(revision.at, revision.by, revision.reason, "version", revision)


def _latest(rows: Any, at: str, before: datetime | None) -> Any:
    rows = rows.filter(**{f"{at}__lt": before}) if before else rows
    name = "user" if rows.model is LogEntry else "by"
    return rows.select_related(name).order_by(f"-{at}", "-pk")[: LISTED + 1]


def _joined(shown: list[Line]) -> list[Line]:
    """Put each version into the line of the log that tells of the same save."""
    lines = list(shown)
    for version in [line for line in shown if line.kind == "version"]:
        near = [line for line in lines if _is_same_save(line, version)]
        if near:
            closest = min(near, key=lambda line: abs(line.at - version.at))
            reason = f"{closest.text}：{version.text}" if version.text not in closest.text else closest.text
            joined = Line(closest.at, closest.by, reason, closest.kind, version.revision)
            lines[lines.index(closest)] = joined
            lines.remove(version)
    return lines


def _is_same_save(line: Line, version: Line) -> bool:
    is_free = line.kind == "log" and line.revision is None
    return is_free and line.by == version.by and abs(line.at - version.at) < TOGETHER
