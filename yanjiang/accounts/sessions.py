"""The logins of a user that have not ended, and their end."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest

from yanjiang.accounts.models import Login
from yanjiang.lib.browsers import address, browser

# The page shows so many. "Log the others out" ends all of them.
SHOWN = 50


def record(request: HttpRequest, user: User, at: datetime) -> None:
    """Write down where the session of this request began."""
    Login.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={"user": user, "browser": browser(request), "address": address(request), "began_at": at},
    )


def open_logins(user: User, at: datetime) -> QuerySet[Login]:
    """Return the newest logins of a user that have not ended."""
    return Login.objects.filter(user=user, session__expire_date__gt=at).order_by("-began_at", "pk")[:SHOWN]


def renew(request: HttpRequest, at: datetime) -> None:
    """End the other logins after a change of the password. Django gave the present session a new key."""
    user = cast(User, request.user)
    end(user, besides=request.session.session_key)
    record(request, user, at)


def end(user: User, *, besides: Any = None) -> int:
    """End the logins of a user, but for the one with the session key `besides`. Return how many ended."""
    keys = Login.objects.filter(user=user).exclude(pk=besides or "").values("pk")
    sessions = Session.objects.filter(pk__in=list(keys.values_list("pk", flat=True)))
    return sessions.delete()[1].get("sessions.Session", 0)
