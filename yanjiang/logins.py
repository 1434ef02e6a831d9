"""Coming in: guesses are counted and stopped, and a password that somebody else chose is changed first."""

import ipaddress
import threading
from datetime import timedelta
from typing import Any, cast

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from yanjiang.home.models import TemporaryPassword

# One host has at least this much of the new addresses to choose from.
IPV6_NETWORK = 64
# In the session of whoever came in with a password that somebody else chose.
TEMPORARY = "temporary_password"
# The accounts of the demo, which keep the passwords that it printed for as long as it serves.
OF_THE_DEMO = frozenset({"editor", "manager"})

_turns = [threading.Lock() for _ in range(64)]


class LoginForm(AdminAuthenticationForm):
    def clean_username(self) -> str:
        """Refuse what can be nobody's name before it is counted: PostgreSQL cannot keep it."""
        username: str = self.cleaned_data["username"]
        if len(username) > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return username

    def clean(self) -> dict[str, Any]:
        """Check one password at a time of a name from an address.

        Otherwise a hundred guesses at once are all looked at before the first of them is counted.
        """
        whose = (self.cleaned_data.get("username"), client_network(cast(HttpRequest, self.request)))
        with _turns[hash(whose) % len(_turns)]:
            return super().clean()


class OwnPasswordForm(AdminPasswordChangeForm):
    """Changing one's own password: to another one, and from then on it is one's own."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("new_password1") and cleaned["new_password1"] == cleaned.get("old_password"):
            self.add_error("new_password1", "新密码不能和现在的密码一样。")
        return cleaned

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        user = super().save(commit)
        TemporaryPassword.objects.filter(user=user).delete()
        return user


def remember_temporary_password(request: HttpRequest) -> None:
    """Note in the session that just began whether its password has to be changed."""
    if isinstance(request.user, User) and TemporaryPassword.objects.filter(user=request.user).exists():
        request.session[TEMPORARY] = True


def must_change_password(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or TEMPORARY not in request.session:
        return False
    return not (settings.DEMO and request.user.get_username() in OF_THE_DEMO)


def wanted_page(request: HttpRequest) -> str:
    """Return the address that the page of login leads to: `next` where it is one of this site, else the front page."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("admin:index")


def client_network(request: HttpRequest) -> str | None:
    """Return what guesses are counted by: an address, or the network of an IPv6 one. None behind a Unix socket."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False).network_address)


def log_entry(username: str | None, _network: str | None, _agent: str, _path: str, request: HttpRequest) -> str:
    """Name a login in the log. Quoted, for a name is what a stranger types: line breaks and all."""
    return f"{username!r} from {request.META.get('REMOTE_ADDR', '')}"


def locked_out(request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """Tell when to try again. The password was not looked at."""
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
    response = render(request, "admin/locked_out.html", context, status=429)
    response["Retry-After"] = str(int((until - now).total_seconds()) + 1)
    response["Cache-Control"] = "no-store"
    return response
