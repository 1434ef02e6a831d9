"""Require a new password from a user whose present one was chosen by somebody else."""

from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.models import User
from django.http import HttpRequest

from yanjiang.accounts.models import TemporaryPassword

# The session key that marks a login with a temporary password. Without it each request would need a query.
MARK = "temporary_password"
# The accounts of the demo keep the passwords that it printed, as long as it serves.
OF_THE_DEMO = frozenset({"editor", "manager"})


class OwnPasswordForm(AdminPasswordChangeForm):
    """Change one's own password. It must differ from the present one, and is no longer temporary."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("new_password1") and cleaned["new_password1"] == cleaned.get("old_password"):
            self.add_error("new_password1", "新密码不能和现在的密码一样。")
        return cleaned

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        user = super().save(commit)
        TemporaryPassword.objects.filter(user=user).delete()
        return user


def mark_session(request: HttpRequest) -> None:
    """Mark the session that just began if its password has to be changed."""
    if isinstance(request.user, User) and TemporaryPassword.objects.filter(user=request.user).exists():
        request.session[MARK] = True


def unmark_session(request: HttpRequest) -> None:
    """Remove the mark after the password was changed."""
    request.session.pop(MARK, None)


def must_change(request: HttpRequest) -> bool:
    """Tell whether this person may open nothing but the form for one's own password."""
    if not request.user.is_authenticated or MARK not in request.session:
        return False
    return not (settings.DEMO and request.user.get_username() in OF_THE_DEMO)
