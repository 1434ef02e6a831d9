"""Undo a bulk change: put back what it changed, and leave alone what others have changed since."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles import projections
from articles.editing import changes, contents, revisions, tagging
from articles.editing.content_merging import merge
from articles.editing.contents import FIELDS, Content
from articles.models import Article, BulkChange, BulkItem, PendingChange, Section, Tag
from yanjiang.lib.batches import batches

BATCH = 100  # articles in memory at once, each with three contents
# Fields that a statement writes for many articles. Other fields of the row are saved article by article.
PLAIN = frozenset(("section", "status", "publish_at", *(name for name in contents.COLUMNS if name.startswith("is_"))))
BULK = PLAIN | {"tags", "further_sections"}


@dataclass
class Undone:
    """Articles in which something was put back, and those in which a later change was left alone."""

    articles: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


def undo(pk: int, *, by: User, at: datetime, among: Collection[int]) -> Undone | None:
    """Undo a bulk change in the articles `among` those that it changed, in one transaction.

    Returns None if it is undone already, or too old.
    """
    undone = Undone()
    with transaction.atomic():
        change = BulkChange.objects.undoable(at).select_for_update().filter(pk=pk).first()
        if change is None:
            return None
        BulkChange.objects.filter(pk=pk).update(undone_at=at, undone_by=by)
        reason = f"撤销：{change.words}"[:200]
        numbers = change.items.order_by("article").values_list("article_id", flat=True)
        for ids in batches([number for number in numbers if number in among], size=BATCH):
            _undo_batch(change, ids, undone, by=by, reason=reason)
    return undone


def _undo_batch(change: BulkChange, ids: list[int], undone: Undone, *, by: User, reason: str) -> None:
    live = contents.read(ids, lock=True)
    changes = PendingChange.objects.filter(article__in=ids).select_related("article", "revision", "base")
    pending_of = {one.article_id: one for one in changes}
    together: dict[int, tuple[Content, Content]] = {}
    exists = cache(contents.exists)  # many articles come from the same few sections
    for item in change.items.filter(article__in=ids).order_by("article").select_related("before", "after", "article"):
        pk = item.article_id
        pending = pending_of.get(pk) if item.after.live_at is None else None
        now = contents.of_revision(pending.revision) if pending else live[pk]
        wanted, is_whole = put_back(
            contents.of_revision(item.before), contents.of_revision(item.after), now, exists=exists
        )
        if not is_whole:
            undone.left.append(pk)
        if wanted == now:
            continue
        undone.articles.append(pk)
        if pending:
            _put_back_beside(pending, item, wanted, by=by, reason=reason)
        else:
            together[pk] = now, wanted
    with revisions.recording(list(together), by=by, reason=reason):
        _write(together)


def put_back(
    before: Content, after: Content, now: Content, *, exists: Callable[[str, Any], bool] = contents.exists
) -> tuple[Content, bool]:
    """Return the content with a change taken back, and whether all of the change could be.

    A field that was changed in another way since stays as it is now. In a body this holds for each paragraph.
    """
    changed = [name for name in FIELDS if before[name] != after[name]]
    merged = merge(after, before, now)
    left = bool(merged.conflicts)
    for conflict in merged.conflicts:
        merged.take_theirs(conflict)
    wanted = {**now, **{name: merged.content[name] for name in changed}}
    for name in changed:
        if name in contents.COLUMNS and not exists(name, wanted[name]):
            wanted[name], left = now[name], True
    if wanted["status"] == Article.Status.PUBLISHED and not wanted["publish_at"]:
        wanted["status"], left = now["status"], True
    return wanted, not left


def _put_back_beside(pending: PendingChange, item: BulkItem, wanted: Content, *, by: User, reason: str) -> None:
    """Put a pending change back. It is given up if the bulk change began it and nothing else is in it."""
    if wanted == contents.of_revision(pending.base):
        revisions.discard_change(pending.article_id)
    else:
        revisions.save_change(item.article, wanted, by=by, kind=revisions.Kind.ACTION, reason=reason)


def _write(contents_by_id: dict[int, tuple[Content, Content]]) -> None:
    """Write the wanted contents: texts article by article, all else in groups of articles that change alike."""
    together = {pk: pair for pk, pair in contents_by_id.items() if not _has_other_text(*pair)}
    singly = contents_by_id.keys() - together.keys()
    for article in Article.objects.filter(pk__in=singly).order_by("pk"):
        now, wanted = contents_by_id[article.pk]
        contents.write(article, wanted, now=now)
    further = [pk for pk, (now, wanted) in together.items() if now["further_sections"] != wanted["further_sections"]]
    for article in Article.objects.filter(pk__in=further):
        wanted_sections = together[article.pk][1]["further_sections"]
        article.further_sections.set(Section.objects.filter(pk__in=wanted_sections))
    for names, ids in _groups(together, _removed_tags):
        tagging.remove_tags(Article.objects.filter(pk__in=ids), list(Tag.objects.filter(name__in=names)))
    for names, ids in _groups(together, _added_tags):
        tagging.add_tags(Article.objects.filter(pk__in=ids), names)
    for values, ids in _groups(together, _plain_values):
        written = zip(dict(values), contents.values(dict(values)).values(), strict=True)
        changes.write(Article.objects.filter(pk__in=ids), **dict(written))
    projections.write([*singly, *further])


def _has_other_text(now: Content, wanted: Content) -> bool:
    return any(wanted[name] != now[name] for name in FIELDS if name not in BULK)


def _groups(together: dict[int, tuple[Content, Content]], of: Any) -> Iterable[tuple[Any, list[int]]]:
    """Group articles by what is to be done with them; those with nothing to do are left out."""
    groups: dict[Any, list[int]] = defaultdict(list)
    for pk, (now, wanted) in together.items():
        if key := of(now, wanted):
            groups[key].append(pk)
    return groups.items()


def _removed_tags(now: Content, wanted: Content) -> tuple[str, ...]:
    return tuple(sorted(set(now["tags"]) - set(wanted["tags"])))


def _added_tags(now: Content, wanted: Content) -> tuple[str, ...]:
    return tuple(name for name in wanted["tags"] if name not in now["tags"])


def _plain_values(now: Content, wanted: Content) -> tuple[tuple[str, Any], ...]:
    return tuple((name, wanted[name]) for name in contents.COLUMNS if name in PLAIN and wanted[name] != now[name])
