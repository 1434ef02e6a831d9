"""Plain text: what a name may hold, and the one way it is written."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from yanjiang.lib.plaintext import NameField, PlainTextField, folded, readable, validate_name, validate_text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("  演讲\t 稿\r\n ", "演讲 稿"),
        ("cafe\u0301", "caf\u00e9"),
        ("王　临", "王　临"),
        ("王　　临", "王　临"),
        ("\u2028演讲\u2029", "演讲"),
        ("\uf92c\u0041\u030a", "\uf92c\u00c5"),  # a compatibility ideograph is a character of its own
    ],
)
def test_a_name_is_written_one_way(typed: str, written: str) -> None:
    assert folded(typed) == written
    assert folded(written) == written
    assert NameField().to_python(typed) == written


@pytest.mark.parametrize(
    "character",
    ["\0", "\x1b", "\x7f", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u3164", "\uffff"],
)
def test_what_cannot_be_seen_is_named(character: str) -> None:
    with pytest.raises(ValidationError, match=rf"第 2 个字符（U\+{ord(character):04X}）是看不见的控制字符，请删去"):
        NameField(max_length=9).clean(f"演{character}讲", None)
    with pytest.raises(ValidationError, match="看不见"):
        PlainTextField().clean(f"一\n演{character}讲", None)
    assert readable(f"演{character}讲 ") in ("演讲", "演 讲")


@pytest.mark.parametrize("name", ["👩‍👩‍👧", "👍🏽", "🏳️‍🌈", "👩🏽‍🚀", "葛\U000e0100城", "1️⃣", "〇𠮷", "\ue5e5"])
def test_a_picture_or_a_form_of_a_character_is_a_name(name: str) -> None:
    validate_name(name)
    assert folded(name) == name


def test_a_text_may_have_lines() -> None:
    validate_text("第一行\r\n\t第二行")


def test_every_character_of_gb18030_is_kept(shared: Path) -> None:
    lines = (shared / "data/corpora/gb18030_index.txt").read_text().splitlines()
    points = [line.split()[1] for line in lines if line.strip() and not line.startswith("#")]
    characters = [chr(int(point, 16)) for point in points]
    assert len(characters) > 20_000
    changed = [character for character in characters if folded(f"演{character}讲") != f"演{character}讲"]
    assert changed == []
    for character in characters:
        validate_name(f"演{character}讲")
