"""Refuse passwords that contain the user's own name, in any form that a guesser tries first."""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from pypinyin import Style, pinyin

# A shorter Latin name occurs in too many words: it is refused only where nothing but digits is beside it.
_LATIN_NAME = 3
_HAN_NAME = 2
# The most readings of a name to try: 单曾 has six, and one Han character up to eight.
_READINGS = 100
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
# Signs that people write for letters. 1 stands for two of them.
_SIGNS = [str.maketrans("0134578@$!", f"o{one}eastbas{one}") for one in "il"]
_ATTRIBUTES = ("username", "first_name", "last_name", "email")


class NameInPasswordValidator:
    """Refuse a name inside a password: repeated, reversed, in capitals, full-width, among digits, in pinyin.

    Signs that stand for letters (zh4n for zhan) do not hide it.
    """

    def validate(self, password: str, user: Any = None) -> None:
        written = {folded(password), *(folded(password.translate(signs)) for signs in _SIGNS)}
        if user and any(_gives_away(one, form) for one, form in itertools.product(written, _forms(user))):
            raise ValidationError(
                "密码里有用户名、姓名或姓名的拼音（倒写、重复或加上数字也算），容易被猜到。请换一个与名字无关的密码。",
                code="password_has_name",
            )

    def get_help_text(self) -> str:
        return "密码里不能有用户名、姓名或姓名的拼音。"


def _gives_away(password: str, form: str) -> bool:
    if len(form) >= (_HAN_NAME if _HAN.search(form) else _LATIN_NAME):
        return form in password or form[::-1] in password
    rest = password.replace(form, "").replace(form[::-1], "")
    return rest != password and not re.sub(r"\d", "", rest)


def _forms(user: Any) -> set[str]:
    """Return all folded forms of a user's names that a password could contain."""
    values = [str(getattr(user, name, "") or "").partition("@")[0] for name in _ATTRIBUTES]
    _, first_name, last_name, _ = values
    values += [last_name + first_name, first_name + last_name]
    # zhan.xiaoming2 also gives zhan and xiaoming.
    words = itertools.chain(values, *(re.split(r"[\W_]+", value) for value in values))
    names = {folded(word) for word in words}
    names |= {name.strip("0123456789") for name in names}
    return {form for name in names for form in (name, *_pinyin(name)) if form}


def _pinyin(name: str) -> Iterator[str]:
    """Yield each reading of a Chinese name, and its initials."""
    if not _HAN.search(name):
        return
    syllables = pinyin(name, style=Style.NORMAL, heteronym=True, v_to_u=False)
    for reading in itertools.islice(itertools.product(*syllables), _READINGS):
        yield "".join(reading)
        yield "".join(syllable[0] for syllable in reading)
        # 吕 is typed as lv, and is LYU in passports.
        yield "".join(re.sub("v", "yu", syllable) for syllable in reading)
        yield "".join(re.sub("v", "u", syllable) for syllable in reading)


def folded(text: str) -> str:
    """Return the letters and digits of a text in lower case, at half width, without accents."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in decomposed if character.isalnum())
