"""The third-party components that are installed, as an inventory (SBOM) and compared with pyproject.toml."""

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from yanjiang.health.findings import Finding, State

ROOT = Path(__file__).resolve().parents[3]
# Programs that install, and that the portal never runs.
INSTALLERS = frozenset({"pip", "setuptools", "uv", "wheel"})
_VENDORED = re.compile(r"(?P<name>.+?)-(?P<version>\d[\w.]*)")


def pinned() -> dict[str, str]:
    """Return the version of every package that pyproject.toml allows, by its name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    texts = [*project["project"]["dependencies"], *project["tool"]["uv"]["constraint-dependencies"]]
    for group in project["dependency-groups"].values():
        texts += [text for text in group if isinstance(text, str)]
    requirements = [Requirement(text) for text in texts]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in requirements}


def installed() -> dict[str, metadata.Distribution]:
    """Return what is installed beside the portal, by its name. The first on the path counts, as in an import."""
    found: dict[str, metadata.Distribution] = {}
    for distribution in metadata.distributions():
        found.setdefault(canonicalize_name(distribution.metadata["Name"]), distribution)
    return {name: found[name] for name in sorted(found) if name not in INSTALLERS}


def vendored() -> Iterator[tuple[str, str]]:
    """Yield name and version of what others built and static/vendor has."""
    for folder in sorted((ROOT / "static" / "vendor").iterdir()):
        if match := _VENDORED.fullmatch(folder.name):
            yield match["name"], match["version"]


def bill() -> dict[str, Any]:
    """Return the inventory in the form of CycloneDX 1.6, which scanners of known holes read."""
    packages = [_component("pypi", name, one.version) for name, one in installed().items()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "yanjiang"}},
        "components": [*packages, *(_component("npm", name, version) for name, version in vendored())],
    }


def _component(kind: str, name: str, version: str) -> dict[str, str]:
    address = f"pkg:{kind}/{name}@{version}"
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}


def finding() -> Finding:
    """Tell of packages that are not as pyproject.toml says, or that no package index gave (PEP 610)."""
    wanted, found = pinned(), installed()
    wrong = [
        f"{name} {one.version}"
        for name, one in found.items()
        if wanted.get(name) != one.version or one.read_text("direct_url.json")
    ]
    if wrong:
        groups = "".join(f" --group {group}" for group in _groups())
        words = f"这些软件包的版本或来源不是 pyproject.toml 写的：{'、'.join(wrong)}。运行 uv sync{groups}。"
        return Finding("components", State.DEGRADED, words, len(wrong))
    return Finding("components", State.OK, f"{len(found)} 个软件包的版本和来源都是 pyproject.toml 写的。", 0)


def _groups() -> list[str]:
    """Return the groups of pyproject.toml that this site needs. `uv sync` without them removes their packages."""
    needed = {"s3": settings.UPLOADS_URL, "sentry": settings.SENTRY_DSN}
    return [group for group, setting in needed.items() if setting]
