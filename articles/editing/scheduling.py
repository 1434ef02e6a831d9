"""Put pending changes live at their time, without a job: each read of the content's state first does what is due."""

import logging
from datetime import datetime

from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from articles.editing import contents
from articles.editing.revisions import put_change_live
from articles.models import PendingChange, content_state
from yanjiang.pagecache.freshness import PartState
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import BY_ITSELF, Origin, log_changes

logger = logging.getLogger(__name__)

AT_ONCE = 20  # changes that one reader puts live; the next reader goes on


def read_content(at: datetime) -> PartState:
    """Return the token of the content, after all changes that are due have gone live."""
    following = _next()
    if following and following <= at and not connection.in_atomic_block:
        _put_due_live(at)
        following = _next()
    state = content_state(at)
    later = [moment for moment in (state.until, following) if moment and moment > at]
    return PartState(state.token, min(later, default=None))


def _next() -> datetime | None:
    """Return the earliest time at which a change goes live."""
    planned = PendingChange.objects.filter(go_live_at__isnull=False).order_by("go_live_at")
    return planned.values_list("go_live_at", flat=True).first()


def put_due_live(at: datetime) -> int:
    """Put the changes live whose time has come; return how many. Each is done once, however many processes try."""
    done = 0
    due = PendingChange.objects.filter(go_live_at__lte=at).order_by("go_live_at")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        try:
            with transaction.atomic():
                locked = due.filter(pk=pk).select_for_update(skip_locked=True, of=("self",))
                change = locked.select_related("revision__by", "base").first()
                done += bool(change and _put_live(change))
        except (IntegrityError, DataError):  # the content contradicts a rule of the tables
            logger.exception("The pending change of article %s cannot go live", pk)
            _give_up(pk, "到时没有上线：内容不完整，请打开修改稿检查，再发布。")
    return done


def _put_due_live(at: datetime) -> None:
    try:
        put_due_live(at)
    except DatabaseError:  # pages are more important; the next second tries again
        logger.exception("Pending changes could not be put live")


def _put_live(change: PendingChange) -> bool:
    by = change.revision.by
    merged = put_change_live(change, by=by)
    if merged.conflicts:
        parts = "、".join(dict.fromkeys(contents.label(conflict.name) for conflict in merged.conflicts))
        _give_up(change.pk, f"到时没有上线：网页上的{parts}后来也被改过，请打开修改稿重新发布。")
        return False
    # A reader's request may do it, and the reader's address is none of the log's.
    log_changes(Origin(by, browser=BY_ITSELF), [change.article], "修改稿按时上线", kind=Entry.Kind.PUBLISH)
    return True


def _give_up(article_id: int, problem: str) -> None:
    """Leave the change to an editor, who is told the problem above the form."""
    PendingChange.objects.filter(pk=article_id).update(go_live_at=None, problem=problem)
