"""Moves uploads from one storage to another while the site runs. A file that is there already is not copied again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum, auto

from django.core.exceptions import SuspiciousOperation

from yanjiang.lib.batches import batches
from yanjiang.lib.stored import StoredFile, Uploads, UploadsAwayError

Tell = Callable[[str], None]
AT_ONCE = 8  # files
TOLD_EVERY = 400  # files


class Outcome(Enum):
    COPIED = auto()
    THERE = auto()
    DIFFERENT = auto()  # another content has the name
    REFUSED = auto()  # S3 has no such names
    GONE = auto()  # the site has deleted it since


@dataclass
class Moved:
    copied: int = 0
    there: int = 0
    bytes: int = 0
    different: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    extra: int = 0  # files of the target that the source does not have

    def note(self, name: str, outcome: Outcome, size: int) -> None:
        if outcome is Outcome.COPIED:
            self.copied, self.bytes = self.copied + 1, self.bytes + size
        elif outcome is Outcome.THERE:
            self.there += 1
        elif outcome is Outcome.DIFFERENT:
            self.different.append(name)
        elif outcome is Outcome.REFUSED:
            self.refused.append(name)


def move(source: Uploads, target: Uploads, *, delete: bool, tell: Tell) -> Moved:
    """Copy every file that the target lacks, and compare those that it has. Raises UploadsAwayError.

    With `delete`, the source loses each file whose content the target has.
    """
    told, seen = Moved(), set[str]()
    total = sum(1 for _name in source.names())

    def one(name: str) -> tuple[Outcome, int]:
        outcome, size = _copied(source, target, name)
        if delete and outcome in (Outcome.COPIED, Outcome.THERE):
            source.remove(name)
        return outcome, size

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for names in batches(source.names(), size=TOLD_EVERY):
            for name, (outcome, size) in zip(names, pool.map(one, names), strict=True):
                told.note(name, outcome, size)
            seen.update(names)
            tell(f"看过 {len(seen)} / {total} 个，复制了 {told.copied} 个。")
    told.extra = sum(1 for name in target.names() if name not in seen)
    return told


def _copied(source: Uploads, target: Uploads, name: str) -> tuple[Outcome, int]:
    """Copy a file unless it is there. Return what became of it, and its size."""
    try:
        file = source.stored(name)
    except FileNotFoundError:
        return Outcome.GONE, 0
    try:
        return _written(file, target, name), file.size
    except (FileNotFoundError, SuspiciousOperation, UnicodeError):
        return Outcome.REFUSED, 0


def _written(file: StoredFile, target: Uploads, name: str) -> Outcome:
    try:
        return Outcome.THERE if _is_same(file, target.stored(name)) else Outcome.DIFFERENT
    except FileNotFoundError:
        with file.opened() as opened:
            target.write(name, opened, changed_ns=file.changed_ns)
    if not _is_same(file, target.stored(name)):
        raise UploadsAwayError(f"{name}: what was written is not what was read")
    return Outcome.COPIED


def _is_same(one: StoredFile, other: StoredFile) -> bool:
    return one.size == other.size and one.digest() == other.digest()
