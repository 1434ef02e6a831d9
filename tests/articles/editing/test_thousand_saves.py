"""A thousand saves of several processes at once: by forms, by an action, of working copies, and changes put live."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from articles.models import Article, PendingChange, Revision, WorkingCopy
from articles.projections.checking import differences
from tests.builders import make_article, make_manager
from tests.server import ROOT

EDITORS, TIMES = 4, 250
ARTICLES = 12
BODY = "".join(f"<p>第{number}段：开口之前先想清楚，听的人为什么要听。</p>" for number in range(12))


def race(tmp_path: Path) -> list[dict[str, Any]]:
    """Let all editors work at once, each in a process; return what each of them was told that was accepted."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        server = connection.settings_dict
        url = f"postgres://{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}/{name}"
    environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(tmp_path)}
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.articles.editing.racing", f"editor{number}", str(TIMES)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(EDITORS)
    ]
    told = [racer.communicate()[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * EDITORS
    return [json.loads(lines.splitlines()[-1]) for lines in told]


@pytest.mark.django_db(transaction=True)
def test_no_accepted_text_is_lost(tmp_path: Path) -> None:
    for number in range(ARTICLES):
        make_article(f"第{number}篇", body=BODY, status=("draft", "published")[number % 2])
    for number in range(EDITORS):
        make_manager(f"editor{number}")
    told = race(tmp_path)
    saved = [mark for racer in told for mark in racer["saved"]]
    tagged = [mark for racer in told for mark in racer["tagged"]]
    refused = [mark for racer in told for mark in racer["refused"]]
    assert len(saved) + len(tagged) > EDITORS * TIMES // 2, refused
    assert lost(saved, of=all_versions()) == []
    assert lost(tagged, of=all_versions()) == []
    # The articles and their pending changes still have all of it, because nobody deleted anything.
    assert lost(saved, of=bodies_now()) == []
    assert lost(tagged, of=Article.objects.values_list("tags__name", flat=True)) == []
    for racer, number in zip(told, range(EDITORS), strict=True):
        for article, mark in racer["typed"].items():
            copies = WorkingCopy.objects.filter(user__username=f"editor{number}", article=article)
            assert lost([mark], of=copies.values_list("fields", flat=True)) == []
    assert list(differences()) == []


def lost(marks: list[str], *, of: Any) -> list[str]:
    text = "\n".join(map(str, of))
    return [mark for mark in marks if mark not in text]


def all_versions() -> list[str]:
    return [json.dumps(content, ensure_ascii=False) for content in Revision.objects.values_list("content", flat=True)]


def bodies_now() -> list[str]:
    changes = [change.revision.content["body"] for change in PendingChange.objects.select_related("revision")]
    return [*Article.objects.values_list("body", flat=True), *changes]
