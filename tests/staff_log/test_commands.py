"""Commands of Django and django-axes, and those that make content for a trial, leave rows in the log too."""

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


@pytest.mark.parametrize(
    ("command", "titles"),
    [
        (["axes_reset"], ["所有人"]),
        (["axes_reset_username", "lisi", "wangwu"], ["lisi", "wangwu"]),
        (["axes_reset_ip", "203.0.113.5"], ["203.0.113.5"]),
        (["axes_reset_ip_username", "203.0.113.5", "lisi"], ["lisi（203.0.113.5）"]),
    ],
)
def test_an_unlocked_login_is_logged(command: list[str], titles: list[str]) -> None:
    AccessAttempt.objects.create(
        username="lisi", ip_address="203.0.113.5", attempt_time=timezone.now(), failures_since_start=5
    )
    assert "1 attempts removed" in run(*command)
    assert told() == [("用户与权限", "登录", title, "解除锁定") for title in titles]


def test_generated_articles_are_logged_by_one_row() -> None:
    run("fill", "--articles", "3", "--without-search")
    assert told() == [("新建", "试用的文章", "", "生成 3 篇")]
