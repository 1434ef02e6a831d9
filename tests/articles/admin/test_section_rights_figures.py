"""The figures of a person who is limited to some sections: pages, files and single articles."""

import csv
from datetime import timedelta

import lxml.html
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from articles.hits.reports import LISTS
from articles.models import Article, Section
from tests.articles.admin.limited import limited_editor, limited_manager, make_tree, signed_in
from tests.articles.hits.views import log
from tests.builders import limit, make_article, make_author, make_editor

pytestmark = pytest.mark.django_db
FIGURES = "/admin/articles/articlehits/"
MARKS = ("讲", "作者", "来源", "标签", "编")
READS = {"演讲": 1, "竞聘": 2, "护士长": 3, "公文": 4}


@pytest.fixture
def tree() -> dict[str, Section]:
    """Articles in each section, with one reader today and yesterday for each read of READS."""
    tree = make_tree()
    for name, reads in READS.items():
        article = make_article(
            f"讲{name}", section=tree[name], author=f"作者{name}", source=f"来源{name}", tags=[f"标签{name}"],
            responsible_editor=make_author(f"bian-{reads}", last_name=f"编{name}"),
        )  # fmt: skip
        for visitor in range(reads):
            for ago in (0, 1):
                log(article, at=now() - timedelta(days=ago), visitor=visitor)
    return tree


def rows(client: Client, code: str, **query: int) -> list[dict[str, str]]:
    sent = client.get(f"{FIGURES}{code}.csv", query).content.decode("utf-8-sig")
    return list(csv.DictReader(sent.splitlines()))


def total(client: Client, **query: int) -> int:
    return sum(int(row["阅读"]) for row in rows(client, "days", **query))


def named(text: str) -> set[str]:
    return {f"{mark}{name}" for mark in MARKS for name in READS if f"{mark}{name}" in text}


def test_all_reads_are_those_of_ones_sections(tree: dict[str, Section]) -> None:
    for user, reads in ((limited_editor(), 10), (limited_manager(), 10), (make_editor(), 20)):
        assert total(signed_in(user)) == reads, user
    two = make_editor("two")
    limit(two, tree["护士长"], tree["公文"])
    assert total(signed_in(two)) == 14


def test_no_list_names_what_stands_in_other_sections(tree: dict[str, Section]) -> None:
    he, free = signed_in(limited_editor()), signed_in(make_editor())
    own = {f"{mark}{name}" for mark in MARKS for name in ("竞聘", "护士长")}
    page = he.get(FIGURES).content.decode()
    assert named(page) == own
    assert named(free.get(FIGURES).content.decode()) > own
    for code in LISTS:
        text = str(rows(he, code))
        assert named(text) <= own, code
    sections = [(row["栏目"], row["阅读"]) for row in rows(he, "sections")]
    assert sections == [("演讲 > 竞聘", "10"), ("演讲 > 竞聘 > 护士长", "6")]


def test_a_section_is_chosen_among_ones_own(tree: dict[str, Section]) -> None:
    he = signed_in(limited_editor())
    options = lxml.html.fromstring(he.get(FIGURES).content.decode()).xpath("//select[@name='section']/option/text()")
    assert [str(name).strip("　 \n") for name in options] == ["您的全部栏目", "竞聘", "护士长"]
    assert total(he, section=tree["护士长"].pk) == 6
    for other in ("公文", "演讲"):
        assert total(he, section=tree[other].pk) == 10
        page = he.get(FIGURES, {"section": tree[other].pk}).content.decode()
        assert "没有这个栏目，以下是您的全部栏目的数字" in page
        assert named(page) == named(he.get(FIGURES).content.decode())


def test_the_figures_of_an_article_are_for_its_editors_and_its_author(tree: dict[str, Section]) -> None:
    user = limited_editor()
    own = make_article("讲自己的", section=tree["公文"], owner=user)
    he, free = signed_in(user), signed_in(make_editor())
    for article in Article.objects.all():
        is_own = article == own or article.section.name in ("竞聘", "护士长")
        for place in ("change/", "days.csv", "referrers.xlsx", "left-out.csv"):
            url = f"{FIGURES}{article.pk}/{place}"
            assert he.get(url).status_code == (200 if is_own else 404), (article, place)
            assert free.get(url).status_code == 200


def test_an_article_that_moved_away_is_counted_without_a_link(tree: dict[str, Section]) -> None:
    article = Article.objects.get(title="讲竞聘")
    he = signed_in(limited_editor())
    assert f"{FIGURES}{article.pk}/" in he.get(FIGURES).content.decode()
    Article.objects.filter(pk=article.pk).update(section=tree["公文"])
    page = he.get(FIGURES).content.decode()
    assert ("讲竞聘" in page, f"{FIGURES}{article.pk}/" in page, total(he)) == (True, False, 10)
    Article.objects.filter(pk=article.pk).update(status="draft")
    assert f"{article.pk} 号文章（没有公开）" in he.get(FIGURES).content.decode()


def test_figures_ask_the_same_for_two_sections_and_for_twelve(tree: dict[str, Section]) -> None:
    he, asked = signed_in(limited_editor()), []
    for count in (2, 12):
        for number in range(count):
            section = Section(name=f"下级{count}-{number}", parent=tree["竞聘"])
            section.save()
            make_article(section=section)
        he.get(FIGURES)
        with CaptureQueriesContext(connection) as queries:
            he.get(FIGURES)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert User.objects.filter(username="heqing").exists()
