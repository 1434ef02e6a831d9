"""Record the versions of articles, and put a version live."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles import projections
from articles.editing import accepting, contents
from articles.editing.content_merging import Merged, merge
from articles.editing.contents import Content
from articles.models import Article, PendingChange, Revision

Kind = Revision.Kind


def latest_live(ids: Collection[int]) -> dict[int, Revision]:
    """Return the version of each article that went live last, without its content."""
    went_live = Revision.objects.filter(live_at__isnull=False).order_by("-live_at", "-pk").defer("content")
    if len(ids) == 1:  # as a save has it: the query for many takes twice the time
        latest = went_live.filter(article__in=ids)[:1]
    else:
        of_each = went_live.filter(article=OuterRef("pk")).values("pk")[:1]
        newest = Article.objects.filter(pk__in=ids).order_by().values_list(Subquery(of_each))
        latest = Revision.objects.filter(pk__in=newest).defer("content")
    return {revision.article_id: revision for revision in latest}


# An article, its version before a change, and the one after it, by their ids.
Changed = tuple[int, int, int]


@contextmanager
def recording(
    ids: Collection[int], *, by: User | None, kind: Kind = Kind.ACTION, reason: str = ""
) -> Iterator[list[Changed]]:
    """Record what the block makes of articles, and before it their present contents if no version has them.

    The first change of an article finds no version at all, and writers that know of no versions leave none. The list
    tells after the block which articles it changed.
    """
    live = contents.read(ids, lock=True)
    latest = latest_live(ids)  # after the lock, or it would miss the version of a save that had the lock before
    _record(live, latest, by=None, kind=Kind.FOUND)
    before = {pk: revision.pk for pk, revision in latest.items()}
    changed: list[Changed] = []
    yield changed
    written = contents.read(ids)
    _record(written, latest, by=by, kind=kind, reason=reason)
    accepting.end_published(live, written, by=by)
    changed += [
        (pk, before[pk], revision.pk) for pk, revision in sorted(latest.items()) if revision.pk != before.get(pk)
    ]


def record_new(article_id: int, *, by: User) -> None:
    """Record the first version of an article that was just made."""
    _record(contents.read([article_id]), {}, by=by, kind=Kind.SAVED)


def _record(
    read: Mapping[int, Content],
    latest: dict[int, Revision],
    *,
    by: User | None,
    kind: Kind,
    reason: str = "",
    merged: Revision | None = None,
) -> None:
    """Record live contents that differ from the `latest` versions, and replace these by the new ones."""
    now = timezone.now()
    made = [
        Revision(
            article_id=pk,
            kind=kind,
            by=by,
            at=now,
            live_at=now,
            content=content,
            digest=digest,
            parent=latest.get(pk),
            merged=merged,
            reason=reason,
        )
        for pk, content in sorted(read.items())
        if (digest := contents.digest(content)) != (latest[pk].digest if pk in latest else "")
    ]
    latest.update((revision.article_id, revision) for revision in Revision.objects.bulk_create(made))


def with_digest(article_id: int, digest: str) -> Revision | None:
    """Return the last version of an article with this digest, None if its content was never recorded."""
    return Revision.objects.filter(article=article_id, digest=digest).order_by("-pk").first()


def save_change(
    article: Article,
    content: Content,
    *,
    by: User,
    kind: Kind = Kind.SAVED,
    reason: str = "",
    merged: Revision | None = None,
) -> Revision | None:
    """Save a content as the article's pending change. Readers see the former version until it goes live.

    `merged` is the version that the editor began from, if others have saved since. Returns None if it changes nothing.
    """
    with transaction.atomic():
        live = contents.read([article.pk], lock=True)
        latest = latest_live([article.pk])  # after the lock, as in `recording()`
        change = PendingChange.objects.filter(article=article.pk).select_related("revision").first()
        if change is None:
            _record(live, latest, by=None, kind=Kind.FOUND)
        base = change.revision if change else latest[article.pk]
        if contents.digest(content) == base.digest:
            return None
        revision = Revision.objects.create(
            article=article,
            kind=kind,
            by=by,
            content=content,
            digest=contents.digest(content),
            parent=base,
            merged=merged,
            reason=reason,
        )
        if change:
            PendingChange.objects.filter(pk=change.pk).update(revision=revision, problem="")
        else:
            PendingChange.objects.create(article=article, revision=revision, base=base)
    return revision


def discard_change(article_id: int, *, seen: int | None = None) -> bool:
    """Give up the pending change, only with the version `seen` if one is given; tell whether there was one.

    Its versions stay in the history.
    """
    change = PendingChange.objects.filter(article=article_id)
    deleted, _ = (change if seen is None else change.filter(revision=seen)).delete()
    return deleted > 0


def put_live(
    article: Article,
    content: Content,
    *,
    by: User | None,
    kind: Kind = Kind.SAVED,
    reason: str = "",
    live: Content | None = None,
    merged: Revision | None = None,
) -> Content | None:
    """Write a content into the article's rows, write the derived rows, and record a version.

    Pass `live`, the present content, if the caller has read it and `article` under a lock.
    `merged` is the other version that the content was made from, beside the one that went live last.
    Returns the content of the rows afterwards, None if they had it already.
    """
    with transaction.atomic(savepoint=False):
        if live is None:
            live = contents.read([article.pk], lock=True)[article.pk]
        latest = latest_live([article.pk])
        _record({article.pk: live}, latest, by=None, kind=Kind.FOUND)
        if content == live:
            return None
        written = contents.write(article, content, now=live)
        projections.write([article.pk])
        _record({article.pk: written}, latest, by=by, kind=kind, reason=reason, merged=merged)
        accepting.end_published({article.pk: live}, {article.pk: written}, by=by)
    return written


def put_change_live(change: PendingChange, *, by: User | None) -> Merged:
    """Put a pending change live, merged with what has been changed on the live rows since it was begun.

    If both changed the same, nothing is written, and the result tells the conflicts.
    """
    with transaction.atomic():
        live = contents.read([change.article_id], lock=True)[change.article_id]
        revision, base = change.revision, contents.of_revision(change.base)
        merged = merge(base, contents.of_revision(revision), live)
        if not merged.conflicts:
            discard_change(change.article_id)
            put_live(
                change.article,
                merged.content,
                by=by,
                kind=Kind(revision.kind),
                reason=revision.reason,
                merged=revision if live != base else None,
            )
    return merged
