"""Logins: limit wrong passwords, and name each login in the log."""

import ipaddress
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from yanjiang.lib import per_minute
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

# One host can use any IP address of a network of this size.
IPV6_NETWORK = 64
NOTED_A_MINUTE = 20  # failures with one name, in the log of what staff did
# Each lock serves many pairs of name and network, so that the list does not grow.
_locks = [threading.Lock() for _ in range(64)]


class LoginForm(AdminAuthenticationForm):
    def clean_username(self) -> str:
        """Refuse a name that is too long for any user before it is counted: PostgreSQL could not store it."""
        username: str = self.cleaned_data["username"]
        if len(username) > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return username

    def clean(self) -> dict[str, Any]:
        with one_at_a_time(self.cleaned_data.get("username"), cast(HttpRequest, self.request)):
            return super().clean()


@contextmanager
def one_at_a_time(username: str | None, request: HttpRequest) -> Iterator[None]:
    """Check one guess at a time for each pair of name and network.

    Otherwise a hundred parallel guesses would all be checked before the first of them is counted.
    """
    with _locks[hash((username, client_network(request))) % len(_locks)]:
        yield


def wanted_page(request: HttpRequest) -> str:
    """Return the address to open after the login: `next` if it is on this site, otherwise the admin's front page."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("admin:index")


def client_network(request: HttpRequest) -> str | None:
    """Return the IPv4 address or the IPv6 network by which guesses are counted, or None for a Unix socket."""
    try:
        ip = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network((ip, IPV6_NETWORK), strict=False).network_address)


def log_entry(username: str | None, _network: str | None, _agent: str, _path: str, request: HttpRequest) -> str:
    """Name a login in the log. The name is quoted because a stranger may type anything, line breaks included."""
    return f"{username!r} from {request.META.get('REMOTE_ADDR', '')}"


def note_failure(sender: str, credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """Log a wrong password or code for staff to see.

    A name that nobody has is left out: it may be a password that was typed into the wrong field. Attempts that a lock
    refuses unchecked are left out, and those above a number a minute, so that no stranger fills the log's pages.
    """
    is_locked = getattr(request, "axes_locked_out", False)
    if request is None or (is_locked and not getattr(request, "axes_failures_since_start", 0)):
        return
    user = User.objects.filter(username=credentials.get("username") or "").first()
    times = per_minute.times_this_minute(f"failed-logins:{user.pk if user else 0}", timezone.now())
    if times and times > (NOTED_A_MINUTE if user else 1):
        return
    details = "用户名或密码不对" if sender == "django.contrib.auth" else "验证码不对"
    details += "，连续输错，暂时锁定" if is_locked else ""
    if user:
        record(Origin.of(request), Entry.Kind.FAILED_LOGIN, user, details)
    else:
        record(Origin.of(request), Entry.Kind.FAILED_LOGIN, title="不存在的用户名", details=details)


def locked_out(request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """Tell when to try again. The password was not checked."""
    username, network = credentials.get("username"), client_network(request)
    last = AccessAttempt.objects.filter(username=username, ip_address=network).aggregate(at=Max("attempt_time"))["at"]
    now = timezone.now()
    until = max(now, (last or now) + settings.AXES_COOLOFF_TIME)
    context = {
        **admin.site.each_context(request),
        "title": "暂时不能登录",
        "until": until + timedelta(minutes=1),  # shown without seconds
        "limit": settings.AXES_FAILURE_LIMIT,
    }
    response = render(request, "admin/accounts/locked_out.html", context, status=429)
    response["Retry-After"] = str(int((until - now).total_seconds()) + 1)
    response["Cache-Control"] = "no-store"
    return response
