"""Many who save one article at once: every text that was accepted is in a version, and none is lost silently."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from articles.editing import contents
from articles.models import Article, Revision
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_editor

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS, SAVES = 4, 12
PARAGRAPHS = 8


def body(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.fixture
def article() -> Article:
    lines = [f"第{number}段：开口之前先想清楚，听的人为什么要听。" for number in range(PARAGRAPHS)]
    return make_article("怎样开口", body=body(lines), status="draft")


def editors() -> Iterator[Client]:
    for number in range(EDITORS):
        client = Client()
        client.force_login(make_editor(f"editor{number}"))
        yield client


def save_again_and_again(client: Client, url: str, name: str, seed: int) -> list[str]:
    """Change a paragraph and save, many times; return the marks of the changes that were accepted."""
    random, accepted = Random(seed), list[str]()
    try:
        for number in range(SAVES):
            mark = f"〔{name}{number}〕"
            sent = typed(client, url)
            paragraphs = re.findall(r"<p>(.*?)</p>", sent["body"][0])
            place = random.randrange(len(paragraphs))
            paragraphs[place] += mark
            sent |= {"body": body(paragraphs), "_save": "保存"}
            if random.random() < 0.3:
                sent["tags"] = f"{sent.get('tags', [''])[0]}，{name}{number}"
            answer = client.post(url, sent)
            if answer.status_code == 302:
                accepted.append(mark)
            else:  # a conflict: the form comes back with what was typed
                assert mark in answer.content.decode()
    finally:
        connection.close()
    return accepted


def test_every_accepted_text_is_in_a_version_and_in_the_article(article: Article) -> None:
    url = f"/admin/articles/article/{article.pk}/change/"
    clients = list(editors())
    with ThreadPoolExecutor(EDITORS) as pool:
        running = [
            pool.submit(save_again_and_again, client, url, f"编{number}", number)
            for number, client in enumerate(clients)
        ]
        accepted = [mark for run in running for mark in run.result()]
    assert len(accepted) > EDITORS * SAVES // 3
    versions = [json.dumps(revision.content, ensure_ascii=False) for revision in Revision.objects.all()]
    lost = [mark for mark in accepted if not any(mark in version for version in versions)]
    assert lost == []
    # Each accepted text is still in the article, because nobody deleted anything.
    article.refresh_from_db()
    assert [mark for mark in accepted if mark not in article.body] == []
    latest = Revision.objects.latest("pk")
    present: Any = contents.read([article.pk])[article.pk]
    assert latest.content == present
