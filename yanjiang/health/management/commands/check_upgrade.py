"""manage.py check_upgrade: check, with the new code, whether the site can be updated. Exit code 1 if it cannot yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yanjiang.health import upgrade
from yanjiang.health.findings import State, lines

MARKS = {State.OK: "可以", State.DEGRADED: "留意", State.FAILED: "不行"}


class Command(BaseCommand):
    help = "换上新的程序以后、migrate 以前运行：软件包、设置、数据库、备份和磁盘准备好了没有。没有就以 1 退出。"

    def handle(self, **options: Any) -> None:
        found = list(upgrade.findings(timezone.now()))
        for line in lines(found, MARKS):
            self.stdout.write(line)
        failed = sum(finding.state is State.FAILED for finding in found)
        if failed:
            raise CommandError(f"有 {failed} 项要先做。")
        self.stdout.write("可以更新。")
