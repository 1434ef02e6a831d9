"""Moves uploads from one storage to another while the site runs. A file that is there already is not copied again."""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum, auto

from django.core.exceptions import SuspiciousOperation

from yanjiang.admin_pages.refusals import FULL
from yanjiang.lib.batches import batches
from yanjiang.lib.stored import StoredFile, Uploads, UploadsAwayError

Tell = Callable[[str], None]
AT_ONCE = 8  # files
TOLD_EVERY = 400  # files


# Why a file was left where it is, for the operator.
DIFFERENT = "那边有同名而内容不同的文件"
REFUSED = "那边不收这样的文件名"
LACKING = "那边没有，可能是网站换过去以后删的，没有动"
BROKEN = "复制过去的和原来的不一样，又从那边删掉了"


class Outcome(Enum):
    COPIED = auto()
    THERE = auto()
    LEFT = auto()
    GONE = auto()  # the site has deleted it since


@dataclass(frozen=True)
class One:
    """The result for one file."""

    outcome: Outcome
    size: int = 0
    why: str = ""  # of a file that was left


@dataclass
class Moved:
    copied: int = 0
    there: int = 0
    bytes: int = 0
    left: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # names by the reason
    extra: int = 0  # files of the target that the source does not have

    def note(self, name: str, one: One) -> None:
        if one.outcome is Outcome.COPIED:
            self.copied, self.bytes = self.copied + 1, self.bytes + one.size
        elif one.outcome is Outcome.THERE:
            self.there += 1
        elif one.outcome is Outcome.LEFT:
            self.left[one.why].append(name)


def move(source: Uploads, target: Uploads, *, delete: bool, tell: Tell) -> Moved:
    """Copy every file that the target lacks, and compare those that it has. Raises UploadsAwayError.

    With `delete`, the source loses each file whose content the target has, and nothing is copied. The site uses the
    target by then, so that an editor may have deleted a file that the target lacks.
    """
    told, seen = Moved(), set[str]()
    total = sum(1 for _name in source.names())

    def one(name: str) -> One:
        found = _moved(source, target, name, copies=not delete)
        if delete and found.outcome is Outcome.THERE:
            source.remove(name)
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for names in batches(source.names(), size=TOLD_EVERY):
            for name, found in zip(names, pool.map(one, names), strict=True):
                told.note(name, found)
            seen.update(names)
            tell(f"已核对 {len(seen)} / {total} 个，复制了 {told.copied} 个。")
    told.extra = sum(1 for name in target.names() if name not in seen)
    return told


def _moved(source: Uploads, target: Uploads, name: str, *, copies: bool) -> One:
    """Copy a file unless it is there. An error that one file has ends nothing. Raises UploadsAwayError."""
    try:
        return _compared(source.stored(name), target, name, copies=copies)
    except FileNotFoundError:
        return One(Outcome.LEFT, why=REFUSED) if _has(source, name) else One(Outcome.GONE)
    except (SuspiciousOperation, UnicodeError):
        return One(Outcome.LEFT, why=REFUSED)
    except OSError as error:
        if isinstance(error, UploadsAwayError) or error.errno in FULL:
            raise
        return One(Outcome.LEFT, why=f"读不了，或者那边写不进（{error.strerror}）")


def _compared(file: StoredFile, target: Uploads, name: str, *, copies: bool) -> One:
    try:
        return One(Outcome.THERE) if _is_same(file, target.stored(name)) else One(Outcome.LEFT, why=DIFFERENT)
    except FileNotFoundError:
        return _copied(file, target, name) if copies else One(Outcome.LEFT, why=LACKING)


def _copied(file: StoredFile, target: Uploads, name: str) -> One:
    """Copy a file and compare the copy, which stays only if it is the same: the site may delete the file meanwhile."""
    with file.opened() as opened:
        target.write(name, opened, changed_ns=file.changed_ns)
    same = False
    try:
        same = _is_same(file, target.stored(name))
    finally:
        if not same:
            target.remove(name)
    return One(Outcome.COPIED, file.size) if same else One(Outcome.LEFT, why=BROKEN)


def _has(source: Uploads, name: str) -> bool:
    try:
        source.stored(name)
    except FileNotFoundError:
        return False
    return True


def _is_same(one: StoredFile, other: StoredFile) -> bool:
    return one.size == other.size and one.digest() == other.digest()
