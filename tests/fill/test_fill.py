"""Generated articles: their look, the same result for the same seed, and all derived rows."""

import os
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import psycopg2
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from articles import projections
from articles.models import SUMMARY_CHARS, Article, Listing, SearchEntry, Section, Tag, TaggedArticle
from consultants.models import Consultant
from tests.builders import make_consultant, make_section
from tests.conftest import POSTGRES_URL
from tests.fill.contents import digest
from yanjiang.fill import prose
from yanjiang.fill.articles import fill
from yanjiang.lib.chinese import excerpt
from yanjiang.lib.html import clean, first_image, to_text

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]


def listed() -> tuple[list[Any], list[Any]]:
    lists = Listing.objects.order_by("article_id", "section_id")
    tags = TaggedArticle.objects.order_by("content_object_id", "tag_id")
    return (
        list(lists.values_list("section_id", "article_id", "publish_at", "expire_at", "pinned_until")),
        list(tags.values_list("tag_id", "content_object_id", "publish_at", "expire_at")),
    )


@pytest.mark.django_db
def test_articles_have_the_length_and_the_shape_of_real_ones() -> None:
    fill(articles=60)
    for article in Article.objects.order_by("pk"):
        text = to_text(article.body)
        assert 1500 <= len(text) <= 6000
        assert 8 <= len(article.title) <= 24
        assert text[-1] in "。！？"
        sentences = text.replace("，", "。").replace("！", "。").replace("？", "。").split("。")
        assert all(len(line) < 30 for sentence in sentences for line in sentence.split("\n"))
        assert clean(str(article.body)) == article.body
        assert article.summary == excerpt(text, chars=SUMMARY_CHARS)
        assert article.picture_url == first_image(article.body) == ""
        article.full_clean()


def test_no_piece_of_six_characters_is_in_one_of_a_hundred_articles() -> None:
    random = Random(1)
    texts = [to_text(prose.body(random, 3000)) for _ in range(300)]
    pieces = {text[at : at + 6] for text in texts[:10] for at in range(len(text) - 5)}
    found = Counter(
        piece for text in texts[10:] for piece in {text[at : at + 6] for at in range(len(text) - 5)} & pieces
    )
    assert max(found.values(), default=0) < 2.9


@pytest.mark.django_db
def test_a_seed_makes_the_same_articles_and_another_seed_others() -> None:
    digests = []
    for seed in (1, 1, 2):
        Article.objects.all().delete()
        fill(articles=30, seed=seed)
        digests.append(digest())
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.django_db
def test_fewer_articles_are_the_first_of_more() -> None:
    fill(articles=10)
    fill(articles=20)
    titles = list(Article.objects.order_by("pk").values_list("title", "body"))
    assert titles[:10] == titles[10:20]


@pytest.mark.django_db
def test_nothing_depends_on_the_day() -> None:
    fill(articles=60)
    before = datetime(2026, 9, 1, tzinfo=UTC)
    assert not Article.objects.filter(publish_at__gt=before).exists()
    assert not Article.objects.filter(expire_at__gt=before).exists()


@pytest.mark.django_db
def test_lists_are_what_filing_every_article_again_makes_of_them() -> None:
    fill(articles=60)
    before = listed()
    Listing.objects.all().delete()
    TaggedArticle.objects.update(publish_at=None, expire_at=None)
    projections.write(Article.objects.values_list("pk", flat=True))
    assert listed() == before
    assert all(before)


@pytest.mark.django_db
def test_hits_are_there_and_few_articles_have_most_of_them() -> None:
    fill(articles=200)
    assert not Article.objects.filter(hits=None).exists()
    published = Article.objects.filter(status=Article.Status.PUBLISHED)
    totals = sorted(article.hits.total for article in published.select_related("hits"))
    assert totals[0] > 0
    assert sum(totals[-20:]) > sum(totals[:-20])
    assert 180 <= len(totals) < 200


@pytest.mark.django_db
def test_an_empty_site_gets_what_articles_are_filed_under() -> None:
    fill(articles=1)
    assert Section.objects.count() == 26
    assert max(section.depth for section in Section.objects.all()) == 2
    assert Tag.objects.count() == 200
    assert Consultant.objects.count() == 6
    assert not User.objects.get(username="fill").has_usable_password()


@pytest.mark.django_db
def test_a_site_that_has_sections_keeps_to_them() -> None:
    make_section("演讲技巧")
    make_section("外站", kind=Section.Kind.LINK, link_url="https://example.com/")
    make_consultant()
    fill(articles=5)
    assert set(Article.objects.values_list("section__name", flat=True)) == {"演讲技巧"}
    assert Consultant.objects.count() == 1


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_articles(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    fill(articles=1)
    # 200 look-ups of keywords, and on SQLite an insert for each 33 articles.
    with django_assert_max_num_queries(260):
        fill(articles=100)


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("fill", "--articles", "3", "--seed", "7")
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("已生成 3 篇文章，用时 ")
    assert said[1].startswith("已为 3 篇建立搜索索引，用时 ")
    assert Article.objects.count() == SearchEntry.objects.count() == 3


@pytest.mark.django_db
def test_the_search_index_can_be_left_out_and_is_made_up_for(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("fill", "--articles", "3", "--without-search")
    assert SearchEntry.objects.count() == 0
    call_command("fill", "--articles", "2")
    assert SearchEntry.objects.count() == 5
    assert "已为 5 篇建立搜索索引" in capsys.readouterr().out


def test_the_command_refuses_a_number_below_one() -> None:
    with pytest.raises(CommandError, match="文章数量至少为 1。"):
        call_command("fill", "--articles", "-5")


@pytest.fixture
def postgres_database() -> Iterator[str]:
    """Make an empty database and yield its address."""
    server, _, _ = POSTGRES_URL.rpartition("/")
    name = f"fill_{uuid.uuid4().hex}"
    connection = psycopg2.connect(POSTGRES_URL)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.mark.postgres
def test_both_databases_get_the_same_articles(postgres_database: str, tmp_path: Path) -> None:
    def filled(url: str) -> str:
        environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(tmp_path)}

        def run(*words: str) -> str:
            return subprocess.run(
                [sys.executable, *words], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
            ).stdout.strip()

        run("manage.py", "migrate", "-v0")
        run("manage.py", "fill", "--articles", "60")
        return run("-m", "tests.fill.contents")

    assert filled(f"sqlite:///{tmp_path / 'filled.sqlite3'}") == filled(postgres_database)
