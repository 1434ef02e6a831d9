"""Queries that are compiled once: the ORM takes longer to build a large union than the database takes to run it.

A queryset is built with placeholder values for everything that differs between requests, and compiled. Each request
then supplies the values for the placeholders (called stand-ins).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators

from yanjiang.lib.prepared import can_prepare, execute, name_of


@dataclass(frozen=True)
class Statement:
    """A compiled query and its parameters, which are values and stand-ins."""

    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def of(cls, queryset: "models.QuerySet[Any]") -> "Statement":
        sql, parameters = queryset.query.sql_with_params()
        return cls(sql, tuple(parameters))

    @cached_property
    def _name(self) -> str:
        return name_of(self.sql, self.parameters)

    def rows(self, values: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """Return the rows for a mapping of stand-ins to values. Datetimes are aware, as in the ORM."""
        given = {adapted(standing): adapted(value) for standing, value in values.items()}
        with connection.cursor() as cursor:
            if not (can_prepare() and execute(cursor, self._name, self.sql, self.parameters, given)):
                cursor.execute(self.sql, [given.get(value, value) for value in self.parameters])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


class CompiledQuery:
    """A queryset that is compiled once, with its related instances and annotations."""

    def __init__(self, queryset: "models.QuerySet[Any]") -> None:
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        self._statement = Statement(sql, tuple(parameters))
        self._compiler = compiler
        info = compiler.klass_info
        self._model, indexes = info["model"], info["select_fields"]
        self._first, self._end = indexes[0], indexes[-1] + 1
        self._names = [compiler.select[index][0].target.attname for index in indexes]
        self._related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        self._annotations = compiler.annotation_col_map
        self._converters = compiler.get_converters([column[0] for column in compiler.select])

    def instances(self, values: Mapping[Any, Any]) -> list[Any]:
        """Return the instances for a mapping of stand-ins to values, as the ORM makes them."""
        rows = self._statement.rows(values)
        return [self._instance(row) for row in self._compiler.apply_converters(rows, self._converters)]

    def _instance(self, row: Any) -> Any:
        instance = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._first : self._end])
        for related in self._related:
            related.populate(row, instance)
        for name, index in self._annotations.items():
            setattr(instance, name, row[index])
        return instance


class Lines(models.Subquery):
    """The column `line` of a subquery as one JSON list in the order of its rows, or None without rows."""

    output_field = models.JSONField()
    template = "(SELECT JSONB_AGG(lines.line) FROM (%(subquery)s) lines)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        is_json = isinstance(self.query.annotations["line"].output_field, models.JSONField)
        line = "JSON(lines.line)" if is_json else "lines.line"  # SQLite forgets that a text of a subquery is JSON
        template = f"(SELECT NULLIF(JSON_GROUP_ARRAY({line}), '[]') FROM (%(subquery)s) lines)"  # noqa: S608
        return self.as_sql(compiler, connection, template=template, **context)


def adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def converted(
    model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[list[Any], tuple[Any, ...]]]:
    """Yield each row in two parts: its first columns converted to the values of these fields, and its other columns."""
    converters = _converters(model, tuple(names), connection.vendor)
    if not converters:
        yield from ((list(row[: len(names)]), row[len(names) :]) for row in rows)
        return
    for row in rows:
        values = list(row[: len(names)])
        for index, convert in converters:
            values[index] = convert(values[index], None, connection)
        yield values, row[len(names) :]


@cache
def _converters(model: type[models.Model], names: tuple[str, ...], vendor: str) -> list[tuple[int, Any]]:
    """Return the converters of these fields by column index. SQLite needs them for datetimes and booleans."""
    columns = [models.expressions.Col("", model._meta.get_field(name)) for name in names]  # type: ignore[arg-type]
    return [
        (index, convert) for index, column in enumerate(columns) for convert in connection.ops.get_db_converters(column)
    ]
