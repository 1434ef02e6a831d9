"""Browsers that are asked for no code at the login for thirty days."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from yanjiang.accounts.models import TrustedDevice
from yanjiang.lib.browsers import address, browser

TRUST = timedelta(days=30)
# A person's computers and telephones. One more replaces the oldest.
MOST = 10


def devices(user: User, at: datetime) -> QuerySet[TrustedDevice]:
    """Return the devices that are trusted at a moment. A new password ends the trust in all of them."""
    trusted = TrustedDevice.objects.filter(user=user, password_mark=user.get_session_auth_hash(), until__gt=at)
    return trusted.order_by("-made_at", "-pk")


def is_trusted(request: HttpRequest, user: User, at: datetime) -> bool:
    token = request.COOKIES.get(_cookie(), "")
    return bool(token) and devices(user, at).filter(digest=_digest(token)).exists()


def trust(request: HttpRequest, response: HttpResponse, user: User, at: datetime) -> None:
    """Trust the browser of this request, and give it the cookie by which it is known."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        kept = devices(user, at)[: MOST - 1].values_list("pk", flat=True)
        TrustedDevice.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
        TrustedDevice.objects.create(
            user=user,
            digest=_digest(token),
            password_mark=user.get_session_auth_hash(),
            browser=browser(request),
            address=address(request),
            made_at=at,
            until=at + TRUST,
        )
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(_cookie(), token, max_age=TRUST, secure=secure, httponly=True, samesite="Lax")


def _cookie() -> str:
    # Browsers send a cookie with this prefix only to the host that set it, and only over HTTPS.
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def _digest(token: str) -> str:
    # The token has 256 random bits, so a fast hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()
