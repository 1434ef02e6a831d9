"""The manifest of a backup: versions, migrations, the number and SHA-256 of each table's rows, its uploads."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from yanjiang.backups.archive import ArchiveError
from yanjiang.backups.values import Table

FORMAT = 1

# Where the uploads are: in the archive, in a folder beside it (`--to`), nowhere (`--without-uploads`).
INSIDE, BESIDE, NOWHERE = "archive", "folder", "nowhere"

COUNTERS = frozenset({"AutoField", "BigAutoField", "SmallAutoField"})


@dataclass(frozen=True)
class TableNote:
    """A table's columns with their kinds, its rows, and the highest id that it has ever given (None without ids)."""

    name: str
    columns: list[list[str]]
    rows: int
    sha256: str
    counted: int | None

    def fitted(self, table: Table) -> Table | None:
        """Return the table with its columns as the backup has them, or None if the backup has others.

        The models of an earlier state have the columns in another order than the code of that time, and other counters
        in the tables of ManyToManyFields.
        """
        columns = tuple((name, kind) for name, kind in self.columns)
        return replace(table, columns=columns) if _comparable(columns) == _comparable(table.columns) else None


def _comparable(columns: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted((name, "counter" if kind in COUNTERS else kind) for name, kind in columns)


@dataclass(frozen=True)
class UploadsNote:
    where: str
    files: int
    bytes: int
    folder: str = ""


@dataclass(frozen=True)
class Manifest:
    made_at: datetime  # of the snapshot
    versions: dict[str, str]
    migrations: list[tuple[str, str]]
    tables: list[TableNote]
    uploads: UploadsNote
    left_out: Sequence[str] = ()

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def moment(self) -> str:
        """Return when the snapshot was, in the clock that names the files of backups."""
        return f"北京时间 {timezone.localtime(self.made_at):%Y-%m-%d %H:%M:%S}"

    def dump(self) -> bytes:
        told = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(told, ensure_ascii=False, indent=1).encode()

    @classmethod
    def load(cls, content: bytes) -> "Manifest":
        """Read what `dump` wrote. Raises ArchiveError."""
        try:
            told: dict[str, Any] = json.loads(content)
            if told.pop("format") != FORMAT:
                raise ArchiveError("备份的格式比这里的代码新，请用做备份的那一版代码，或者更新的。")
            return cls(
                made_at=datetime.fromisoformat(told.pop("made_at")),
                migrations=[(app, name) for app, name in told.pop("migrations")],
                tables=[TableNote(**table) for table in told.pop("tables")],
                uploads=UploadsNote(**told.pop("uploads")),
                **told,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveError(f"备份的说明读不懂：{error}") from error
