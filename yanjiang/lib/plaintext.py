"""Plain text: model and form fields for names of one line, and for longer texts.

Pasted text often contains invisible characters. Forms, imports and saves all remove them. For the database, and so
for migrations, the model fields are Django's own.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

from yanjiang.lib.chinese import HAN

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
    _TextField = models.TextField[str, str]
else:
    _CharField, _TextField = models.CharField, models.TextField

_JOINER = "\u200d"
# Characters that are no spaces to Unicode but look blank: Hangul fillers, the empty Braille cell, the grapheme joiner,
# and Khmer's inherent vowels.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"
_NOT_CHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_SELECTORS = "\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Visible format characters: signs around numbers in Arabic, Syriac and Kaithi.
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# The flag of a country's region is a black flag followed by the region's name in tag characters.
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
# A variation selector after a character that it changes: an emoji, a sign, punctuation, a Chinese or Mongolian letter.
_FORM = re.compile(
    f"[0-9#*ℹ‼⁉〰〽][\ufe0e\ufe0f]|[，。、；：！？．][\ufe00\ufe01]|[{HAN}][\ufe00-\ufe02\U000e0100-\U000e01ef]"
    "|[\u1820-\u18aa][\u180b-\u180f]"
)
_PERHAPS_HIDDEN = re.compile(f"[{_BLANK}{_NOT_CHARACTERS}{_SELECTORS}]")
_LINES = str.maketrans("\t\n\r\u0085\u2028\u2029", "      ")
_BLANKS = re.compile(r"\s+")
# Normalization would replace these by other characters, but a name may need exactly this form: U+F92C 郎.
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def without_invisible(text: str) -> str:
    """Remove invisible characters from a text; spaces, tabs and line ends stay.

    A joiner or a selector stays where it changes a glyph: in 👩‍👩‍👧, ❤️ and 葛󠄀.
    """
    if text.translate(_LINES).replace("\u3000", " ").isprintable() and not _PERHAPS_HIDDEN.search(text):
        return text  # nearly all texts end here, without a look at each character
    of_flags = {index for flag in _FLAG.finditer(text) for index in range(*flag.span())}
    return "".join(text[index] for index in range(len(text)) if index in of_flags or not _is_hidden(text, index))


def lines(text: str) -> list[str]:
    """Return the stripped lines of a text, so that the line ends of a browser make no difference."""
    return [line.strip() for line in text.strip().splitlines()]


def normal_name(name: str) -> str:
    """Normalize a name: visible characters only, composed (NFC), no spaces around it, single spaces within."""
    parts = _COMPATIBILITY.split(without_invisible(name))
    composed = "".join(part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts))
    # Ideographic spaces stay: names of two characters are printed with one.
    return _BLANKS.sub(lambda blanks: "\u3000" if set(blanks[0]) == {"\u3000"} else " ", composed).strip()


class NameFormField(forms.CharField):
    """The form field of a `NameField`. Its length is counted without invisible characters."""

    def to_python(self, value: Any) -> Any:
        return normal_name(super().to_python(value) or "")


class PlainTextFormField(forms.CharField):
    """The form field of a `PlainTextField`."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(without_invisible(value) if isinstance(value, str) else value)


class NameField(_CharField):
    """A line of text, such as a name or a title."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normal_name(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        return _written(self, model_instance, super().pre_save(model_instance, add), normal_name)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"form_class": NameFormField} | kwargs))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class PlainTextField(_TextField):
    """A text of several lines, without markup."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return without_invisible(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        return _written(self, model_instance, super().pre_save(model_instance, add), without_invisible)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"form_class": PlainTextFormField} | kwargs))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def _written(field: Any, instance: models.Model, value: Any, write: Callable[[str], str]) -> Any:
    """Return the value as it is saved, and set it on the instance too."""
    if isinstance(value, str):
        value = write(value)
        setattr(instance, field.attname, value)
    return value


def _is_hidden(text: str, index: int) -> bool:
    character = text[index]
    if character == _JOINER:
        return not _joins_pictures(text, index)
    if re.match(f"[{_SELECTORS}]", character):
        before = text[index - 1 : index]
        is_of_sign = "\ufe00" <= character <= "\ufe0f" and before and unicodedata.category(before)[0] == "S"
        return not (is_of_sign or _FORM.fullmatch(before + character))
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return character not in "\t\n\r\x85" and character not in _DRAWN
    return _PERHAPS_HIDDEN.match(character) is not None


def _joins_pictures(text: str, index: int) -> bool:
    """Tell whether the joiner at this index makes one picture of two, as in 👩‍👩‍👧."""
    before = text[:index].rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")[-1:]
    after = text[index + 1 : index + 2]
    return all(neighbour and unicodedata.category(neighbour) in ("So", "Sm") for neighbour in (before, after))
