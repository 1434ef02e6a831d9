"""An article with its own file name, from the dump to the redirect of its old address."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from tests.articles.dedecms.imports import COLUMN, archive, body, do_import, site
from tests.builders import make_article

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

SPEECHES = {**COLUMN, "namerule": "{typedir}/{Y}/{M}{D}/{aid}.html"}
RHETORIC = {**SPEECHES, "id": 4, "typename": "口才", "typedir": "{cmspath}/a/koucai"}


def move_in(backup: Path, *rows: dict[str, Any], column: dict[str, Any] = SPEECHES) -> None:
    """Import articles whose bodies have two pages."""
    html = "<p>第一页</p>#p#副标题#e#<p>第二页</p>"
    bodies = [body(row["id"], html, typeid=row["typeid"]) for row in rows]
    do_import(backup, site(arctype=[column, RHETORIC], archives=rows, addonarticle=bodies))


def leads_to(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, address
    return response["Location"]


def test_its_old_address_leads_to_the_article(backup: Path, client: Client) -> None:
    move_in(backup, archive(7, title="竞聘演讲稿", filename="jingpin"), archive(8, title="就职演讲稿"))
    assert leads_to(client, "/a/yanjianggao/2014/0514/jingpin.html") == "/articles/7/"
    assert "竞聘演讲稿" in client.get("/articles/7/").content.decode()
    assert leads_to(client, "/a/yanjianggao/2014/0514/jingpin_2.html") == "/articles/7/?page=2"
    assert leads_to(client, "/m/a/yanjianggao/2014/0514/jingpin.html") == "/articles/7/"
    assert leads_to(client, "/plus/view.php?aid=7") == "/articles/7/"
    assert leads_to(client, "/a/yanjianggao/2014/0514/8.html") == "/articles/8/"


@pytest.mark.parametrize("name", ["jingpin-8", "8", "2014_8", "list_4_2"])
def test_a_name_with_another_articles_or_columns_number_is_still_its_own(
    backup: Path, client: Client, name: str
) -> None:
    move_in(backup, archive(7, filename=name), archive(8, title="八号"))
    assert leads_to(client, f"/a/yanjianggao/2014/0514/{name}.html") == "/articles/7/"


def test_the_page_of_the_time_before_it_had_the_name_leads_there_too(backup: Path, client: Client) -> None:
    move_in(backup, archive(7, filename="jingpin"))
    assert leads_to(client, "/a/yanjianggao/2014/0514/7.html") == "/articles/7/"


def test_one_name_in_two_columns_is_two_articles(backup: Path, client: Client) -> None:
    move_in(backup, archive(7, filename="index1"), archive(8, typeid=4, filename="index1"))
    assert leads_to(client, "/a/yanjianggao/2014/0514/index1.html") == "/articles/7/"
    assert leads_to(client, "/a/koucai/2014/0514/index1.html") == "/articles/8/"


@pytest.mark.parametrize(
    ("rule", "address"),
    [
        ("{aid}.html", "/Jing-Pin.html"),
        ("{typedir}/{aid}/index.html", "/a/yanjianggao/7/Jing-Pin.html"),
        ("{typedir}/{pinyin}.html", "/a/yanjianggao/Jing-Pin.html"),
        ("/wen/{timestamp}.html", "/wen/Jing-Pin.html"),
    ],
)
def test_it_takes_the_place_of_the_last_part_of_any_rule(backup: Path, client: Client, rule: str, address: str) -> None:
    move_in(backup, archive(7, filename="Jing-Pin"), column={**SPEECHES, "namerule": rule})
    assert leads_to(client, address) == "/articles/7/"


@pytest.mark.parametrize("written", ["竞聘", "%E7%AB%9E%E8%81%98", "%BE%BA%C6%B8"])
def test_a_chinese_name_is_found_in_either_encoding(backup: Path, client: Client, written: str) -> None:
    move_in(backup, archive(7, filename="竞聘"))
    assert leads_to(client, f"/a/yanjianggao/2014/0514/{written}.html") == "/articles/7/"


@pytest.mark.parametrize("rank", [-1, -2])
def test_an_article_that_was_not_public_is_gone_under_its_name(backup: Path, client: Client, rank: int) -> None:
    move_in(backup, archive(7, filename="jingpin", arcrank=rank))
    assert client.get("/a/yanjianggao/2014/0514/jingpin.html").status_code == 410


def test_it_leads_to_the_article_where_the_number_was_taken(backup: Path, client: Client) -> None:
    make_article("这里的七号", pk=7)
    move_in(backup, archive(7, title="竞聘演讲稿", filename="jingpin"))
    article = Article.objects.get(title="竞聘演讲稿")
    assert article.pk != 7
    assert leads_to(client, "/a/yanjianggao/2014/0514/jingpin.html") == f"/articles/{article.pk}/"
