"""Set another user's password, and show whether there is one."""

import json
from typing import Any

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, ReadOnlyPasswordHashWidget
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from yanjiang.accounts import sessions
from yanjiang.accounts.models import TemporaryPassword
from yanjiang.admin_pages.editing import SeenField
from yanjiang.admin_pages.last_saved import last_saved


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """Set another user's password. It is temporary: at login the user must choose a new one.

    A password that was set while the form was open is overwritten only after a confirmation.
    """

    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._present = salted_hmac("yanjiang.password", self.user.password).hexdigest()
        self.initial["seen"] = json.dumps([self._present, timezone.now().timestamp()])
        if "usable_password" in self.fields:
            # Django has no Chinese text for this field.
            self.fields["usable_password"].help_text = "停用后，这个用户不能再用密码登录，现在的密码会丢失。"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self._may_overwrite():
            self.add_error(None, forms.ValidationError(self._conflict(), code="conflict"))
        return cleaned

    def _may_overwrite(self) -> bool:
        seen, _opened = self._seen()
        if seen in ("", self._present) or self.data.get("overwrite") == self._present:
            return True
        # The present password may be the one that this same form has set, by the first of two clicks.
        typed = self.cleaned_data.get("password1")
        return self.user.check_password(typed) if typed else not self.user.has_usable_password()

    def _seen(self) -> tuple[str, Any]:
        """Return the digest of the password when the form was opened, and the time of opening."""
        try:
            seen, opened = json.loads(self.cleaned_data.get("seen") or "")
        except (ValueError, TypeError, RecursionError):
            return "", None
        return str(seen), opened

    def _conflict(self) -> str:
        who, when = last_saved(self.user, self._seen()[1])
        context = {"who": who, "when": when, "name": "overwrite", "overwrite": self._present}
        return render_to_string("admin/accounts/_password_conflict.html", context)

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 (Django's signature)
        with transaction.atomic():
            user: User = super().save(commit)
            TemporaryPassword.objects.get_or_create(user=user)
            sessions.end(user)
        return user


class PasswordState(ReadOnlyPasswordHashWidget):
    """Shows whether there is a password, but no details of its hash."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if is_password_usable(value) and value:
            context["summary"] = [{"label": "密码已设置"}]
        return context
