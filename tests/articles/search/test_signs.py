"""Signs that people confuse: the index of either database finds what the rules find, and marks it."""

import pytest
from django.test import Client

from articles.fulltext import index
from articles.models import BestBet, SearchText, Synonym
from articles.projections.bulk import rebuild_search
from tests.articles.search.searches import found, scanned, search
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def test_names_are_found_whichever_dot_is_typed_wherever_they_stand(client: Client) -> None:
    make_article("读马克·吐温")
    make_article("读幽默", tags=["马克•吐温"])
    make_article("读小说", summary="马克・吐温的小说。")
    make_article("读散文", summary="别的。", body="<p>他最爱马克吐温。</p>")
    make_article("马克和吐温", body="<p>两个人。</p>")
    wanted = ["读马克·吐温", "读幽默", "读小说", "读散文"]
    for typed in ("马克·吐温", "马克•吐温", "马克．吐温", "马克.吐温", "马克吐温", '"马克‧吐温"', "马克\u200b吐温"):
        assert found(client, typed) == scanned(typed) == wanted, typed
        assert found(client, f"读 -{typed}") == scanned(f"读 -{typed}") == []
    html = search(client, "马克吐温").html
    for marked in ("马克·吐温", "马克•吐温", "马克・吐温", "马克吐温"):
        assert f"<mark>{marked}</mark>" in html


@pytest.mark.parametrize(
    ("title", "queries"),
    [
        ("听J·K·罗琳的演讲", ["JK罗琳", "J.K.罗琳", "J•K•罗琳", "罗琳的演讲"]),
        ("看3·15晚会", ["315晚会", "3.15晚会", "3•15晚会", "315"]),
        ("“两学一做”学习教育总结", ["两学一做学习教育", "「两学一做」学习教育", "做学习", "两学－一做"]),
        ("桥头的摊——在会上的话", ["摊在会上", "摊—在会上", "摊--在会上"]),
        ("国发〔2014〕1号", ["国发[2014]1号", "国发（2014）1号", "发【2014】"]),
    ],
)
def test_phrases_run_through_signs(client: Client, title: str, queries: list[str]) -> None:
    make_article(title)
    for typed in queries:
        assert found(client, typed) == scanned(typed) == [title], typed


def test_a_rule_of_staff_holds_for_every_spelling(client: Client) -> None:
    make_article("讲J·K·罗琳")
    Synonym.objects.create(word="JK罗琳", synonym="哈利·波特", both_ways=True)
    BestBet.objects.create(query="马克•吐温", title="马克·吐温专题", url="/tags/")
    assert found(client, "哈利波特") == ["讲J·K·罗琳"]
    assert "马克·吐温专题" in search(client, "马克吐温").html


def test_a_rebuild_brings_an_index_of_older_rules_up_to_date(client: Client) -> None:
    article = make_article("读马克·吐温")
    text = SearchText.objects.get()
    older = text.fields._replace(title="读马克·吐温")
    index.write({article.pk: older}, {article.pk: text.fields})
    SearchText.objects.update(title=older.title)
    assert found(client, "马克吐温") == []
    rebuild_search()
    assert SearchText.objects.get().title == "读马克吐温"
    assert found(client, "马克吐温") == ["读马克·吐温"]
