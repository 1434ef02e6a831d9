"""The index of whichever database there is: one door to SQLite's FTS5 and PostgreSQL's tsvector.

Both hold, for each article, a set of tokens, and answer which articles have what an expression of tokens asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import BooleanField, F, Func

from articles.fulltext import postgres, sqlite
from articles.fulltext.query import Query
from articles.fulltext.tokens import TIERS, Needed, Token, needed, tier_token


class Backend(Protocol):
    """What a database's module has. Everything happens in the transaction of the caller."""

    AND: str
    OR: str
    BUT_NOT: str

    @staticmethod
    def spell(token: Token) -> str: ...

    @staticmethod
    def write(tokens: Mapping[int, set[str]], old: Mapping[int, set[str]]) -> None: ...

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
class Asked:
    """A query as the index is asked it: each word's tokens."""

    terms: list[list[Needed]]
    excluded: list[Needed]

    @classmethod
    def by(cls, query: Query) -> "Asked":
        return cls(
            terms=[[needed(word) for word in term] for term in query.terms],
            excluded=[needed(word) for word in query.excluded],
        )

    @property
    def is_exact(self) -> bool:
        """Tell whether what the index finds needs no second look at the text, but for what is excluded."""
        return all(need.is_exact for term in self.terms for need in term)

    @property
    def unsure(self) -> list[list[Needed]]:
        """Return what may be excluded only after a second look, in groups that need the same tokens."""
        alike: dict[tuple[Token, ...], list[Needed]] = {}
        for need in self.excluded:
            if not need.is_exact:
                alike.setdefault(tuple(need.tokens), []).append(need)
        return list(alike.values())


class Matching(Func):
    """A condition on `SearchEntry`: that the index holds what an expression of tokens asks for."""

    output_field = BooleanField()

    def __init__(self, expression: str) -> None:
        super().__init__(F("article_id"))
        self.expression = expression

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        column: Any = self.get_source_expressions()[0]
        return backend().condition(compiler.quote_name_unless_alias(column.alias)), (self.expression,)


def backend() -> Backend:
    return sqlite if connection.vendor == "sqlite" else postgres  # type: ignore[return-value]


def write(tokens: Mapping[int, set[str]], old: Mapping[int, set[str]]) -> None:
    """Replace the tokens of each article, by its id. `old` are those that the index holds of it until now, all."""
    backend().write(tokens, old)


def clear() -> None:
    """Empty the index, behind its entries: whoever empties the tables of models leaves what is no model's."""
    backend().clear()


def tidy() -> None:
    """Do the work that saves have left for later; a timer calls this."""
    backend().tidy()


def matching(asked: Asked, *, tier: int, above: int = 0) -> Matching:
    """Ask for candidates: those with every term within `tier`, less those with every term within tier `above`.

    No article that matches is missing; `above` may only be asked where the terms are exact.
    """
    door = backend()
    expression = _terms(door, asked.terms, tier)
    # What an inexact exclusion needs may stand in articles that do not have it: those are for the second look.
    without = [_all(door, need, TIERS) for need in asked.excluded if need.is_exact]
    if above:
        without.append(_terms(door, asked.terms, above))
    for unwanted in without:
        expression = f"({expression}){door.BUT_NOT}({unwanted})"
    return Matching(expression)


def having(need: Needed) -> Matching:
    """Ask for what has everything that one word needs, in whichever field."""
    return Matching(_all(backend(), need, TIERS))


def titled(words: Sequence[str]) -> Matching:
    """Ask for what has one of some normalised signs or pairs of them in its title."""
    return _having_one(words, tier=1)


def labelled(words: Sequence[str]) -> Matching:
    """Ask for what has one of them in its title or its labels."""
    return _having_one(words, tier=2)


def _having_one(words: Sequence[str], *, tier: int) -> Matching:
    door = backend()
    return Matching(door.OR.join(door.spell(Token(tier_token(tier, word))) for word in words))


def _terms(door: Backend, terms: Sequence[Sequence[Needed]], tier: int) -> str:
    return door.AND.join(f"({door.OR.join(f'({_all(door, need, tier)})' for need in term)})" for term in terms)


def _all(door: Backend, need: Needed, tier: int) -> str:
    return door.AND.join(door.spell(token._replace(text=tier_token(tier, token.text))) for token in need.tokens)
