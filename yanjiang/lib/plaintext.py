"""Plain text: the model and form fields of names in one line, and of longer texts.

Characters that nobody can see come along when text is pasted. They are dropped in forms, imports and saves alike.
To the database, and so to migrations, the model fields are Django's own.
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
# Letters to Unicode, and blank to the eye: Hangul fillers, the empty Braille cell, the grapheme joiner, and Khmer's
# inherent vowels.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"
_NOT_CHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_SELECTORS = "\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Format characters that are drawn: signs of Arabic, Syriac and Kaithi around numbers.
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# A flag of a part of a country is a black flag and its name in tag characters.
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
# A selector behind the character that it changes: an emoji or a sign, punctuation, a Chinese or a Mongolian character.
_FORM = re.compile(
    f"[0-9#*ℹ‼⁉〰〽][\ufe0e\ufe0f]|[，。、；：！？．][\ufe00\ufe01]|[{HAN}][\ufe00-\ufe02\U000e0100-\U000e01ef]"
    "|[\u1820-\u18aa][\u180b-\u180f]"
)
_PERHAPS_HIDDEN = re.compile(f"[{_BLANK}{_NOT_CHARACTERS}{_SELECTORS}]")
_LINES = str.maketrans("\t\n\r\u0085\u2028\u2029", "      ")
_BLANKS = re.compile(r"\s+")
# Normalizing would replace them by other characters, which a name may insist on not being: U+F92C 郎.
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def visible(text: str) -> str:
    """Return the text without the characters that nobody can see; blanks, tabs and line ends stay.

    A joiner or a selector stays where it changes a glyph: in 👩‍👩‍👧, ❤️ and 葛󠄀.
    """
    if text.translate(_LINES).replace("\u3000", " ").isprintable() and not _PERHAPS_HIDDEN.search(text):
        return text  # as nearly all are: no need to look at each character
    of_flags = {place for flag in _FLAG.finditer(text) for place in range(*flag.span())}
    return "".join(text[place] for place in range(len(text)) if place in of_flags or not _is_hidden(text, place))


def folded(name: str) -> str:
    """Write a name one way: what can be seen, composed (NFC), without blanks around it and with single ones within."""
    parts = _COMPATIBILITY.split(visible(name))
    composed = "".join(part if place % 2 else unicodedata.normalize("NFC", part) for place, part in enumerate(parts))
    # Ideographic spaces stay what they are, for names of two characters are printed with one.
    return _BLANKS.sub(lambda blanks: "\u3000" if set(blanks[0]) == {"\u3000"} else " ", composed).strip()


class NameFormField(forms.CharField):
    """The form field of a `NameField`: its length is counted without what nobody can see."""

    def to_python(self, value: Any) -> Any:
        return folded(super().to_python(value) or "")


class PlainTextFormField(forms.CharField):
    """The form field of a `PlainTextField`."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(visible(value) if isinstance(value, str) else value)


class NameField(_CharField):
    """A line of text that people read: a name, a title."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return folded(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        return _written(self, model_instance, super().pre_save(model_instance, add), folded)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"form_class": NameFormField} | kwargs))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class PlainTextField(_TextField):
    """A text of some lines, without markup."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return visible(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        return _written(self, model_instance, super().pre_save(model_instance, add), visible)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"form_class": PlainTextFormField} | kwargs))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def _written(field: Any, instance: models.Model, value: Any, write: Callable[[str], str]) -> Any:
    """Return the value as it is saved, and let the instance have it so too."""
    if isinstance(value, str):
        value = write(value)
        setattr(instance, field.attname, value)
    return value


def _is_hidden(text: str, place: int) -> bool:
    character = text[place]
    if character == _JOINER:
        return not _joins_pictures(text, place)
    if re.match(f"[{_SELECTORS}]", character):
        before = text[place - 1 : place]
        is_of_sign = "\ufe00" <= character <= "\ufe0f" and before and unicodedata.category(before)[0] == "S"
        return not (is_of_sign or _FORM.fullmatch(before + character))
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return character not in "\t\n\r\x85" and character not in _DRAWN
    return _PERHAPS_HIDDEN.match(character) is not None


def _joins_pictures(text: str, place: int) -> bool:
    """Tell whether the joiner there makes one picture of two, as in 👩‍👩‍👧."""
    before = text[:place].rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")[-1:]
    after = text[place + 1 : place + 2]
    return all(neighbour and unicodedata.category(neighbour) in ("So", "Sm") for neighbour in (before, after))
