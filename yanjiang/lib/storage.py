"""Uploaded files in a folder: each is there whole or not at all."""

from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Django's own storage, which leaves the beginning of a file behind where the disk is full."""

    def _save(self, name: str, content: Any) -> str:
        was_there = self.exists(name)
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]
            return saved
        except OSError:
            if not was_there:
                self.delete(name)
            raise
