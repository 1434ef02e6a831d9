"""manage.py check_hits: check that every total adds up. Exit code 1 if not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.hits.reconciling import differences


class Command(BaseCommand):
    help = "核对每篇文章的点击次数是否等于期初点击加每天的阅读；有出入时逐一列出，并以 1 退出。"

    def handle(self, **options: Any) -> None:
        wrong = differences()
        for row in wrong:
            self.stdout.write(
                f"文章 {row.article_id}：期初 {row.opening} + 每天合计 {row.days} = {row.opening + row.days}，"
                f"记录为 {row.total}。"
            )
        if wrong:
            raise CommandError(f"{len(wrong)} 篇文章的点击次数有出入。")
        self.stdout.write("点击次数全部相符。")
