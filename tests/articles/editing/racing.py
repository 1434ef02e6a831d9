"""Save articles again and again, to race with other processes.

`python -m tests.articles.editing.racing NAME TIMES` acts as the editor of that name. It prints the marks of the texts
that were saved and refused, the added keywords, and for each article the last mark of its working copy.
"""

import json
import os
import re
import sys
from random import Random
from typing import Any

import django
from django.conf import settings
from django.test import Client

from tests.articles.admin.forms import typed

LIST = "/admin/articles/article/"


class Racer:
    """An editor who saves by the form, publishes changes, adds keywords by an action, and types."""

    def __init__(self, client: Client, name: str, articles: list[int]) -> None:
        self.client, self.name, self.articles = client, name, articles
        self.random = Random(name)
        self.saved: list[str] = []
        self.refused: list[str] = []
        self.tagged: list[str] = []
        self.typed: dict[int, str] = {}
        self.open_pages: dict[int, dict[str, Any]] = {}

    def run(self, times: int) -> dict[str, Any]:
        steps = (self.save, self.save, self.save, self.tag, self.type)
        for number in range(times):
            self.random.choice(steps)(self.random.choice(self.articles), f"{self.name}第{number}次")
        return {"saved": self.saved, "refused": self.refused, "tagged": self.tagged, "typed": self.typed}

    def save(self, pk: int, mark: str) -> None:
        button = {"_publish": "发布修改"} if self.random.random() < 0.2 else {"_save": "保存"}
        answer = self.client.post(f"{LIST}{pk}/change/", {**self._marked(pk, mark), **button})
        if answer.status_code == 302:
            self.saved.append(mark)
        else:  # a conflict: the form comes back with what was typed
            assert f"〔{mark}〕" in answer.content.decode()
            self.refused.append(mark)

    def tag(self, pk: int, mark: str) -> None:
        sent = {"action": "add_tags", "_selected_action": [pk], "confirmed": "yes", "tags": mark}
        assert "已为 1 篇文章添加关键字" in self.client.post(LIST, sent, follow=True).content.decode()
        self.tagged.append(mark)

    def type(self, pk: int, mark: str) -> None:
        """Type in a page of the article that stays open, while others save it."""
        page = self.open_pages.setdefault(pk, self._marked(pk, mark))
        page["body"] += f"<p>{mark}</p>"
        assert self.client.post(f"{LIST}{pk}/working-copy/", page).json()["kept"]
        self.typed[pk] = mark

    def _marked(self, pk: int, mark: str) -> dict[str, Any]:
        """Open the form, and mark one of its paragraphs."""
        sent = typed(self.client, f"{LIST}{pk}/change/")
        paragraphs = re.findall(r"<p>(.*?)</p>", sent["body"][0])
        paragraphs[self.random.randrange(len(paragraphs))] += f"〔{mark}〕"
        return {**sent, "body": "".join(f"<p>{text}</p>" for text in paragraphs)}


def main(name: str, times: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "yanjiang.settings"
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.contrib.auth.models import User

    from articles.models import Article

    client = Client()
    client.force_login(User.objects.get(username=name))
    racer = Racer(client, name, list(Article.objects.order_by("pk").values_list("pk", flat=True)))
    sys.stdout.write(json.dumps(racer.run(int(times)), ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
