"""Checks a backup as a restore does, in an empty place that is removed afterwards."""

import logging
from pathlib import Path
from typing import BinaryIO

from yanjiang.backups import locks, places, standing_in
from yanjiang.backups.archive import Reader, refuse_others
from yanjiang.backups.loading import Tell, load, manifest_of
from yanjiang.backups.manifest import Manifest
from yanjiang.lib.stored import CHECKING, uploads

logger = logging.getLogger(__name__)


def check(file: Path, *, folder: Path | None, tell: Tell) -> Manifest:
    """Restore a backup into an empty place and compare every sum. The site stays as it is.

    Raises ArchiveError, UnfitError, PlaceError and BusyError.
    """
    refuse_others(file)
    with locks.held("check-backup"), places.backend().empty("checking") as place:
        reader = Reader.checked(file)
        manifest = manifest_of(reader, folder)
        tell(f"备份完整，是{manifest.moment} 的。")
        try:
            with standing_in.default(place.connection):
                # Migrations that read uploads must not write among those of the site.
                load(reader, manifest, folder=folder, put=_leave, files=CHECKING, tell=tell)
        finally:
            _tidy()
    return manifest


def _tidy() -> None:
    """Remove what migrations have written. One check runs at a time, and removes what a killed one has left too."""
    try:
        uploads().discard(CHECKING)
    except OSError:
        logger.exception("What a check has written could not be removed: the next check removes it.")


def _leave(_name: str, _file: BinaryIO) -> None:
    """Do nothing with an upload: the archive compares its sum."""
