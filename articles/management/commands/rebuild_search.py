"""manage.py rebuild_search: write the search index anew, while visitors go on searching."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from articles.projections import bulk


class Command(BaseCommand):
    help = "重建搜索索引；读者照常搜索。导入文章或升级之后运行，再次运行不会有害。"

    def handle(self, **options: Any) -> None:
        bulk.build_pairs()  # for articles of an import that was killed before its end
        start = time.monotonic()
        articles = bulk.rebuild_search(self._tell)
        seconds = time.monotonic() - start
        self.stdout.write(f"已重建 {articles} 篇文章的索引，用时 {seconds:.1f} 秒，每秒 {articles / seconds:.0f} 篇。")

    def _tell(self, done: int, total: int) -> None:
        if done % 10_000 == 0:
            self.stdout.write(f"{done} / {total} 篇……")
