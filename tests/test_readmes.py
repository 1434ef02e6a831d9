"""The READMEs are short enough, begin in Chinese, and have no broken links."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("articles", "consultants", "tests", "yanjiang", ".github")
READMES = [ROOT / "README.md", *(file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.md")))]
MAIN = READMES[0].read_text()
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_the_main_one_is_short_and_in_chinese_first() -> None:
    assert MAIN.count("\n") <= 150
    chinese, english = MAIN.split("\n# In English\n")
    for heading in ("部署", "搬家", "测试", "能在哪些系统上运行"):
        assert f"\n## {heading}\n" in chinese
    for heading in ("Importing an old site", "Where things are"):
        assert f"\n## {heading}\n" in english


def test_the_main_one_shows_four_pictures() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\((\.readme/\w+\.webp)\)", MAIN)
    assert pictures == [f".readme/{name}.webp" for name in ("home", "article", "editing", "hits")]


@pytest.mark.parametrize("readme", READMES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_to_something(readme: Path) -> None:
    links = {link for link in LINK.findall(readme.read_text()) if not link.startswith("http")}
    assert {link for link in links if not (readme.parent / link).exists()} == set()


@pytest.mark.parametrize("readme", READMES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_setting_has_a_comment_behind_its_value(readme: Path) -> None:
    """The reader of `.env` takes such a comment for a part of the value."""
    assert re.findall(r"^[A-Z_]+=.* #.*$", readme.read_text(), re.MULTILINE) == []


def test_every_folder_with_decisions_is_named_by_the_main_one() -> None:
    """Or by the one of a folder above it."""
    told = {(file.parent / link).resolve() for file in READMES for link in LINK.findall(file.read_text())}
    assert [file for file in READMES if file.name == "README.md" and file != READMES[0] and file not in told] == []
