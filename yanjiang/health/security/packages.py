"""Compares the installed packages with a list of known holes, which the operator may replace by a newer one."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

from django.conf import settings
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion

from yanjiang.health.findings import Finding, State

SHIPPED = Path(__file__).with_name("known_holes.txt")
FILE = "known_holes.txt"  # in VAR_DIR, in the place of the one that comes with the portal
OLD = timedelta(days=90)


class UnreadableListError(Exception):
    """A line of the list is not of its form: which one."""


@dataclass(frozen=True)
class Hole:
    """A package, the versions that have the hole, and its name."""

    package: str
    versions: SpecifierSet
    name: str


@dataclass(frozen=True)
class HoleList:
    made_on: date
    holes: list[Hole]


def findings(today: date) -> list[Finding]:
    file = settings.VAR_DIR / FILE
    try:
        known = read((file if file.exists() else SHIPPED).read_text())
    except (UnreadableListError, OSError, UnicodeDecodeError) as error:
        return [Finding("packages", State.DEGRADED, f"漏洞名单 {file} 读不懂：{error}")]
    return [installed(known.holes), freshness(known.made_on, today)]


def read(text: str) -> HoleList:
    """Read the list: a day on the first line, then `package versions name` a line. Raises UnreadableListError."""
    first, *rest = text.splitlines() or [""]
    try:
        made_on = date.fromisoformat(first.lstrip("# ").strip())
    except ValueError as error:
        raise UnreadableListError("第 1 行不是日期，应当像 # 2026-11-30。") from error
    numbered = [(number, line.split()) for number, line in enumerate(rest, start=2) if line.strip()]
    return HoleList(made_on, [_hole(number, words) for number, words in numbered if not words[0].startswith("#")])


def _hole(number: int, words: list[str]) -> Hole:
    try:
        package, versions, name, *_ = words
        return Hole(package.lower(), SpecifierSet(versions), name)
    except (ValueError, InvalidSpecifier) as error:
        raise UnreadableListError(f"第 {number} 行应当像 django <5.2.8 CVE-2025-64459。") from error


def installed(holes: list[Hole]) -> Finding:
    found = [f"{hole.package} {_version(hole.package)}（{hole.name}）" for hole in holes if _has(hole)]
    if found:
        return Finding("packages", State.FAILED, f"有已知漏洞的软件包：{'、'.join(found)}。更新到下一版。", len(found))
    return Finding("packages", State.OK, f"对照 {len(holes)} 条已知漏洞，没有一条对得上。", 0)


def _has(hole: Hole) -> bool:
    try:
        return hole.versions.contains(_version(hole.package), prereleases=True)
    except (metadata.PackageNotFoundError, InvalidVersion):
        return False


def _version(package: str) -> str:
    return metadata.version(package)


def freshness(made_on: date, today: date) -> Finding:
    if today - made_on > OLD:
        words = f"漏洞名单是 {made_on} 的，太旧了：换一份新的，放在 VAR_DIR 里，名叫 {FILE}。"
        return Finding("holes_list", State.DEGRADED, words, (today - made_on).days)
    return Finding("holes_list", State.OK, f"漏洞名单是 {made_on} 的。", (today - made_on).days)
