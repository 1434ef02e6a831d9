"""Reads are counted by the same rules when processes die in the meantime."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.conftest import Stage
from tests.faults.test_roll_up_kills import ROWS, append, kill_in_the_middle

pytestmark = pytest.mark.faults

SIGN_IN = """
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
user, _ = User.objects.get_or_create(username="editor", is_staff=True)
session = SessionStore()
session[SESSION_KEY] = user.pk
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""
MOVE = """
from articles.editing import changes
from articles.models import Article, Section
article = Article.objects.get(pk={article})
article.section, article.title = Section.objects.get(path="zhici"), "换了题目"
article.save()
changes.trash(Article.objects.filter(pk=article.pk))
"""
WITHDRAW = """
from articles.editing import changes
from articles.models import Article
changes.withdraw(Article.objects.filter(pk={article}))
"""
NOBODYS = 40  # the last article that there is, which no test takes
RESTORE = """
from articles.editing import changes
from articles.models import Article
from django.utils import timezone
changes.withdraw(Article.objects.filter(pk={article}))
changes.publish(Article.objects.filter(pk={article}), timezone.now())
"""


def test_one_event_sent_a_hundred_times_counts_once(stage: Stage) -> None:
    event = str(uuid.uuid4())
    with ThreadPoolExecutor(8) as pool:
        answers = [
            pool.submit(stage.site.report, stage.article, event=event, address=f"10.9.0.{number}")
            for number in range(100)
        ]
        stage.site.kill_worker()
    assert [answer.result() for answer in answers] == [200] * 100
    assert stage.counts() == (1, 0)
    assert stage.site.report(stage.article, event=event) == 200
    assert stage.counts() == (1, 0)


def test_days_are_shanghais_whatever_the_servers_clock_says(stage: Stage) -> None:
    for number, at in enumerate(("2026-03-10 15:59:59.999", "2026-03-10 16:00:00")):
        append(stage, ROWS, visitors_from=number * ROWS, at=at)
    kill_in_the_middle(stage, TZ="America/Los_Angeles")
    stage.site.run("roll_up_hits", TZ="America/Los_Angeles")
    days = f"SELECT day, reads FROM articles_articleday WHERE article_id = {stage.article} ORDER BY day"
    assert [(str(day), reads) for day, reads in stage.query(days)] == [("2026-03-10", ROWS), ("2026-03-11", ROWS)]
    assert stage.counts() == (2 * ROWS, 0)


def test_cached_pages_count_and_what_is_no_reader_does_not(stage: Stage) -> None:
    _, page = stage.site.ask("GET", f"/articles/{stage.article}/")
    beacon = re.search(r'data-hit="([^"]+)"', page.decode())
    picture = re.search(r'<noscript><img src="([^"]+)"', page.decode())
    assert beacon
    assert picture
    assert stage.site.ask("GET", picture[1], X_Forwarded_For="10.8.0.9")[0] == 200
    stage.site.ask("HEAD", picture[1])
    stage.site.kill_worker()
    for reader in range(3):  # one page, kept by a cache, read by three
        assert stage.site.report(int(beacon[1].split("/")[2]), address=f"10.8.0.{reader}") == 200
    session = stage.site.run("shell", "-v0", "-c", SIGN_IN).split()[-1]
    stage.site.report(stage.article, Sec_Purpose="prefetch;prerender")
    stage.site.report(stage.article, User_Agent="Mozilla/5.0 (compatible; Baiduspider/2.0)")
    stage.site.report(stage.article, User_Agent="Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)")
    stage.site.report(stage.article, User_Agent="curl/8.5.0")
    stage.site.report(stage.article, Cookie=f"sessionid={session}")
    stage.site.run("shell", "-v0", "-c", WITHDRAW.format(article=NOBODYS))
    assert stage.site.report(NOBODYS) == 404
    assert stage.counts() == (4, 0)
    classes = "prefetch, search, ai, machine, staff"
    assert stage.query(f"SELECT {classes} FROM articles_articleday WHERE article_id = {stage.article}") == [(1,) * 5]
    assert stage.query(f"SELECT * FROM articles_articleday WHERE article_id = {NOBODYS}") == []


def test_counts_survive_a_move_a_rename_the_trash_and_the_way_back(stage: Stage) -> None:
    assert stage.site.report(stage.article, address="10.7.0.1") == 200
    assert stage.counts() == (1, 0)
    stage.site.run("shell", "-v0", "-c", MOVE.format(article=stage.article))
    stage.site.kill_worker()
    assert stage.site.report(stage.article, address="10.7.0.2") == 404
    stage.site.run("shell", "-v0", "-c", RESTORE.format(article=stage.article))
    assert stage.site.report(stage.article, address="10.7.0.3") == 200
    assert stage.counts() == (2, 0)
