"""登录安全: the pages on which people set up their second factor, and see their devices and logins."""

from collections.abc import Callable
from typing import Any, cast

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yanjiang.accounts import logins, recovery_codes, second_factor, sessions, trusted_devices
from yanjiang.accounts.models import TrustedDevice
from yanjiang.lib.browsers import place
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

# The session key of a key that no code has proved yet.
NEW_KEY = "new_second_factor"


class PresentPasswordForm(forms.Form):
    """Asks for the present password before the second factor changes. Wrong ones count as at the login."""

    password = forms.CharField(
        label="现在的密码",
        max_length=4096,
        strip=False,
        error_messages={"required": "请填写现在的密码。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        user = _person(self._request)
        with logins.one_at_a_time(user.get_username(), self._request):
            found = authenticate(self._request, username=user.get_username(), password=password)
        if found != user:
            raise forms.ValidationError("密码不对。")
        return password


class FirstCodeForm(forms.Form):
    code = forms.CharField(
        label="手机上的 6 位数字",
        max_length=40,
        error_messages={"required": "请填写手机上的 6 位数字。", "max_length": "验证码是 6 位数字。"},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Show the second factor, the trusted devices and the open logins of this person."""
    user, now = _person(request), timezone.now()
    is_set_up = second_factor.is_set_up(user)
    return _page(
        request,
        "security",
        "登录安全",
        is_set_up=is_set_up,
        is_required=second_factor.is_required(user),
        codes_left=recovery_codes.left(user) if is_set_up else 0,
        devices=[(device, place(device.address)) for device in trusted_devices.devices(user, now)],
        open_logins=[(one, place(one.address)) for one in sessions.open_logins(user, now)],
        session_key=request.session.session_key,
    )


@never_cache
@sensitive_post_parameters("password")
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the password, then make a key for the telephone."""

    def make_key() -> HttpResponse:
        request.session[NEW_KEY] = second_factor.new_key()
        return redirect("admin:security_telephone")

    return _after_password(request, "设置手机", "接下来用手机扫一个二维码。先确认是您本人。", make_key)


@never_cache
def telephone(request: HttpRequest) -> HttpResponse:
    """Show the key as a QR code, and set up the second factor with the first code that the telephone makes of it."""
    user, key = _person(request), request.session.get(NEW_KEY)
    if not key:
        return redirect("admin:security")
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor.set_up(user, key, form.cleaned_data["code"], timezone.now()):
            del request.session[NEW_KEY]
            request.session[second_factor.PASSED] = True
            sessions.end(user, besides=request.session.session_key)
            _record(request, "启用两步验证，退出别处的登录")
            return _new_codes(request, "两步验证已经启用，别处的登录都已退出。")
        form.add_error("code", "验证码不对。请核对手机的时间是不是自动校准，再填最新的 6 位数字。")
    picture = segno.make(second_factor.uri(user, key), error="m").svg_data_uri(scale=6, border=4, light="white")
    letters = second_factor.base32(key)
    groups = " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    return _page(request, "security_telephone", "用手机扫一扫", form=form, picture=picture, letters=groups)


@never_cache
@sensitive_post_parameters("password")
def codes(request: HttpRequest) -> HttpResponse:
    """Ask for the password, then show new recovery codes. The old ones end."""
    if not second_factor.is_set_up(_person(request)):
        return redirect("admin:security")
    note = "新的恢复码生成以后，以前的就不能用了。"

    def renew() -> HttpResponse:
        _record(request, "重新生成恢复码")
        return _new_codes(request, "以前的恢复码不能再用了。")

    return _after_password(request, "重新生成恢复码", note, renew)


@never_cache
@sensitive_post_parameters("password")
def remove(request: HttpRequest) -> HttpResponse:
    """Ask for the password, then remove the second factor, unless the site requires one."""
    user = _person(request)
    if second_factor.is_required(user):
        messages.error(request, "这个网站要求您用两步验证，不能停用。换了手机，请点“换一部手机”。")
        return redirect("admin:security")

    def end() -> HttpResponse:
        second_factor.remove(user)
        _record(request, "停用两步验证")
        request.session.pop(second_factor.PASSED, None)
        messages.success(request, "两步验证已经停用，以后只用密码登录。")
        return redirect("admin:security")

    return _after_password(request, "停用两步验证", "停用以后，知道密码的人就能登录您的账号。", end)


@require_POST
def forget_device(request: HttpRequest, pk: int) -> HttpResponse:
    """End the trust in one of one's own devices."""
    if TrustedDevice.objects.filter(user=_person(request), pk=pk).delete()[0]:
        _record(request, "不再信任一台设备")
    messages.success(request, "这台设备下次登录要填验证码。")
    return redirect("admin:security")


@require_POST
def end_logins(request: HttpRequest) -> HttpResponse:
    """End all logins of this person but the present one."""
    count = sessions.end(_person(request), besides=request.session.session_key)
    if count:
        _record(request, f"退出别处的 {count} 个登录")
    messages.success(request, f"已退出别处的 {count} 个登录。" if count else "别处没有登录。")
    return redirect("admin:security")


# Address below /admin/security/ -> name and view. They stay open to people who must set up a second factor.
PAGES: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
    "": ("security", overview),
    "start/": ("security_start", start),
    "telephone/": ("security_telephone", telephone),
    "codes/": ("security_codes", codes),
    "remove/": ("security_remove", remove),
    "devices/<int:pk>/forget/": ("security_forget_device", forget_device),
    "logins/end/": ("security_end_logins", end_logins),
}
VIEWS = frozenset(view for _, view in PAGES.values())


def _after_password(request: HttpRequest, title: str, note: str, then: Callable[[], HttpResponse]) -> HttpResponse:
    """Ask for the present password, and go on when it is right."""
    form = PresentPasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return then()
    return _page(request, "security_password", title, form=form, note=note)


def _new_codes(request: HttpRequest, done: str) -> HttpResponse:
    return _page(request, "security_codes", "抄下恢复码", codes=recovery_codes.make(_person(request)), done=done)


def _page(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    frame = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/accounts/{name}.html", frame)


def _record(request: HttpRequest, details: str) -> None:
    record(Origin.of(request), Entry.Kind.SECURITY, details=details)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)  # the admin requires a login
