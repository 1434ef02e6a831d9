"""Queries that are put together once: the ORM takes longer over a large union than the database does.

A queryset is made with stand-ins for what differs from request to request, and compiled; each request then gives the
values in their place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators


@dataclass(frozen=True)
class Statement:
    """A compiled query, and its parameters: values, and stand-ins for values."""

    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def of(cls, queryset: "models.QuerySet[Any]") -> "Statement":
        sql, parameters = queryset.query.sql_with_params()
        return cls(sql, tuple(parameters))

    def rows(self, values: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """Return the rows for these values, by their stand-ins. Datetimes are given and stand as the ORM has them."""
        given = {adapted(standing): adapted(value) for standing, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [given.get(value, value) for value in self.parameters])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


class Query:
    """A queryset of instances that is compiled once, with its related instances and annotations."""

    def __init__(self, queryset: "models.QuerySet[Any]") -> None:
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        self._statement = Statement(sql, tuple(parameters))
        self._compiler = compiler
        info = compiler.klass_info
        self._model, places = info["model"], info["select_fields"]
        self._first, self._end = places[0], places[-1] + 1
        self._names = [compiler.select[place][0].target.attname for place in places]
        self._related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        self._annotations = compiler.annotation_col_map
        self._converters = compiler.get_converters([column[0] for column in compiler.select])

    def instances(self, values: Mapping[Any, Any]) -> list[Any]:
        """Return the instances for these values, by their stand-ins, as the ORM makes them."""
        rows = self._statement.rows(values)
        return [self._instance(row) for row in self._compiler.apply_converters(rows, self._converters)]

    def _instance(self, row: Any) -> Any:
        instance = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._first : self._end])
        for related in self._related:
            related.populate(row, instance)
        for name, place in self._annotations.items():
            setattr(instance, name, row[place])
        return instance


def adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def converted(
    model: type[models.Model], names: list[str], rows: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[list[Any], tuple[Any, ...]]]:
    """Yield the values of these fields in each row's first columns, as the ORM has them, and the other columns."""
    converters = [(place, convert) for place, name in enumerate(names) for convert in _converters(model, name)]
    for row in rows:
        values = list(row[: len(names)])
        for place, convert in converters:
            values[place] = convert(values[place], None, connection)
        yield values, row[len(names) :]


def _converters(model: type[models.Model], name: str) -> list[Any]:
    """Return what the database has to make of a column's values: on SQLite, times of texts and truth of numbers."""
    return connection.ops.get_db_converters(models.expressions.Col("", model._meta.get_field(name)))  # type: ignore[arg-type]
