"""Django's `flush`, which empties the tables of models.

This one also empties the search index, which is no model's, and the staff log, whose rows SQLite refuses to delete.
It asks in Chinese, and before it holds any lock.
"""

from typing import Any

from django.core.management.commands import flush

from articles.fulltext import index
from yanjiang.staff_log.keeping import unguarded

QUESTION = "这会删掉数据库里的全部内容，不能恢复。真的要删，输入 yes："


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        if options["interactive"] and input(QUESTION) != "yes":
            self.stdout.write("没有删。")
            return
        with unguarded():
            super().handle(**{**options, "interactive": False})
        index.clear()
