"""The second factor: a code from the telephone after the password. Six digits, each code good once (RFC 6238)."""

import base64
import secrets
import unicodedata
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django_otp.oath import TOTP

from yanjiang.accounts import recovery_codes
from yanjiang.accounts.groups import MANAGER
from yanjiang.accounts.models import RecoveryCode, SecondFactor, TrustedDevice

# The session key of a login that passed a code or a trusted device.
PASSED = "second_factor"
DIGITS = 6
# RFC 4226 recommends 160 bits.
KEY_BYTES = 20
# Half minutes before and after the present one: clocks differ, and typing takes time (RFC 6238, 5.2).
TOLERANCE = 1
# The lockout counts by address. A guesser who knows the password and has many addresses is stopped here.
MOST_FAILURES, PAUSE = 10, timedelta(hours=1)


def new_key() -> str:
    return secrets.token_bytes(KEY_BYTES).hex()


def base32(key: str) -> str:
    """Return a key as authenticator apps accept it by hand."""
    return base64.b32encode(bytes.fromhex(key)).decode()


def uri(user: User, key: str) -> str:
    """Return the address that the QR code has. The app shows the site's host and the user's name."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    label = quote(f"{host}:{user.get_username()}", safe="")
    return f"otpauth://totp/{label}?{urlencode({'secret': base32(key), 'issuer': host})}"


def is_set_up(user: User) -> bool:
    return SecondFactor.objects.filter(user=user).exists()


def is_required(user: User) -> bool:
    """Tell whether REQUIRE_SECOND_FACTOR names this person: all staff, or superusers and the group 站长."""
    if settings.REQUIRE_SECOND_FACTOR == "managers":
        return user.is_superuser or user.groups.filter(name=MANAGER).exists()
    return settings.REQUIRE_SECOND_FACTOR == "staff" and user.is_staff


def people_without() -> QuerySet[User]:
    """Return who has no second factor, of those of whom it is required, or of all staff if it is required of nobody."""
    is_manager = Q(is_superuser=True) | Q(pk__in=User.objects.filter(groups__name=MANAGER).values("pk"))
    asked = is_manager if settings.REQUIRE_SECOND_FACTOR == "managers" else Q(is_staff=True)
    return User.objects.filter(asked, ~Exists(SecondFactor.objects.filter(user=OuterRef("pk"))), is_active=True)


def must_set_up(request: HttpRequest) -> bool:
    """Tell whether this person may open nothing but the pages on which a second factor is set up."""
    if not settings.REQUIRE_SECOND_FACTOR or request.session.get(PASSED) or not isinstance(request.user, User):
        return False
    return is_required(request.user)


def set_up(user: User, key: str, code: str, at: datetime) -> bool:
    """Replace a user's second factor if the code proves that the telephone has the key. End the trust in devices."""
    step = _step(key, folded(code), at, after=-1)
    if step is None:
        return False
    with transaction.atomic():
        fields = {"key": key, "last_step": step, "failures": 0, "failed_at": None, "made_at": at}
        SecondFactor.objects.update_or_create(user=user, defaults=fields)
        TrustedDevice.objects.filter(user=user).delete()
    return True


def remove(user: User) -> None:
    """Remove a user's second factor with its recovery codes and trusted devices."""
    with transaction.atomic():
        for model in (SecondFactor, RecoveryCode, TrustedDevice):
            model._default_manager.filter(user=user).delete()


def accepts(user: User, code: str, at: datetime) -> bool:
    """Check a code of the telephone, or a recovery code. Either can be used once."""
    code = folded(code)
    if not is_code_of_telephone(code):
        return recovery_codes.use(user, code)
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None or _is_paused(factor, at):
        return False
    own = SecondFactor.objects.filter(pk=factor.pk)
    step = _step(factor.key, code, at, after=factor.last_step)
    if step is None:
        is_stale = not factor.failed_at or factor.failed_at < at - PAUSE
        own.update(failures=1 if is_stale else F("failures") + 1, failed_at=at)
        return False
    # One statement compares and sets, so that one of two logins at the same moment fails.
    return own.filter(last_step__lt=step).update(last_step=step, failures=0, failed_at=None) == 1


def is_paused(user: User, at: datetime) -> bool:
    """Tell whether so many codes were wrong that only recovery codes are accepted for an hour."""
    factor = SecondFactor.objects.filter(user=user).first()
    return factor is not None and _is_paused(factor, at)


def is_code_of_telephone(code: str) -> bool:
    return len(code) == DIGITS and code.isdecimal()


def folded(code: str) -> str:
    """Return a code as it is compared: in lower case and at half width, without blanks and hyphens."""
    return "".join(one for one in unicodedata.normalize("NFKC", code).lower() if one.isalnum())


def _is_paused(factor: SecondFactor, at: datetime) -> bool:
    return factor.failures >= MOST_FAILURES and factor.failed_at is not None and factor.failed_at > at - PAUSE


def _step(key: str, code: str, at: datetime, *, after: int) -> int | None:
    """Return the half minute that a code belongs to, or None if it is wrong or no later than `after`."""
    if not is_code_of_telephone(code):
        return None
    clock = TOTP(bytes.fromhex(key), digits=DIGITS)
    clock.time = at.timestamp()
    return clock.t() if clock.verify(int(code), tolerance=TOLERANCE, min_t=after + 1) else None
