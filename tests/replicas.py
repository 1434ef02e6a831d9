"""A replica for tests of the portal's own part: a second connection to the test's database, and what it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

from yanjiang.lib import replica
from yanjiang.lib.replica import Position, Standing

HERE = Position("7", "0/16B3748")


@contextmanager
def second_connection(patch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Let a second connection to the test's database be the replica. It has reached every position."""
    own: Any = type(connections["default"])({**connection.settings_dict}, replica.ALIAS)
    connections[replica.ALIAS] = own
    patch.setattr(replica, "is_configured", lambda: True)
    patch.setattr(replica, "position", lambda _function="": None if connection.in_atomic_block else HERE)
    patch.setattr(replica._Process, "is_away", False)
    answers(patch, Standing(is_ours=True, has_reached=True, age=0.0))
    try:
        yield own
    finally:
        own.close()
        del connections[replica.ALIAS]


def answers(patch: pytest.MonkeyPatch, answer: Standing | Exception) -> None:
    """Let the replica answer this, or fail so."""

    def standing(_position: Position) -> Standing:
        if isinstance(answer, Exception):
            raise answer
        return answer

    patch.setattr(replica, "standing", standing)
