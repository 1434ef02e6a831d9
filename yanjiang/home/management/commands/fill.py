"""manage.py fill --articles N: generate articles for trials and benchmarks."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.projections.bulk import build_search
from yanjiang.fill.articles import analyze, fill
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record


class Command(BaseCommand):
    help = "生成中文文章，供试用和测速；同一个种子生成同样的文章，再次运行会再添一遍。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, required=True, metavar="N", help="文章数量")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="种子，默认为 1")

        parser.add_argument("--without-search", action="store_true", help="不建搜索索引；以后可用 rebuild_search 补建")

    def handle(self, *, articles: int, seed: int, without_search: bool, **options: Any) -> None:
        if articles < 1:
            raise CommandError("文章数量至少为 1。")
        start = time.monotonic()
        fill(articles=articles, seed=seed)
        seconds = time.monotonic() - start
        record(Origin(None), Entry.Kind.ADD, subject="试用的文章", details=f"生成 {articles} 篇")
        self.stdout.write(f"已生成 {articles} 篇文章，用时 {seconds:.1f} 秒，每秒 {articles / seconds:.0f} 篇。")
        if not without_search:
            start = time.monotonic()
            indexed = build_search()
            seconds = time.monotonic() - start
            self.stdout.write(
                f"已为 {indexed} 篇建立搜索索引，用时 {seconds:.1f} 秒，每秒 {indexed / seconds:.0f} 篇。"
            )
        analyze()
