"""Says which backups of a folder are kept: one a day, a week and a month, each for as long as its number says."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.utils import timezone

DAYS, WEEKS, MONTHS = 7, 5, 12
_START, _TIME = "yanjiang-", "%Y%m%d-%H%M%S"


def name_at(moment: datetime) -> str:
    """Return the name of a backup that is made at this moment, in local time."""
    return f"{_START}{timezone.localtime(moment):{_TIME}}.tar"


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Return those of the moments whose backups are kept: the last of each of the newest days, weeks and months.

    Days, weeks and months without a backup do not count, so that a site that stood still loses nothing.
    """
    oldest_first = sorted(moments)
    rules: list[tuple[Callable[[datetime], tuple[int, ...]], int]] = [
        (lambda at: (at.year, at.month, at.day), DAYS),
        (lambda at: at.isocalendar()[:2], WEEKS),
        (lambda at: (at.year, at.month), MONTHS),
    ]
    found: set[datetime] = set()
    for period, number in rules:
        last = {period(at): at for at in oldest_first}
        found.update(sorted(last.values())[-number:])
    return found


def rotate(folder: Path) -> list[Path]:
    """Delete the backups of a folder that are not kept, and return them. Files of other names stay.

    Parts that killed backups have left go too; a backup that is being made now is later than all others.
    """
    files, parts = _dated(folder, ".tar"), _dated(folder, ".tar.part")
    left = {parts[at] for at in parts if files and at < max(files)}
    gone = sorted({files[at] for at in files.keys() - kept(files)} | left)
    for file in gone:
        file.unlink()
    return gone


def _dated(folder: Path, ending: str) -> dict[datetime, Path]:
    """Return the files with a name of ours and this ending, by their local times."""
    found = {}
    for file in folder.iterdir():
        with suppress(ValueError):
            found[datetime.strptime(file.name, f"{_START}{_TIME}{ending}")] = file  # noqa: DTZ007
    return found
