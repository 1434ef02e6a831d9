"""The model fields of plain text: names in one line, and longer texts. What nobody can see is not part of either.

To the database, and so to migrations, they are Django's own.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
    _TextField = models.TextField[str, str]
else:
    _CharField, _TextField = models.CharField, models.TextField

_JOINER = "\u200d"
# Blank to the eye and letters to Unicode: Hangul fillers, the empty Braille cell, the joiner of graphemes, Khmer's
# inherent vowels, Mongolian selectors.
_BLANK = re.compile("[\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b-\u180f]")
_BLANKS = re.compile(r"\s+")
_NOT_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
# Normalizing would replace them by other characters, which a name may insist on not being: U+F92C 郎.
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def folded(name: str) -> str:
    """Write a name one way: composed (NFC), without blanks around it and with single ones within."""
    parts = _COMPATIBILITY.split(name)
    composed = "".join(part if place % 2 else unicodedata.normalize("NFC", part) for place, part in enumerate(parts))
    # Ideographic spaces stay what they are, for names of two characters are printed with one.
    return _BLANKS.sub(lambda blanks: "\u3000" if set(blanks[0]) == {"\u3000"} else " ", composed).strip()


def readable(name: str) -> str:
    """Return the name without the characters that `validate_name` refuses."""
    if name.isprintable() and not _BLANK.search(name):
        return folded(name)  # as nearly all are: no need to look at each character
    hidden = {place for place, _character in _hidden(name)}
    return folded("".join(character for place, character in enumerate(name) if place not in hidden))


def validate_name(name: str) -> None:
    """Refuse control characters, those that turn the direction of writing, and others that cannot be seen."""
    for place, character in _hidden(name):
        raise ValidationError(
            f"第 {place + 1} 个字符（U+{ord(character):04X}）是看不见的控制字符，请删去。", code="hidden"
        )


def validate_text(text: str) -> None:
    """Refuse what `validate_name` does, line ends and tabs apart."""
    validate_name(text.translate({ord("\n"): " ", ord("\r"): " ", ord("\t"): " "}))


class NameField(_CharField):
    """A line of text that people read: a name, a title."""

    default_validators = [validate_name]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return folded(value) if isinstance(value, str) else value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class PlainTextField(_TextField):
    """A text of some lines, without markup."""

    default_validators = [validate_text]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def _hidden(name: str) -> Iterator[tuple[int, str]]:
    for place, character in enumerate(name):
        category = unicodedata.category(character)
        if character == _JOINER and _joins_pictures(name, place):
            continue
        if (
            category in ("Cc", "Cf", "Cs", "Zl", "Zp")
            or _BLANK.match(character)
            or _NOT_CHARACTERS.match(character)
            or ord(character) & 0xFFFE == 0xFFFE
        ):
            yield place, character


def _joins_pictures(name: str, place: int) -> bool:
    """Tell whether the joiner there makes one picture of two, as in 👩‍👩‍👧."""
    before = name[:place].rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")[-1:]
    after = name[place + 1 : place + 2]
    return all(neighbour and unicodedata.category(neighbour) == "So" for neighbour in (before, after))
