"""Which backups are kept: seven days, five weeks, twelve months."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.builders import shanghai
from yanjiang.backups.rotation import kept, name_at, rotate

FIRST = datetime(2025, 1, 1, 3, 15)  # noqa: DTZ001 (local)
DAILY = [FIRST + timedelta(days=number) for number in range(730)]  # to 2026-12-31, a Thursday


def days(moments: set[datetime]) -> list[str]:
    return [f"{moment:%m-%d}" for moment in sorted(moments, reverse=True)]


def test_a_day_a_week_and_a_month_have_their_last_backup() -> None:
    assert days(kept(DAILY)) == [
        *("12-31", "12-30", "12-29", "12-28", "12-27", "12-26", "12-25"),  # seven days
        *("12-20", "12-13", "12-06"),  # Sundays: five weeks with 12-31 and 12-27
        *("11-30", "10-31", "09-30", "08-31", "07-31", "06-30", "05-31", "04-30", "03-31", "02-28", "01-31"),
    ]


def test_what_is_kept_day_by_day_is_what_is_kept_at_once() -> None:
    left: set[datetime] = set()
    for moment in DAILY:
        left = kept(left | {moment})
    assert left == kept(DAILY)


def test_of_one_day_the_last_is_kept() -> None:
    at = [datetime(2026, 3, 1, hour) for hour in (3, 9, 22)]  # noqa: DTZ001
    assert kept(at) == {at[2]}


def test_days_without_a_backup_do_not_count() -> None:
    monthly = DAILY[::30]
    assert len(kept(monthly)) == 12
    assert kept([]) == set()


def test_only_backups_are_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    moments = [shanghai(f"2026-03-01 0{hour}:15") for hour in (3, 4)]
    for moment in moments:
        (folder / name_at(moment)).touch()
    others = {"yanjiang-20260301-051500.tar.part", "yanjiang-20269999-031500.tar", "notes.txt"}
    for other in others:
        (folder / other).touch()
    (folder / "yanjiang-20260301-021500.tar.part").touch()  # a backup that was killed
    gone = [file.name for file in rotate(folder)]
    assert gone == ["yanjiang-20260301-021500.tar.part", "yanjiang-20260301-031500.tar"]
    assert {file.name for file in folder.iterdir()} == {"yanjiang-20260301-041500.tar", *others}
