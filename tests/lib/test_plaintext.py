"""Plain text: the characters of names, and their normalization."""

from pathlib import Path

import pytest

from tests.conftest import size
from yanjiang.lib.plaintext import (
    NameField,
    NameFormField,
    PlainTextField,
    PlainTextFormField,
    normal_name,
    without_invisible,
)

# Invisible characters from word processors, chat programs and web pages: zero-width spaces and joiners, marks of
# direction, soft hyphens, word joiners, Word's line ends, fillers, and selectors without effect.
HIDDEN = (
    "\0", "\x01", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x9f", "\u00ad", "\u034f", "\u061c", "\u115f", "\u180e",
    "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c", "\u202e", "\u2060", "\u2064", "\u2066",
    "\u2069", "\u206f", "\u2800", "\u3164", "\ufdd0", "\ufe0f", "\ufeff", "\ufff9", "\uffff", "\U000e0020",
    "\U000e0041", "\U0001d173", "\ud800",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("  演讲\t 稿\r\n ", "演讲 稿"),
        ("cafe\u0301", "caf\u00e9"),
        ("王　临", "王　临"),
        ("王　　临", "王　临"),
        ("\u2028演讲\u2029稿", "演讲 稿"),
        ("\uf92c\u0041\u030a", "\uf92c\u00c5"),  # a compatibility ideograph is a character of its own
        ("\ufeff \u200e演讲\u200b \u202c", "演讲"),
        ("\u200b\u00ad\u2060", ""),
    ],
)
def test_a_name_is_written_one_way(typed: str, written: str) -> None:
    assert normal_name(typed) == written
    assert normal_name(written) == written
    assert NameField().to_python(typed) == written


@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_an_invisible_character_is_dropped(character: str) -> None:
    typed = f"{character}演{character}讲{character}"
    assert without_invisible(typed) == normal_name(typed) == "演讲"
    assert NameField(max_length=2).clean(typed, None) == "演讲"
    assert PlainTextField().clean(f"一\n{typed}", None) == "一\n演讲"
    # The length is counted behind it.
    assert NameFormField(max_length=2).clean(typed) == "演讲"
    assert PlainTextFormField(max_length=4).clean(f"一\n{typed}") == "一\n演讲"


@pytest.mark.parametrize(
    "name",
    ["👩‍👩‍👧", "👍🏽", "🏳️‍🌈", "👩🏽‍🚀", "🙂‍↔️", "❤️", "☎︎", "葛\U000e0100城", "1️⃣", "ℹ️", "〇𠮷", "\ue5e5", "ᠠ\u180b",
     "，\ufe01", "\u0600", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"],
)  # fmt: skip
def test_a_picture_or_a_form_of_a_character_is_a_name(name: str) -> None:
    assert without_invisible(name) == normal_name(name) == name


def test_a_text_may_have_lines() -> None:
    assert without_invisible("第一行\r\n\t第二行\u2028第三行") == "第一行\r\n\t第二行\u2028第三行"


def test_every_character_of_gb18030_is_kept(corpora: Path) -> None:
    lines = (corpora / "gb18030_index.txt").read_text().splitlines()
    points = [line.split()[1] for line in lines if line.strip() and not line.startswith("#")]
    characters = [chr(int(point, 16)) for point in points]
    assert len(characters) >= size(corpora, own=40, outside=20_001)
    changed = [character for character in characters if normal_name(f"演{character}讲") != f"演{character}讲"]
    assert changed == []
