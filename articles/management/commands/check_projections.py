"""manage.py check_projections: check the derived rows against the articles. Exit code 1 if they differ."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.projections.checking import differences, miscounted

NAMED = 100  # differences that are printed one by one


class Command(BaseCommand):
    help = (
        "核对栏目列表和篇数、关键字、搜索索引、相关文章和用到的图片是否与文章相符；有出入时逐一列出，并以 1 退出。"
        "加 --mend 则当场改正。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="改正有出入的文章，再以 0 退出")

    def handle(self, *, mend: bool, **options: Any) -> None:
        counted: Counter[str] = Counter()
        for number, (article_id, part) in enumerate(differences(mend=mend)):
            counted[part] += 1
            if number < NAMED:
                self.stdout.write(f"文章 {article_id}：{part}与文章不符。")
        for section_id in miscounted(mend=mend):
            counted["栏目篇数"] += 1
            self.stdout.write(f"栏目 {section_id}：篇数与列表不符。")
        if not counted:
            self.stdout.write("全部相符。")
            return
        parts = "，".join(f"{part} {times} 处" for part, times in counted.items())
        if not mend:
            raise CommandError(f"有出入：{parts}。加 --mend 改正。")
        self.stdout.write(f"已改正：{parts}。")
