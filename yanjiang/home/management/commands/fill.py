"""manage.py fill --articles N: generated articles, for trying out and for benchmarks."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yanjiang.home.fill import analyze, fill


class Command(BaseCommand):
    help = "生成中文文章，供试用和测速；同一个种子生成同样的文章，再次运行会再添一遍。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, required=True, metavar="N", help="文章数量")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="种子，默认为 1")

    def handle(self, *, articles: int, seed: int, **options: Any) -> None:
        if articles < 1:
            raise CommandError("文章数量至少为 1。")
        start = time.monotonic()
        fill(articles=articles, seed=seed)
        seconds = time.monotonic() - start
        analyze()
        self.stdout.write(f"已生成 {articles} 篇文章，用时 {seconds:.1f} 秒，每秒 {articles / seconds:.0f} 篇。")
