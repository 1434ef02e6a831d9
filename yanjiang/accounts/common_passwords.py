"""Refuse passwords that many people choose: Django's list, and ten thousand that follow Chinese patterns.

`.ci/common_passwords.py` wrote the second list from patterns: pinyin with digits, 5201314 and its kin, keyboard walks,
birthdays. The list is an estimate, and not a count of real passwords. The script copied no leaked list.
"""

import gzip
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from yanjiang.accounts.names_in_passwords import folded

FILE = Path(__file__).resolve().parent / "common_passwords.txt.gz"


class ChosenByManyValidator(CommonPasswordValidator):
    """Refuse a common password, also in capitals, at full width, and with signs between its letters."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        plain = folded(password)
        if plain in chinese_passwords():
            raise ValidationError("这个密码太常见了，许多人都用，很容易被猜到。", code="password_too_common")
        if plain.isdecimal():
            raise ValidationError("密码不能只有数字和标点，例如生日和电话。", code="password_of_digits")


@cache
def chinese_passwords() -> frozenset[str]:
    return frozenset(gzip.decompress(FILE.read_bytes()).decode().split())
