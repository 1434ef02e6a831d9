"""Statements that PostgreSQL plans once for each connection, and what happens where it cannot keep them."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.contrib.auth.models import Permission
from django.db import DataError, ProgrammingError, connection, transaction

from yanjiang.lib import prepared
from yanjiang.lib.statements import Statement

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = -1
ASKED = Statement("SELECT name FROM people WHERE id = %s AND name <> %s", (NUMBER, "O'Neill %"))


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def kept() -> list[str]:
    """Return the statements that this connection has prepared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'page!_%' ESCAPE '!'")
        return [statement for (statement,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def people(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's module keeps statements itself")
    connection.close()
    monkeypatch.setattr(prepared._Process, "prepares", True)
    run("CREATE TABLE people (id bigint, name varchar(5))")
    run("INSERT INTO people VALUES (1, '周言'), (2, '林一')")
    yield
    with suppress(ProgrammingError):
        run("DROP TABLE people")
    connection.close()


def test_a_statement_is_prepared_once_and_asked_with_each_value() -> None:
    assert [ASKED.rows({NUMBER: pk}) for pk in (1, 2, 3)] == [[("周言",)], [("林一",)], []]
    [statement] = kept()
    assert "id = $1" in statement
    assert "O''Neill %" in statement


def test_another_connection_prepares_its_own() -> None:
    ASKED.rows({NUMBER: 1})
    connection.close()
    assert kept() == []
    assert ASKED.rows({NUMBER: 1}) == [("周言",)]
    assert len(kept()) == 1


def test_in_a_transaction_nothing_is_prepared() -> None:
    with transaction.atomic():
        assert ASKED.rows({NUMBER: 1}) == [("周言",)]
    assert kept() == []


def test_a_column_that_a_migration_widens_is_read_on() -> None:
    ASKED.rows({NUMBER: 1})
    run("ALTER TABLE people ALTER COLUMN name TYPE varchar(9)")
    assert [ASKED.rows({NUMBER: 2}), ASKED.rows({NUMBER: 1})] == [[("林一",)], [("周言",)]]
    assert len(kept()) == 1


def test_a_pool_that_gives_another_session_each_time_ends_preparing() -> None:
    ASKED.rows({NUMBER: 1})
    run("DEALLOCATE ALL")
    assert [ASKED.rows({NUMBER: 2}), ASKED.rows({NUMBER: 1})] == [[("林一",)], [("周言",)]]
    assert kept() == []


def test_a_session_where_another_process_has_prepared_it_ends_preparing() -> None:
    ASKED.rows({NUMBER: 1})
    prepared._prepared.clear()
    assert [ASKED.rows({NUMBER: 2}), ASKED.rows({NUMBER: 1})] == [[("林一",)], [("周言",)]]
    assert not prepared.can_prepare()


def test_any_other_mistake_is_told() -> None:
    divided = Statement("SELECT 1 / (%s - id) FROM people WHERE id = 1", (NUMBER,))
    assert divided.rows({NUMBER: 2}) == [(1,)]
    with pytest.raises(DataError):
        divided.rows({NUMBER: 1})
    assert prepared.can_prepare()


def test_no_query_keeps_a_cursor_in_its_session() -> None:
    rows = Permission.objects.iterator(chunk_size=2)
    assert next(rows)
    assert Statement("SELECT COUNT(*) FROM pg_cursors WHERE name <> ''", ()).rows({}) == [(0,)]
