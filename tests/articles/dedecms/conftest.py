from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def backup(tmp_path: Path, settings: Settings) -> Path:
    """A folder for a backup; locks and files of the work lie beside it."""
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "backup"
