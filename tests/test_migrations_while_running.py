"""A migration leaves the tables usable for the version that still runs, and locks none of them for long."""

import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django_migration_linter import MigrationLinter
from pytest_django import Settings

from tests.test_migrations import OURS
from yanjiang.health.upgrade import STOPPING

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="the statements of PostgreSQL are looked at"),
]

DROPS_A_COLUMN = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("consultants", "{last}")]
    operations = [migrations.RemoveField("consultant", "{field}")]
"""
ADDS_A_COLUMN = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("consultants", "{last}")]
    operations = [migrations.AddField("consultant", "rank", models.IntegerField({options}))]
"""


def refused(apps: set[str]) -> int:
    """Return how many migrations of these apps the running version cannot live with. The linter prints which."""
    linter = MigrationLinter(
        no_cache=True, include_apps=sorted(apps), ignore_name=sorted(STOPPING), quiet=["ok", "ignore", "warning"]
    )
    linter.lint_all_migrations()
    return linter.nb_erroneous


def test_the_running_version_can_live_with_each_migration() -> None:
    assert refused(OURS) == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (DROPS_A_COLUMN, 1),
        (ADDS_A_COLUMN.replace("{options}", "default=0"), 1),  # the running version inserts rows without it
        (ADDS_A_COLUMN.replace("{options}", "db_default=0"), 0),
    ],
    ids=["drops a column", "adds one that needs a value", "adds one with a value of the database's"],
)
def test_what_the_running_version_cannot_live_with_is_refused(
    text: str, number: int, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(apps.get_app_config("consultants").path) / "migrations"
    folder = tmp_path / f"later_{tmp_path.name}"  # Python imports a module of one name once
    shutil.copytree(own, folder)
    last = max(file.stem for file in own.glob("0*.py"))
    (folder / "9999_later.py").write_text(text.format(last=last, field="position"))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"consultants": folder.name}
    assert refused({"consultants"}) == number
