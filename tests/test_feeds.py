"""The feeds of the site, of sections and of tags, checked as strictly as a reader may."""

from typing import Any

import feedparser
import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from articles.editing import changes, tagging
from articles.models import Article, Section, Tag
from tests.builders import make_article, make_section, shanghai
from tests.feed_rules import ATOM, CONTENT, parse, problems
from yanjiang.home.models import SiteSettings
from yanjiang.lib.html import PAGE_BREAK

pytestmark = [pytest.mark.once, pytest.mark.django_db]
SITE = "http://127.0.0.1:8000"
IDS = "tag:127.0.0.1,2026"
FEEDS = ("/feed/", "/atom/", "/yanjiang/feed/", "/yanjiang/jingpin/atom/", "/tags/口才/feed/", "/tags/口才/atom/")


def make_site() -> Article:
    section = make_section("竞聘", segment="jingpin", parent=make_section("演讲", segment="yanjiang"))
    body = (
        f'<p>起<img src="/uploads/a.png" alt=""><a href="/tags/">关键字</a><a href="#尾">尾</a></p>{PAGE_BREAK}'
        '<p>承 &lt;b&gt; 𠮷 src="/x"<a href="mailto:a@example.com">信</a><script>alert(1)</script></p>'
    )
    article = make_article("𠮷祥 <b>&", section=section, tags=["口才", "听众"], body=body, author="周言",
                           publish_at=shanghai("2026-01-15 09:30"), summary="一 < 二")  # fmt: skip
    make_article("跳转", is_jump=True, redirect_url="/tags/", tags=["口才"], publish_at=shanghai("2026-01-14 08:00"))
    make_article("站外", is_jump=True, redirect_url="https://example.com/甲", publish_at=shanghai("2026-01-13 08:00"))
    Article.objects.update(updated_at=shanghai("2026-01-14 12:00"))
    Article.objects.filter(pk=article.pk).update(updated_at=shanghai("2026-01-16 10:00"))
    return article


def titles(client: Client, url: str) -> list[str]:
    root = parse(client.get(url).content)
    return [item.findtext("title") or item.findtext(f"{ATOM}title") for item in root.iter("item", f"{ATOM}entry")]


@pytest.mark.parametrize("url", FEEDS)
@pytest.mark.parametrize("full", [True, False])
def test_a_feed_is_valid(client: Client, url: str, full: bool) -> None:  # noqa: FBT001
    make_site()
    SiteSettings(pk=1, full_text_feeds=full).save()
    response = client.get(url)
    kind = "rss" if "/feed/" in url else "atom"
    assert (response.status_code, response["Content-Type"]) == (200, f"application/{kind}+xml; charset=utf-8")
    assert problems(response.content) == []


@pytest.mark.parametrize("url", ["/feed/", "/atom/"])
def test_a_feed_of_nothing_is_valid_and_stays_the_same(client: Client, url: str) -> None:
    first, second = client.get(url), client.get(url)
    assert problems(first.content) == []
    assert first.content == second.content


def test_the_check_finds_what_is_wrong() -> None:
    rss = (
        '<rss version="2.0"><channel><title>a</title><link>/</link><lastBuildDate>2026</lastBuildDate>'
        '<item><description>&lt;a href="/x" onclick="f()"&gt;&lt;/a&gt;</description></item></channel></rss>'
    )
    with pytest.raises(TypeError):
        problems(rss.encode())  # no date at all
    found = problems(rss.replace("</item>", "<pubDate>Tue, 15 Jan 2026 09:30:00 +0800</pubDate></item>").encode())
    for wrong in ("not one description", "not absolute: /", "no atom:link", "no permanent guid", "onclick", "RFC 822"):
        assert any(wrong in problem for problem in found), wrong
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><entry><updated>now</updated></entry></feed>'
    found = problems(atom.encode())
    for wrong in ("links are not", "not one title", "nobody wrote it", "RFC 3339"):
        assert any(wrong in problem for problem in found), wrong


def test_rss_says_all_that_readers_ask_of_an_article(client: Client) -> None:
    article = make_site()
    item = parse(client.get("/feed/").content).find("channel/item")
    url = f"{SITE}/articles/{article.pk}/"
    assert [item.findtext(name) for name in ("title", "link", "guid", "description")] == [
        "𠮷祥 <b>&", url, f"{IDS}:articles/{article.pk}", "一 &lt; 二",
    ]  # fmt: skip
    assert item.findtext("pubDate") == "Thu, 15 Jan 2026 09:30:00 +0800"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "周言"
    assert [category.text for category in item.findall("category")] == ["竞聘", "口才", "听众"]
    assert item.findtext(CONTENT) == (
        f'<p>起<img src="{SITE}/uploads/a.png" alt=""><a href="{SITE}/tags/">关键字</a>'
        f'<a href="{url}#尾">尾</a></p><hr>'
        '<p>承 &lt;b&gt; 𠮷 src="/x"<a href="mailto:a@example.com">信</a></p>'
    )


def test_atom_says_the_same(client: Client) -> None:
    article = make_site()
    root = parse(client.get("/yanjiang/atom/").content)
    assert root.findtext(f"{ATOM}title") == "演讲 - 演讲网"
    assert root.findtext(f"{ATOM}updated") == "2026-01-16T10:00:00+08:00"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{SITE}/yanjiang/", "self": f"{SITE}/yanjiang/atom/"}
    entry = root.find(f"{ATOM}entry")
    dates = [entry.findtext(f"{ATOM}{name}") for name in ("published", "updated")]
    assert dates == ["2026-01-15T09:30:00+08:00", "2026-01-16T10:00:00+08:00"]
    assert entry.findtext(f"{ATOM}id") == f"{IDS}:articles/{article.pk}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "周言"
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == ["竞聘", "口才", "听众"]
    assert "承 &lt;b&gt; 𠮷" in entry.findtext(f"{ATOM}content")


@pytest.mark.parametrize("url", FEEDS)
def test_another_reader_finds_the_same(client: Client, url: str) -> None:
    article = make_site()
    response = client.get(url)
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert (found.bozo, found.version) == (0, "rss20" if "/feed/" in url else "atom10")
    assert found.feed.title.endswith("演讲网")
    entry = found.entries[0]
    assert (entry.title, entry.link, entry.author) == ("𠮷祥 <b>&", f"{SITE}/articles/{article.pk}/", "周言")
    assert entry.published_parsed[:6] == (2026, 1, 15, 1, 30, 0)  # UTC
    assert [tag.term for tag in entry.tags] == ["竞聘", "口才", "听众"]
    assert "承 &lt;b&gt; 𠮷" in entry.content[0].value
    assert "<script" not in entry.content[0].value


def test_a_jump_leads_to_its_target_and_keeps_its_own_id(client: Client) -> None:
    make_site()
    items = parse(client.get("/feed/").content).findall("channel/item")
    links = {item.findtext("title"): (item.findtext("link"), item.findtext("guid")) for item in items}
    jumps = {article.title: article.pk for article in Article.objects.filter(is_jump=True)}
    assert links["跳转"] == (f"{SITE}/tags/", f"{IDS}:articles/{jumps['跳转']}")
    assert links["站外"] == ("https://example.com/%E7%94%B2", f"{IDS}:articles/{jumps['站外']}")


def test_a_site_may_offer_summaries_alone(client: Client) -> None:
    make_site()
    SiteSettings(pk=1, full_text_feeds=False).save()
    item = parse(client.get("/feed/").content).find("channel/item")
    assert (item.findtext("description"), item.find(CONTENT)) == ("一 &lt; 二", None)
    assert "承" not in client.get("/atom/").content.decode()


def test_a_feed_has_the_newest_that_visitors_may_read(client: Client) -> None:
    top = make_section("演讲", segment="yanjiang")
    below, other = make_section("竞聘", segment="jingpin", parent=top), make_section("公文", segment="gongwen")
    for number in range(1, 32):
        make_article(f"第{number}篇", section=below, tags=["口才"], publish_at=shanghai("2026-01-01 08:00"))
    make_article("别处", section=other, publish_at=shanghai("2025-01-01 08:00"))
    make_article("草稿", section=below, tags=["口才"], status="draft")
    make_article("下线的", section=below, tags=["口才"], expire_at=shanghai("2026-02-01 08:00"))
    make_article("将来的", section=below, tags=["口才"], publish_at=shanghai("2090-01-01 08:00"))
    newest = [f"第{number}篇" for number in range(31, 1, -1)]
    for url in ("/feed/", "/yanjiang/atom/", "/yanjiang/jingpin/feed/", "/tags/口才/feed/"):
        assert titles(client, url) == newest
    assert titles(client, "/gongwen/feed/") == ["别处"]


def test_characters_that_xml_cannot_carry_are_dropped(client: Client) -> None:
    article = make_article("题\x02目\x1b", author="作\x08者", summary="摘\ufffe要", tags=["关\x02键"])
    Article.objects.filter(pk=article.pk).update(title="题\x02目\x1b")
    SiteSettings(pk=1, name="演\x01讲网").save()
    for url in ("/feed/", "/atom/"):
        content = client.get(url).content
        assert problems(content) == []
        for words in ("题目", "作者", "摘要", "关键", "演讲网"):
            assert words in content.decode()


@pytest.mark.usefixtures("pages_are_made")
@pytest.mark.parametrize("url", ["/feed/", "/yanjiang/atom/", "/tags/口才/feed/"])
def test_a_client_that_has_it_gets_304_before_a_body_is_read(client: Client, url: str) -> None:
    make_site()
    etag = client.get(url)["ETag"]
    with CaptureQueriesContext(connection) as asked:
        again = client.get(url, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert not [query for query in asked.captured_queries if '"articles_article"."body"' in query["sql"]]
    assert len(asked) <= 4


def rename_section() -> None:
    section = Section.objects.get(path="yanjiang/jingpin")
    section.name = "新栏目"
    section.save()


def rename_tag() -> None:
    tag = Tag.objects.get(name="听众")
    tag.name = "观众"
    tag.save()


def expire(article: Article) -> None:
    article.expire_at = timezone.now()
    article.save()


def edit(article: Article) -> None:
    article.body = "<p>改过的正文</p>"
    article.save()


def retag(article: Article) -> None:
    tagging.add_tags(Article.objects.filter(pk=article.pk), ["新的"])


CHANGES: dict[str, Any] = {
    "an edit": lambda article: edit(article),
    "a withdrawal": lambda article: changes.withdraw(Article.objects.filter(pk=article.pk)),
    "a publication": lambda article: make_article("新的一篇", tags=["口才"], section=article.section),
    "another tag": retag,
    "a tag's new name": lambda article: rename_tag(),
    "a section's new name": lambda article: rename_section(),
    "the site's new name": lambda article: SiteSettings(pk=1, name="好口才").save(),
    "summaries alone": lambda article: SiteSettings(pk=1, full_text_feeds=False).save(),
    "an expiry": lambda article: expire(article),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_by_who_asks_with_an_etag(client: Client, change: str) -> None:
    article = make_site()
    etag = client.get("/feed/")["ETag"]
    CHANGES[change](article)
    assert client.get("/feed/", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_by_who_asks_with_a_date_alone(client: Client, change: str) -> None:
    article = make_site()
    pages = ("/feed/", "/yanjiang/atom/", "/tags/口才/feed/", "/yanjiang/", "/tags/口才/", "/")
    dates = {url: client.get(url).get("Last-Modified") or http_date(timezone.now().timestamp()) for url in pages}
    CHANGES[change](article)
    answers = {url: client.get(url, headers={"if-modified-since": date}).status_code for url, date in dates.items()}
    assert answers == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("count", [2, 40])
def test_a_feed_asks_the_same_for_few_and_many(client: Client, count: int) -> None:
    section = make_section("演讲", segment="yanjiang")
    for number in range(count):
        make_article(f"第{number}篇", section=section, tags=["口才", f"关键字{number}"])
    for url in ("/feed/", "/yanjiang/atom/", "/tags/口才/feed/"):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        # The token and the next moments of it, the tag, the articles, their tags, their bodies.
        assert len(asked) <= 6, url


@pytest.mark.parametrize("url", ["/nichts/feed/", "/link/feed/", "/tags/nichts/atom/", "/yanjiang/rss/", "/feed/feed/"])
def test_no_feed_is_offered_of_what_is_not_there(client: Client, url: str) -> None:
    make_section("演讲", segment="yanjiang")
    make_section("链接", segment="link", kind="link", link_url="https://example.com/")
    assert client.get(url).status_code == 404


def test_pages_lead_to_their_feeds(client: Client) -> None:
    make_site()
    make_section("公文", segment="gongwen", kind="cover")
    for url, feeds in {
        "/": ["/feed/", "/atom/"],
        "/yanjiang/": ["/yanjiang/feed/", "/yanjiang/atom/", "/feed/", "/atom/"],
        "/gongwen/": ["/gongwen/feed/", "/gongwen/atom/", "/feed/", "/atom/"],
        "/tags/口才/": ["/tags/%E5%8F%A3%E6%89%8D/feed/", "/tags/%E5%8F%A3%E6%89%8D/atom/", "/feed/", "/atom/"],
    }.items():
        links = lxml.html.fromstring(client.get(url).content.decode()).xpath('//head/link[@rel="alternate"]')
        assert [link.get("href") for link in links] == feeds
        assert [client.get(link.get("href"))["Content-Type"].split(";")[0] for link in links] == [
            link.get("type") for link in links
        ]


@pytest.mark.parametrize("url", FEEDS)
def test_a_feed_lets_no_other_host_learn_who_shows_its_picture(client: Client, url: str) -> None:
    article = make_site()
    pictures = {
        "https://mmbiz.qpic.cn/a.png": True,
        "http://other.example.com/b.png": True,
        "/uploads/c.png": False,
        f"{SITE}/uploads/d.png": False,
    }
    article.body = "".join(f'<p><img src="{address}" alt="图"></p>' for address in pictures)
    article.save()
    item = next(item for item in parse(client.get(url).content).iter("item", f"{ATOM}entry"))
    shown = lxml.html.fromstring(item.findtext(CONTENT) or item.findtext(f"{ATOM}content") or "")
    told = [(image.get("src"), image.get("referrerpolicy") == "no-referrer") for image in shown.iter("img")]
    assert [is_hidden for _address, is_hidden in told] == list(pictures.values())
    assert [address.removeprefix("http:").removeprefix("https:") for address, _is_hidden in told] == [
        "//mmbiz.qpic.cn/a.png", "//other.example.com/b.png", "//127.0.0.1:8000/uploads/c.png",
        "//127.0.0.1:8000/uploads/d.png",
    ]  # fmt: skip
