"""Commands about accounts that belong to Django and django-axes leave rows in the log too."""

from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest import MonkeyPatch

from tests.builders import make_user
from tests.staff_log.entries import told
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_new_superuser_is_logged(monkeypatch: MonkeyPatch) -> None:
    make_user("lisi")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "kai-kou-jiu-lai")
    run("createsuperuser", "--noinput", "--username", "root", "--email", "root@example.com")
    assert told() == [("用户与权限", "用户", "root", "新建超级用户")]
    assert Entry.objects.get().browser == "命令行"
    with pytest.raises(CommandError):
        run("createsuperuser", "--noinput", "--username", "root", "--email", "root@example.com")
    assert Entry.objects.count() == 1


def test_a_new_password_is_logged(monkeypatch: MonkeyPatch) -> None:
    make_user("lisi")
    typed = iter(["kou-ruo-xuan-he", "kou-ruo-xuan-he"])
    monkeypatch.setattr(changepassword.Command, "_get_pass", lambda *_args, **_options: next(typed))
    run("changepassword", "lisi")
    assert told() == [("用户与权限", "用户", "lisi", "换密码")]
    assert User.objects.get(username="lisi").check_password("kou-ruo-xuan-he")
    with pytest.raises(CommandError):
        run("changepassword", "nobody")
    assert Entry.objects.count() == 1


def test_an_unlocked_login_is_logged() -> None:
    AccessAttempt.objects.create(username="lisi", attempt_time=timezone.now(), failures_since_start=5)
    assert "1 attempts removed" in run("axes_reset_username", "lisi")
    assert told() == [("用户与权限", "登录", "lisi", "解除锁定")]
