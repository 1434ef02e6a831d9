"""manage.py roll_up_hits: roll up the log from cron or systemd, so that no visitor's request has to."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.editing import presence, retention, sharing, working_copies
from articles.editing.scheduling import put_due_live
from articles.fulltext import index
from articles.hits.rollup import roll_up
from yanjiang.sent import held_files


class Command(BaseCommand):
    help = "把新的点击汇总到每天和总数。可随时运行，重复或同时运行也不会多计、漏计。"

    def handle(self, **options: Any) -> None:
        rolled_up = roll_up(now=timezone.now())
        put_due_live(timezone.now())
        # These are here because a timer runs this command.
        index.tidy()
        retention.tidy(timezone.now())
        working_copies.tidy(timezone.now())
        held_files.tidy(timezone.now())
        presence.tidy(timezone.now())
        sharing.tidy(timezone.now())
        self.stdout.write(f"已汇总 {rolled_up.rows} 条点击。")
