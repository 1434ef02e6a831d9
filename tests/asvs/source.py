"""The portal's own modules as syntax trees, for tests that are about the code itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def modules() -> dict[str, ast.Module]:
    """Return the tree of every module that runs, by its path."""
    files = [ROOT / "manage.py", *(file for name in ("yanjiang", "articles", "consultants") for file in _files(name))]
    assert len(files) > 400
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text()) for file in files}


def _files(name: str) -> list[Path]:
    return sorted((ROOT / name).rglob("*.py"))


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call of a function or method of these names: `loads` finds `json.loads(…)` too."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield path, node


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def imports() -> Iterator[tuple[str, str]]:
    """Yield each module with the names that it imports, also those inside functions."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((path, f"{node.module}.{alias.name}") for alias in node.names)


def importing(*names: str) -> set[str]:
    """Return the modules that import one of these modules or something of it."""
    return {path for path, name in imports() if any(name == one or name.startswith(f"{one}.") for one in names)}
