"""The steps of a login: name and password, then a code from whoever has a second factor."""

from datetime import datetime, timedelta
from typing import Any, cast

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import messages
from django.contrib.auth import login, user_login_failed
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yanjiang.accounts import logins, second_factor, sessions, temporary_passwords, trusted_devices
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

# The session key of a login whose password was right and whose code is not checked yet.
WAITING = "login_waiting"
# Long enough to fetch a telephone.
PATIENCE = timedelta(minutes=10)


class PasswordStep(LoginView):
    """Check name and password. Log in people without a second factor, and those on a device that they trust."""

    def form_valid(self, form: Any) -> HttpResponse:
        user, now = form.get_user(), timezone.now()
        is_set_up = second_factor.is_set_up(user)
        if is_set_up and not trusted_devices.is_trusted(self.request, user, now):
            self.request.session[WAITING] = {
                "user": user.pk,
                "backend": user.backend,
                "password": user.get_session_auth_hash(),
                "since": now.timestamp(),
                "next": self.get_success_url(),
            }
            return redirect("admin:login_code")
        _begin(self.request, user, now, passed=is_set_up, by="密码和信任的设备" if is_set_up else "密码")
        return HttpResponseRedirect(self.get_success_url())


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=40,
        help_text="手机上的 6 位数字。手机不在身边，就填一个没有用过的恢复码。",
        error_messages={"required": "请填写验证码。", "max_length": "验证码没有这么长。"},
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    trusts = forms.BooleanField(label="这是我自己的设备，30 天内登录不用再填", required=False)

    def __init__(self, request: HttpRequest, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request, self._user = request, user

    def clean_code(self) -> str:
        """Count a wrong code like a wrong password, and check none while the name is locked for this address."""
        code: str = self.cleaned_data["code"]
        credentials = {"username": self._user.get_username()}
        with logins.one_at_a_time(self._user.get_username(), self._request):
            request: Any = self._request
            request.axes_locked_out = not AxesProxyHandler.is_allowed(request, credentials)
            if not request.axes_locked_out and second_factor.accepts(self._user, code, timezone.now()):
                return code
            # If the name is locked, the middleware of axes answers with the page that tells until when.
            user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        raise forms.ValidationError(self._problem())

    def _problem(self) -> str:
        if second_factor.is_paused(self._user, timezone.now()):
            return "这个账号的验证码错得太多，一小时之内只能用恢复码登录。"
        return "验证码不对，或者已经用过。请等手机上换成下一个再填。"


@never_cache
@sensitive_post_parameters("code")
def code_page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Ask for the code. `frame` is the context that every page of the admin needs."""
    now = timezone.now()
    user = _waiting_user(request, now)
    if user is None:
        if request.session.pop(WAITING, None):
            messages.warning(request, "等得太久了，请重新登录。")
        return redirect("admin:login")
    form = CodeForm(request, user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "admin/accounts/login_code.html", {**frame, "title": "两步验证", "form": form})
    response = redirect(request.session[WAITING]["next"])
    trusts, code = form.cleaned_data["trusts"], second_factor.folded(form.cleaned_data["code"])
    by = "密码和验证码" if second_factor.is_code_of_telephone(code) else "密码和恢复码"
    _begin(request, user, now, passed=True, by=f"{by}，以后信任这台设备" if trusts else by)
    if trusts:
        trusted_devices.trust(request, response, user, now)
    return response


def _waiting_user(request: HttpRequest, now: datetime) -> User | None:
    """Return the user whose password was right in this browser, unless that is long ago or the account has changed."""
    waiting = request.session.get(WAITING)
    if not waiting or waiting["since"] < (now - PATIENCE).timestamp():
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), waiting["password"]):
        return None
    user.backend = waiting["backend"]
    return user


def _begin(request: HttpRequest, user: User, now: datetime, *, passed: bool, by: str) -> None:
    """Begin a session with a new key. Django alone would keep the key where the same person logs in again."""
    request.session.flush()
    login(request, user)
    if passed:
        request.session[second_factor.PASSED] = True
    sessions.record(request, cast(User, request.user), now)
    temporary_passwords.mark_session(request)
    record(Origin.of(request), Entry.Kind.LOGIN, details=by)
