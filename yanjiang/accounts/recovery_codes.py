"""Codes that replace the telephone, each for one login."""

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.db import transaction

from yanjiang.accounts.models import RecoveryCode

COUNT = 10
# Letters and digits that are not mistaken for each other on paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUP, GROUPS = 4, 4
# The first group finds the row and is not secret. The others, 59 random bits, are hashed like a password.
LENGTH = GROUP * GROUPS
HASHER = PBKDF2PasswordHasher()
# A tenth of what a password gets: nobody chose these bits, and ten codes are hashed while their owner waits.
ITERATIONS = 100_000


def make(user: User) -> list[str]:
    """Replace a user's codes. Return the new ones, in groups of four. Only their hashes are stored."""
    codes: dict[str, str] = {}
    while len(codes) < COUNT:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        codes[code[:GROUP]] = code
    rows = [
        RecoveryCode(user=user, beginning=beginning, digest=_hash(code[GROUP:])) for beginning, code in codes.items()
    ]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(rows)
    return ["-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP)) for code in codes.values()]


def use(user: User, code: str) -> bool:
    """Use a code up. Return False if there is none such, or if another login has just used it."""
    row = RecoveryCode.objects.filter(user=user, beginning=code[:GROUP]).first()
    if row is None or not HASHER.verify(code[GROUP:], row.digest):
        return False
    return RecoveryCode.objects.filter(pk=row.pk).delete()[0] == 1


def left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user).count()


def _hash(secret: str) -> str:
    return HASHER.encode(secret, HASHER.salt(), ITERATIONS)
