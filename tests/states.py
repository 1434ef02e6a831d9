"""The models of a state of the migrations."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader


def models(*state: tuple[str, str]) -> Callable[[str], Any]:
    """Return what gives a model by its name, as accounts.TemporaryPassword: of today's state, or of the given one."""
    loader = MigrationLoader(connection)
    get_model: Callable[[str], Any] = loader.project_state(state or loader.graph.leaf_nodes()).apps.get_model
    return get_model
