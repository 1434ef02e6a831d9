"""manage.py roll_up_hits: do all due work from cron or systemd, so that no visitor's request has to.

The name is older than the other work, and timers of installed sites call it.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.due_work import do_due_work


class Command(BaseCommand):
    help = (
        "每分钟运行一次：汇总新的点击，让到时的修改稿上线，整理搜索索引，清理过期的版本、未保存的稿子和预览链接。"
        "可随时运行，重复或同时运行也不会多计、漏计。"
    )

    def handle(self, **options: Any) -> None:
        done = do_due_work(timezone.now())
        self.stdout.write(f"已汇总 {done.rolled_up} 条点击，上线 {done.put_live} 篇修改稿，并清理了过期的内容。")
