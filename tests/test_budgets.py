"""The number of queries that a page may make, warm: the same for 2 articles and for 60."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Attachment, RelatedLink, Revision, Section
from tests.articles.admin.forms import typed
from tests.builders import (
    make_article,
    make_consultant,
    make_editor,
    make_hotline,
    make_picture,
    make_section,
    make_user,
    shanghai,
)
from yanjiang.home.models import Block, Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages_are_made")]

# Made alone, without what pages have in common (tests/pagecache/test_common.py). One of them asks whether sitewide
# row changed.
BUDGETS = {
    "/articles/{pk}/": 8,
    "/articles/{pk}/?page=2": 8,
    "/yanjiang/": 6,
    "/yanjiang/?page=99": 6,
    "/yanjiang/jingpin/": 6,
    "/gongwen/": 6,
    "/tags/口才/": 6,  # the articles of a list are two: their numbers, and a query for cards that is put together once
    "/tags/": 4,
    "/search/?q=口才": 7,  # one for each tier that the page shows
    "/search/?q=口才&section=yanjiang&tag=口才&author=周言&since=2020-01-01": 9,
    "/search/?q=没有的词": 8,  # the nearest titles and tags are compared first, then those shown are loaded
    "/search/": 2,
    "/consultants/": 1,
    "/consultants/{consultant}/": 4,
    "/pages/about/": 2,
    "/sitemap/": 1,
    "/nothing/": 4,  # the same
}
BLOCKS = ("headline", "slides", "latest", "section", "recommended", "most_read", "tags", "consultants", "hotlines")


def fill(count: int) -> dict[str, int]:
    """Make a site of `count` articles, all that they can have included; return the ids that addresses need."""
    section = make_section("演讲", segment="yanjiang")
    picture = make_picture(name="ffffffffffffffff-600x750.jpg")
    child = make_section("竞聘", segment="jingpin", parent=section, picture=picture)
    make_section("公文", segment="gongwen", kind=Section.Kind.COVER)
    for name in ("讲话", "总结", "通知"):
        make_section(name, parent=Section.objects.get(path="gongwen"))
    consultants = [make_consultant(f"顾问{number}", photo=picture) for number in range(3)]
    make_hotline(is_everywhere=False, sections=[section])
    editor = make_user("yanjiangcn")
    filed = [child, Section.objects.get(path="gongwen/jianghua"), Section.objects.get(path="gongwen/zongjie")]
    articles = [
        make_article(
            f"第{number}篇",
            section=filed[number % 3],
            further=[section],
            tags=["口才", "听众", f"关键字{number}"],
            author="周言",
            consultant=consultants[number % 3],
            responsible_editor=editor,
            publish_at=shanghai("2026-01-01 08:00"),
            is_headline=True,
            is_slide=True,
            is_recommended=True,
            cover=make_picture(name=f"{number:016x}-1200x800.jpg"),
            pinned_until=shanghai("2090-01-01 00:00") if number % 5 == 0 else None,
        )
        for number in range(count)
    ]
    Page.objects.create(title="关于我们", slug="about")
    first, others = articles[0], articles[1:12]
    RelatedLink.objects.bulk_create(RelatedLink(article=first, target=other) for other in others)
    Attachment.objects.bulk_create(Attachment(article=first, name=f"{n}.pdf", file="a.pdf", size=9) for n in range(5))
    return {"pk": first.pk, "consultant": consultants[0].pk}


def queries(client: Client, url: str) -> int:
    assert client.get(url).status_code == (404 if url == "/nothing/" else 200)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


@pytest.mark.parametrize("count", [2, 60])
def test_pages_stay_within_their_budgets(client: Client, count: int) -> None:
    ids = fill(count)
    assert Article.objects.count() == count
    over = {url: asked for url, most in BUDGETS.items() if (asked := queries(client, url.format(**ids))) > most}
    assert over == {}
    # The home page makes one query for each block, and one for the token.
    section = Section.objects.get(path="yanjiang")
    for kind in BLOCKS:
        Block.objects.create(kind=kind, section=section if kind == "section" else None, count=12)
    # Consultants and hotlines are sitewide: they ask nothing.
    # All blocks of sections share two queries.
    assert queries(client, "/") == 1 + len(BLOCKS) - 2 + 1
    for other in Section.objects.without_tree_fields():
        Block.objects.create(kind="section", section=other, count=8)
    assert queries(client, "/") == 1 + len(BLOCKS) - 2 + 1


def test_a_change_of_a_sitewide_row_is_seen_by_the_next_request(client: Client) -> None:
    fill(2)
    assert "新热线" not in client.get("/yanjiang/").content.decode()
    make_hotline("新热线")
    assert "新热线" in client.get("/yanjiang/").content.decode()


def posted(client: Client, url: str, data: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.post(url, data).status_code == 302
    return len(asked)


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_saving_an_article_with_its_version_asks_at_most_41_queries(client: Client, button: str) -> None:
    article = make_article(
        "开场白", tags=["口才", "演讲", "听众"], further=[make_section("公文")], body=f"<p>{'正文' * 500}</p>"
    )
    client.force_login(make_editor())
    url = f"/admin/articles/article/{article.pk}/change/"
    for title in ("结尾", "收尾"):
        assert posted(client, url, typed(client, url, title=title, **{button: "保存"})) <= 41
        assert Revision.objects.latest("pk").content["title"] == title


@pytest.mark.parametrize(
    "action", [{"action": "add_tags", "tags": "致辞，总结"}, {"action": "publish"}, {"action": "trash"}]
)
def test_an_action_on_twenty_articles_asks_at_most_60_queries(client: Client, action: dict[str, Any]) -> None:
    def asked(count: int) -> int:
        made = [make_article(f"第{number}篇", tags=["口才"], status="draft").pk for number in range(count)]
        return posted(client, "/admin/articles/article/", {**action, "_selected_action": made, "confirmed": "yes"})

    client.force_login(make_editor())
    asked(1)  # makes the tags
    assert asked(2) == asked(20) <= 60
