"""manage.py roll_up_hits: for cron or systemd, where nobody's visit should do it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.fulltext import index
from articles.hits.rollup import roll_up


class Command(BaseCommand):
    help = "把新的点击汇总到每天和总数。可随时运行，重复或同时运行也不会多计、漏计。"

    def handle(self, **options: Any) -> None:
        rolled_up = roll_up(now=timezone.now())
        index.tidy()  # this is the command that a timer runs
        self.stdout.write(f"已汇总 {rolled_up.rows} 条点击。")
