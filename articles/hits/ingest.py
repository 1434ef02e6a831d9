"""A view of an article's page becomes one row of the log: committed before anybody is told."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models

from articles.hits.agents import machine
from articles.hits.visitors import visitor
from articles.models import STALE_AFTER, Article, ArticleHits, Hit, HitState

# PostgreSQL commits all that one execute() sends before it answers: on the disk, whatever the server's default says.
# Who waits for a lock longer than the browser waits for an answer is told to come again.
_DURABLE = "SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '5s'; "

_COLUMNS = ("event", "at", "kind", "visitor", "referrer", "article", "section")


@dataclass(frozen=True)
class View:
    """One view of a page, as the request tells it."""

    event: uuid.UUID
    article_id: int
    at: datetime
    address: str
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
    """What the log's row came with: the article's total as of the last roll-up, and whether the next one is due."""

    total: int
    roll_up_is_due: bool


def append(view: View) -> Appended | None:
    """Append the view and commit. None if there is no such article that a visitor may read.

    Raises a `django.db.Error` where it could not be committed.
    """
    number = visitor(view.address, view.agent, view.at)
    row = {"event": view.event, "at": view.at, "kind": view.kind, "visitor": number, "referrer": view.referrer}
    values = [_field(Hit, name).get_db_prep_save(value, connection) for name, value in row.items()]
    stale = _field(HitState, "claimed_at").get_db_prep_save(view.at - STALE_AFTER, connection)
    readable = Article.objects.published(view.at).filter(pk=view.article_id).order_by().values("pk", "section_id")
    article, article_values = readable.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor, article), [*values, *article_values, stale])
        # To the last row: SQLite commits when there are no more.
        rows = cursor.fetchall()
    return Appended(total=rows[0][0] or 0, roll_up_is_due=not rows[0][1]) if rows else None


@cache
def _statement(vendor: str, article: str) -> str:
    """Return the one statement that looks the article up, appends the row and reads what the answer needs."""
    hit, hits, state = (model._meta.db_table for model in (Hit, ArticleHits, HitState))
    columns = ", ".join(f'"{_field(Hit, name).column}"' for name in _COLUMNS)
    return (
        f"{_DURABLE if vendor == 'postgresql' else ''}"
        f'INSERT INTO "{hit}" ({columns}) SELECT %s, %s, %s, %s, %s, article.* FROM ({article}) AS article '
        f'RETURNING (SELECT total FROM "{hits}" WHERE article_id = "{hit}".article_id), '
        f'(SELECT claimed_at > %s FROM "{state}" WHERE id = 1)'
    )


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)
