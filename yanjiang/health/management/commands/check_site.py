"""manage.py check_site: check the site's security and running. Exit code 1 if something is wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yanjiang.health.findings import State, lines
from yanjiang.health.security import site

MARKS = {State.OK: "正常", State.DEGRADED: "留意", State.FAILED: "危险"}


class Command(BaseCommand):
    help = "检查网站的安全和运行：设置、文件、账号、软件包、备份、磁盘，以及从外面看到的。有危险的，以 1 退出。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--inside", action="store_true", help="只看这台机器，不从外面访问 SITE_URL。")

    def handle(self, **options: Any) -> None:
        found = site.findings(timezone.now(), from_outside=not options["inside"])
        for line in lines(found, MARKS):
            self.stdout.write(line)
        failed = sum(finding.state is State.FAILED for finding in found)
        if failed:
            raise CommandError(f"有 {failed} 项危险。")
        self.stdout.write("没有危险。")
