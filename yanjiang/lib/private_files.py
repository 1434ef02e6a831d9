"""Files with secrets, which only their owner reads: the secret key, and a database of SQLite."""

import os
import secrets
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any


def kept_secret_key(var_dir: Path) -> str:
    """Read the key in `var_dir`. Make one there on the first start."""
    file = var_dir / "secret_key"
    if not file.exists():
        # Write the key under another name first, so that a second process starting now never reads half of it.
        with tempfile.NamedTemporaryFile("w", dir=var_dir) as new:
            new.write(secrets.token_urlsafe(64))
            new.flush()
            with suppress(FileExistsError):
                os.link(new.name, file)
    return file.read_text().strip()


class Connection(sqlite3.Connection):
    """A connection that makes a new database for its owner alone. SQLite gives its `-wal` and `-shm` the same mode."""

    def __init__(self, database: Any, *arguments: Any, **options: Any) -> None:
        if not str(database).startswith((":memory:", "file:")):
            # Opening and closing the file would end the locks that other threads hold on it. SQLite tells other errors.
            with suppress(OSError):
                os.mknod(database, 0o600)
        super().__init__(database, *arguments, **options)
