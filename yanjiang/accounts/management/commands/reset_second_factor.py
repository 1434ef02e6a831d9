"""Remove the second factor of a user from the command line, for the last superuser whose telephone is lost."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from yanjiang.accounts import second_factor, sessions
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record


class Command(BaseCommand):
    help = "重设一个用户的两步验证：他的手机和恢复码不再有效，各处的登录退出，下次登录只用密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="用户名")

    def handle(self, *, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有用户 {username}。")
        with transaction.atomic():
            second_factor.remove(user)
            sessions.end(user)
            LogEntry.objects.log_actions(
                user.pk, [user], CHANGE, "在服务器上用命令重设了两步验证。", single_object=True
            )
            record(Origin(None), Entry.Kind.RIGHTS, user, "重设两步验证")
        self.stdout.write(f"{username} 的两步验证已经重设。")
