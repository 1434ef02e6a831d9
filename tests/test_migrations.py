"""Migrations: each runs where every table has rows, forward and back, and calls no code that may change."""

import ast
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps as today
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from tests.rows import RowMaker

OURS = {
    config.label
    for config in today.get_app_configs()
    if Path(config.path).is_relative_to(settings.BASE_DIR) and ".venv" not in config.path
}
# Worked out from articles: migrations may empty them, and commands fill them again.
DERIVED = {"articles_articlebigram", "articles_listingcount", "articles_searchentry", "articles_searchtext"}
# Sums of closed days could be computed again too until 0035. Since then they record the state at the end of the day.
EMPTIED = {"0019_facet_figures": {"articles_closedday", "articles_facetday"}}


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """Let the default connection lead to an empty database, until the end of the block."""
    kept = connections["default"]
    name = str(folder / "empty.sqlite3") if kept.vendor == "sqlite" else f"{kept.settings_dict['NAME']}_empty"
    empty = type(kept)({**kept.settings_dict, "NAME": name}, "default")
    if kept.vendor != "sqlite":
        with kept._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    connections["default"] = empty
    with empty.cursor() as cursor:  # nothing here is to outlive the test
        cursor.execute("PRAGMA synchronous=OFF" if empty.vendor == "sqlite" else "SET synchronous_commit = off")
    try:
        yield
    finally:
        empty.close()
        connections["default"] = kept
        if kept.vendor != "sqlite":
            with kept._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}"')


def counted(state: ProjectState) -> Counter[str]:
    """Return how many rows each of our tables has."""
    models = [model for model in state.apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]
    return Counter({model._meta.db_table: model._base_manager.count() for model in models})


def changed_models(before: ProjectState, after: ProjectState) -> list[Any]:
    """Return those of our models, and of the tables between them, that were not there before or had other fields."""
    changed = {key for key, model in after.models.items() if key not in before.models or before.models[key] != model}
    models = [after.apps.get_model(*key) for key in sorted(changed) if key[0] in OURS]
    between = [field.remote_field.through for model in models for field in model._meta.local_many_to_many]
    return [*models, *(model for model in between if model._meta.auto_created)]


def assert_kept(before: Counter[str], after: Counter[str], migration: Migration, direction: str) -> None:
    lost = {table: (rows, after[table]) for table, rows in before.items() if table in after and after[table] < rows}
    assert not lost.keys() - DERIVED - EMPTIED.get(migration.name, set()), f"{migration} loses rows {direction}: {lost}"


@pytest.mark.django_db
def test_every_migration_runs_with_rows_in_every_table_and_back(tmp_path: Path) -> None:
    """After each migration every table gets rows of that state, so that the next meets what each state before had."""
    with empty_database(tmp_path):
        executor = MigrationExecutor(connection)
        plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
        state, states, rows = ProjectState(), [], RowMaker()
        for migration in plan:
            states.append(state.clone())
            before = counted(state)
            with connection.schema_editor(atomic=migration.atomic) as editor:
                state = migration.apply(state, editor)
            if migration.app_label in OURS:
                assert_kept(before, counted(state), migration, "forward")
                emptied = EMPTIED.get(migration.name, set())
                again = [model for model in state.apps.get_models() if model._meta.db_table in emptied]
                for model in dict.fromkeys([*changed_models(states[-1], state), *again]):
                    rows.add(model)
        assert {table for table, count in counted(state).items() if not count} <= DERIVED
        for migration, earlier in reversed(list(zip(plan, states, strict=True))):
            if migration.app_label in OURS:
                before = counted(state)
                with connection.schema_editor(atomic=migration.atomic) as editor:
                    migration.unapply(earlier, editor)
                assert_kept(before, counted(earlier), migration, "backward")
                state = earlier


# Code that fields of a state need: makemigrations writes fields, validators and `upload_to` into migrations by name.
# They decide how a value is checked and cleaned before it is saved, and not what a migration does with rows.
NAMED_BY_FIELDS = {
    "articles.models._attachment",
    "yanjiang.lib.days",
    "yanjiang.lib.links",
    "yanjiang.lib.richtext",
}
# Copies that migrations share. A module among migrations changes as little as they do.
FROZEN = {"yanjiang.pictures.migrations._moving"}
MIGRATIONS = sorted(
    file
    for package in ("yanjiang", "articles", "consultants")
    for file in (Path(settings.BASE_DIR) / package).rglob("migrations/*.py")
    if file.name != "__init__.py"
)


def imported(tree: ast.AST) -> set[str]:
    """Return the modules of ours that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "."} | {f"{node.module}.{alias.name}" for alias in node.names} & NAMED_BY_FIELDS
    return {name for name in found if name.startswith((".", "articles", "consultants", "yanjiang"))}


def called_in_functions(tree: ast.AST) -> set[str]:
    """Return the dotted names of our code and of commands that the functions of a module use."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    names = {
        ast.unparse(node)
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute | ast.Name)
    }
    ours = tuple(f"{module}." for module in imported(tree))
    return {name for name in names if name.startswith((*ours, "call_command"))}


@pytest.mark.parametrize("file", MIGRATIONS, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_a_migration_calls_no_code_that_may_change(file: Path) -> None:
    tree = ast.parse(file.read_text())
    assert imported(tree) <= NAMED_BY_FIELDS | FROZEN
    assert called_in_functions(tree) == set()


@pytest.mark.parametrize(
    "code",
    [
        "from articles.models._bigram import chosen",
        "from articles.models import Article",
        "import yanjiang.lib.html",
        "def fill(apps, editor):\n    from yanjiang.lib.chinese import bigrams",
        "import yanjiang.lib.links\ndef fill(apps, editor):\n    yanjiang.lib.links.validate_link('/')",
        "def fill(apps, editor):\n    call_command('rebuild_search')",
        "from . import other",
    ],
)
def test_the_test_sees_a_call_of_code_that_may_change(code: str) -> None:
    tree = ast.parse(code)
    assert imported(tree) - NAMED_BY_FIELDS - FROZEN or called_in_functions(tree)
