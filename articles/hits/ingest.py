"""Appends each view of an article's page to the log, as one row that is committed before the answer.

Views that come while another commit is under way share the next one: a disk commits a few hundred times a second or
less, and readers may come faster. A commit also waits a moment until as many views are there as the last one had, so
that more of them share its cost under load. A single view after a single view does not wait.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from threading import Condition, Lock
from typing import Any

from django.db import Error, connection

from articles.hits.agents import machine
from articles.models import STALE_AFTER, Article, ArticleHits, Hit, HitState
from articles.visitors import visitor

# PostgreSQL commits everything that one execute() sends before it answers, and to disk whatever the server's default
# says. The wait for a lock ends before the browser gives up, which is then told to come again.
_DURABLE = "SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '5s'; "


@dataclass(frozen=True)
class View:
    """One view of a page, as the request tells it."""

    event: uuid.UUID
    article_id: int
    at: datetime
    ip: str
    agent: str
    referrer: str
    is_staff: bool
    is_prefetch: bool

    @property
    def kind(self) -> Hit.Kind:
        if self.is_prefetch:
            return Hit.Kind.PREFETCH
        if self.is_staff:
            return Hit.Kind.STAFF
        return Hit.Kind(machine(self.agent) or Hit.Kind.READER)


@dataclass(frozen=True)
class Appended:
    """The result of appending: the article's total as of the last roll-up, and whether the next one is due."""

    total: int
    roll_up_is_due: bool


class _Waiting:
    """A view in the queue, with the result of its commit."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.row = _row(view)
        self.called = Lock()
        self.called.acquire()
        self.is_done = False
        self.appended: Appended | None = None
        self.error: Exception | None = None


_COMPANY_WITHIN = 0.005  # seconds: too short to be noticed before the number under a text appears

_queue: list[_Waiting] = []
_queueing = Lock()
_company = Condition(_queueing)
_expected = 1  # views that the next group waits for: as many as the last one had
_is_writing = False


def append(view: View) -> Appended | None:
    """Append the view and commit; return None if there is no such article that a visitor may read.

    Raises a `django.db.Error` if it could not be committed.
    """
    waiting = _Waiting(view)
    if not _goes_first(waiting):
        waiting.called.acquire()
    if not waiting.is_done:  # no other thread wrote it: this one writes all that wait by now
        _write(_next_group())
    if waiting.error:
        raise waiting.error
    return waiting.appended


def _goes_first(waiting: _Waiting) -> bool:
    """Queue the view; tell whether no thread is writing, so that this one need not wait to be called."""
    global _is_writing
    with _queueing:
        _queue.append(waiting)
        if len(_queue) == _expected:
            _company.notify()
        first, _is_writing = not _is_writing, True
        return first


def _next_group() -> list[_Waiting]:
    global _expected
    with _queueing:
        _company.wait_for(lambda: len(_queue) >= _expected, _COMPANY_WITHIN)
        group, _queue[:] = _queue[:], []
        _expected = len(group)
        return group


def _write(group: Sequence[_Waiting]) -> None:
    """Write the group, wake the next writer, and then the threads whose views are written."""
    global _is_writing
    try:
        appended = _insert_surely([waiting.row for waiting in group], at=max(waiting.view.at for waiting in group))
        for waiting in group:
            waiting.appended = appended.get(waiting.view.article_id)
    except Exception as error:  # any error at all must reach all threads of the group
        for waiting in group:
            waiting.error = error
    finally:
        with _queueing:
            _is_writing = bool(_queue)
            if _queue:
                _queue[0].called.release()
        for waiting in group:
            waiting.is_done = True
            waiting.called.release()


def _insert_surely(rows: Sequence[tuple[Any, ...]], *, at: datetime) -> dict[int, Appended]:
    """Insert the rows; if the connection turns out to be lost, insert them over a new one.

    A check each time beforehand, as CONN_HEALTH_CHECKS does it, is one more round trip for each group. If both inserts
    were committed, the second are replays: they have the same events.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # set so by Django's own check
    try:
        return _insert(rows, at=at)
    except Error:
        if connection.in_atomic_block or connection.connection is None or connection.is_usable():
            raise
        connection.close()
        return _insert(rows, at=at)


def _insert(rows: Sequence[tuple[Any, ...]], *, at: datetime) -> dict[int, Appended]:
    """Append the rows of readable articles, and return what the answers need by article, in one statement."""
    before, after, parameters = _statement(connection.vendor)
    times = {"at": _time(at), "stale": _time(at - STALE_AFTER)}
    with connection.cursor() as cursor:
        cursor.execute(
            before + ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows)) + after,
            [*(value for row in rows for value in row), *(times.get(name, name) for name in parameters)],
        )
        # Fetch to the last row: SQLite commits only when there are no more.
        return {article: Appended(total or 0, not fresh) for article, total, fresh in cursor.fetchall()}


@cache
def _statement(vendor: str) -> tuple[str, str, list[str]]:
    """Return the SQL before the rows, the SQL after them, and the parameters after them: "at", "stale", or a value.

    It is cached, because to compile `published()` takes longer than everything else that a view needs.
    """
    hit, hits, state = (model._meta.db_table for model in (Hit, ArticleHits, HitState))
    at = datetime(2000, 1, 1, tzinfo=UTC)
    readable = Article.objects.published(at).order_by().values("pk", "section_id")
    readable_statement, parameters = readable.query.sql_with_params()
    before = (
        f"{_DURABLE if vendor == 'postgresql' else ''}"
        f"INSERT INTO {hit} (event, at, kind, visitor, referrer, article_id, section_id) "
        f"WITH views (event, at, kind, visitor, referrer, article_id) AS (VALUES "
    )
    after = (
        f"), readable (id, section_id) AS ({readable_statement}) "
        f"SELECT views.*, readable.section_id FROM views JOIN readable ON readable.id = views.article_id "
        f"RETURNING article_id, (SELECT total FROM {hits} WHERE article_id = {hit}.article_id), "
        f"(SELECT claimed_at > %s FROM {state} WHERE id = 1)"
    )
    return before, after, ["at" if value == _time(at) else value for value in parameters] + ["stale"]


def _row(view: View) -> tuple[Any, ...]:
    return (
        view.event if connection.features.has_native_uuid_field else view.event.hex,
        _time(view.at),
        view.kind.value,
        visitor(view.ip, view.agent, view.at),
        view.referrer,
        view.article_id,
    )


def _time(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
