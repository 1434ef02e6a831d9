"""One interface to the index of the database in use: SQLite's FTS5 or PostgreSQL's tsvector.

Both hold a set of lexemes for each article, and find the articles whose lexemes match an expression.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import BooleanField, F, Func

from articles.fulltext import postgres, sqlite
from articles.fulltext.lexemes import TIERS, Lexeme, Needed, needed, tier_lexeme
from articles.fulltext.matching import Fields
from articles.fulltext.query import Query


class Backend(Protocol):
    """The functions of a database's module. They run in the transaction of the caller."""

    AND: str
    OR: str
    BUT_NOT: str

    @staticmethod
    def spell(lexeme: Lexeme) -> str: ...

    @staticmethod
    def write(texts: Mapping[int, Fields], old: Mapping[int, Fields]) -> None: ...

    @staticmethod
    def condition(entry: str) -> str: ...

    @staticmethod
    def before_bulk() -> None: ...

    @staticmethod
    def after_bulk() -> None: ...

    @staticmethod
    def restore() -> None: ...

    @staticmethod
    def clear() -> None: ...

    @staticmethod
    def tidy() -> None: ...


@dataclass(frozen=True)
class IndexQuery:
    """A query in the form that the index takes: the lexemes of each word."""

    terms: list[list[Needed]]
    excluded: list[Needed]

    @classmethod
    def by(cls, query: Query) -> "IndexQuery":
        return cls(
            terms=[[needed(word) for word in term] for term in query.terms],
            excluded=[needed(word) for word in query.excluded],
        )

    @property
    def is_exact(self) -> bool:
        """Tell whether the index's matches of the terms need no check of the text; exclusions may need one."""
        return all(need.is_exact for term in self.terms for need in term)

    @property
    def unsure(self) -> list[list[Needed]]:
        """Return the exclusions that need a check of the text, in groups that need the same lexemes."""
        alike: dict[tuple[Lexeme, ...], list[Needed]] = {}
        for need in self.excluded:
            if not need.is_exact:
                alike.setdefault(tuple(need.lexemes), []).append(need)
        return list(alike.values())


class Matching(Func):
    """A condition on `SearchEntry`: that its lexemes in the index match an expression."""

    output_field = BooleanField()

    def __init__(self, expression: str) -> None:
        super().__init__(F("article_id"))
        self.expression = expression

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        column: Any = self.get_source_expressions()[0]
        return backend().condition(compiler.quote_name_unless_alias(column.alias)), (self.expression,)


def backend() -> Backend:
    return sqlite if connection.vendor == "sqlite" else postgres  # type: ignore[return-value]


def write(texts: Mapping[int, Fields], old: Mapping[int, Fields]) -> None:
    """Replace lexemes in the index, by article id. `old` must have all indexed texts of these articles."""
    backend().write(texts, old)


def clear() -> None:
    """Empty the index. Call it after the tables of models were emptied, which leaves the index as it was."""
    backend().clear()


def tidy() -> None:
    """Do the work that saves have left for later. A timer calls this."""
    backend().tidy()


def matching(query: IndexQuery, *, tier: int, above: int = 0) -> Matching:
    """Return the condition for candidates: every term within `tier`, but not every term within tier `above`.

    All matches are among them. Pass `above` only if the terms are exact.
    """
    door = backend()
    expression = _terms(door, query.terms, tier)
    # An inexact exclusion is checked in the text: an article may have all its lexemes without having the word.
    without = [_all(door, need, TIERS) for need in query.excluded if need.is_exact]
    if above:
        without.append(_terms(door, query.terms, above))
    for unwanted in without:
        expression = f"({expression}){door.BUT_NOT}({unwanted})"
    return Matching(expression)


def having(need: Needed) -> Matching:
    """Return the condition for entries that have all lexemes of one word, in any field."""
    return Matching(_all(backend(), need, TIERS))


def titled(words: Sequence[str]) -> Matching:
    """Return the condition for entries that have one of these normalised signs or pairs in their title."""
    return _having_one(words, tier=1)


def labelled(words: Sequence[str]) -> Matching:
    """Return the condition for entries that have one of them in their title or labels."""
    return _having_one(words, tier=2)


def _having_one(words: Sequence[str], *, tier: int) -> Matching:
    door = backend()
    return Matching(door.OR.join(door.spell(Lexeme(tier_lexeme(tier, word))) for word in words))


def _terms(door: Backend, terms: Sequence[Sequence[Needed]], tier: int) -> str:
    return door.AND.join(f"({door.OR.join(f'({_all(door, need, tier)})' for need in term)})" for term in terms)


def _all(door: Backend, need: Needed, tier: int) -> str:
    return door.AND.join(door.spell(lexeme._replace(text=tier_lexeme(tier, lexeme.text))) for lexeme in need.lexemes)
