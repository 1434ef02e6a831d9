"""Rules of the style sheets and scripts: their size, one place for colours, one dark theme."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
PUBLIC_CSS = [path for path in (STATIC / "css").glob("*.css") if not path.name.startswith("admin")]
PUBLIC_JS = [path for path in (STATIC / "js").glob("*.js") if not path.name.startswith("admin")]


def test_styles_stay_under_40_kb_and_scripts_under_10() -> None:
    for_readers = [path for path in PUBLIC_CSS if path.name != "preview.css"]  # only previews load it
    assert 0 < sum(path.stat().st_size for path in for_readers) < 40_000
    assert 0 < sum(path.stat().st_size for path in PUBLIC_JS) < 10_000


@pytest.mark.parametrize("path", PUBLIC_CSS, ids=lambda path: path.name)
def test_colours_are_named_in_one_place(path: Path) -> None:
    named = re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", path.read_text())
    assert bool(named) == (path.name == "tokens.css")


def test_dark_is_the_same_chosen_by_the_system_or_by_the_reader() -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text()
    dark = re.findall(r":has\(#theme-(?:light|dark):checked\)\)? \{\n((?:\s+--[a-z-]+: [^;]+;\n)+)", tokens)
    assert len(dark) == 2
    assert dark[0] == dark[1]


@pytest.mark.parametrize("path", [*PUBLIC_CSS, *PUBLIC_JS], ids=lambda path: path.name)
def test_nothing_is_asked_of_another_host(path: Path) -> None:
    assert not re.search(r"https?://|url\(|@import", path.read_text())
