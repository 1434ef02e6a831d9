"""Start the portal with sample content: the one command that a newcomer needs on a bare machine."""

import os
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import BaseCommand, call_command
from django.db import transaction
from django.utils import timezone
from granian.constants import Interfaces
from granian.server import Server

from yanjiang.accounts.groups import EDITOR, MANAGER
from yanjiang.accounts.models import TemporaryPassword
from yanjiang.home.demo.load import load
from yanjiang.home.demo.reads import make_reads
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

# Login name -> group, family name, first name.
PEOPLE = {"editor": (EDITOR, "何", "清"), "manager": (MANAGER, "闻", "之远")}


class Command(BaseCommand):
    help = "准备数据库和示例内容，建立编辑账号，并在本机启动网站。再次运行不会增加或破坏任何内容。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
        parser.add_argument("--no-serve", action="store_true", help="只准备，不启动网站")

    def handle(self, *, port: int, no_serve: bool, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        self._collect_static_files()
        with transaction.atomic():  # if an error prevents the passwords from being printed, no user is made
            passwords = {username: self._make_user(username) for username in PEOPLE}
            loaded = load(User.objects.get(username="editor"))
            reads = make_reads(now=timezone.now()) if loaded else 0
            if loaded:
                record(Origin(None), Entry.Kind.ADD, subject="示例内容")
        made = f"已载入示例内容，并编造了 {reads} 次来访，供点击统计演示。"
        self.stdout.write(made if loaded else "网站已有内容，未作改动。")
        for username, password in passwords.items():
            kept = "已存在，密码不变；忘记时运行 manage.py changepassword " + username
            self.stdout.write(f"{PEOPLE[username][0]}账号 {username}：{password or kept}")
        if not no_serve:
            self._serve(port)

    def _collect_static_files(self) -> None:
        collect = CollectStatic()
        # Static files are not compressed: that takes longer than everything else, and only helps distant readers.
        collect.storage = ManifestStaticFilesStorage()
        call_command(collect, interactive=False, verbosity=0)

    def _serve(self, port: int) -> None:
        self.stdout.write(f"网站 http://127.0.0.1:{port}/  管理 http://127.0.0.1:{port}/admin/  按 Ctrl+C 停止")
        self.stdout.flush()
        # The server's process is forked from this one, or started anew on a system without fork, so set both.
        settings.DEMO = True
        os.environ["DEMO"] = "on"
        if not os.environ.get("SITE_URL"):
            # Canonical links name this port.
            settings.SITE_URL = os.environ["SITE_URL"] = f"http://127.0.0.1:{port}"
        Server("yanjiang.rsgi:application", port=port, interface=Interfaces.RSGI, websockets=False).serve()

    def _make_user(self, username: str) -> str:
        """Make the user and return the password. Return "" if the user exists already."""
        if User.objects.filter(username=username).exists():
            return ""
        group, last_name, first_name = PEOPLE[username]
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(
            username, password=password, is_staff=True, last_name=last_name, first_name=first_name
        )
        user.groups.add(Group.objects.get(name=group))
        TemporaryPassword.objects.create(user=user)
        record(Origin(None), Entry.Kind.RIGHTS, user, f"新建示例账号，{group}")
        return password
