"""The head, Open Graph and structured data of every page, checked against the properties that search engines list."""

import json
import re
from typing import Any

import lxml.html
import pytest
from django.test import Client

from articles.models import Article
from tests.builders import make_article, make_consultant, make_picture, make_section, shanghai
from yanjiang.home.models import Page, SiteSettings
from yanjiang.lib.html import PAGE_BREAK
from yanjiang.lib.json_ld import scripts

pytestmark = [pytest.mark.once, pytest.mark.django_db]
SITE = "http://127.0.0.1:8000"
# After developers.google.com/search/docs/appearance/structured-data/<page>. A property is a path of names;
# those under "required" must be there, all of both lists that this site has anything for are asserted below.
# Left out is what it knows nothing of: addresses, numbers and social profiles of Organization and Person, the dates of
# a ProfilePage, followers and likes.
GOOGLE: dict[str, dict[str, list[str]]] = {
    "NewsArticle": {  # article
        "required": [],
        "recommended": ["author", "author.name", "author.url", "dateModified", "datePublished", "headline", "image"],
    },
    "BreadcrumbList": {  # breadcrumb
        "required": ["itemListElement", "itemListElement.item", "itemListElement.name", "itemListElement.position"],
        "recommended": [],
    },
    "Organization": {"required": [], "recommended": ["name", "url", "logo", "description"]},  # organization
    "WebSite": {"required": ["name", "url"], "recommended": []},  # site-names
    "ProfilePage": {  # profile-page
        "required": ["mainEntity", "mainEntity.name"],
        "recommended": ["mainEntity.description", "mainEntity.image"],
    },
}
ISO_8601 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def data(client: Client, url: str) -> dict[str, Any]:
    """Return the things that a page describes, by type; Baidu's, which has none, as "Baidu"."""
    tree = lxml.html.fromstring(client.get(url).content.decode())
    things = [json.loads(block.text) for block in tree.xpath('//head/script[@type="application/ld+json"]')]
    found = {thing.get("@type", "Baidu"): thing for thing in things}
    assert len(found) == len(things)
    return found


def values(thing: Any, path: str) -> list[Any]:
    """Return the values at the end of a path of names through objects and lists."""
    for name in path.split("."):
        things = thing if isinstance(thing, list) else [thing]
        thing = [value for one in things for value in _listed(one.get(name))]
    return list(thing)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def missing(thing: Any) -> list[str]:
    rules = GOOGLE[thing["@type"]]
    return [path for path in [*rules["required"], *rules["recommended"]] if not _is_filled(thing, path)]


def _is_filled(thing: Any, path: str) -> bool:
    """Tell whether every thing on the way has a value there."""
    found = values(thing, path)
    *way, _name = path.split(".")
    return bool(found) and all(found) and len(found) >= len(values(thing, ".".join(way)) if way else [thing])


def head(client: Client, url: str) -> dict[str, list[str]]:
    """Return the head's meta and link elements by name."""
    tree = lxml.html.fromstring(client.get(url).content.decode())
    found: dict[str, list[str]] = {"title": tree.xpath("//head/title/text()")}
    for element in tree.xpath("//head/meta[@content]"):
        found.setdefault(element.get("property") or element.get("name"), []).append(element.get("content"))
    for element in tree.xpath("//head/link"):
        found.setdefault(element.get("rel"), []).append(element.get("href"))
    return found


@pytest.fixture
def article() -> Article:
    section = make_section("竞聘", segment="jp", parent=make_section("演讲", segment="yanjiang"))
    article = make_article(
        "怎样“开口”</script><b>&", section=section, tags=["口才", "听众"], summary="先把听众请进来。",
        author="王临", consultant=make_consultant("王临", photo=make_picture("王临")),
        body='<p><img src="/uploads/pictures/a.png" alt=""></p>', publish_at=shanghai("2026-01-15 09:30"),
    )  # fmt: skip
    Article.objects.filter(pk=article.pk).update(updated_at=shanghai("2026-01-16 10:00"))
    return article


def test_an_article_has_what_google_lists(client: Client, article: Article) -> None:
    url = f"{SITE}/articles/{article.pk}/"
    news = data(client, f"/articles/{article.pk}/")["NewsArticle"]
    assert missing(news) == []
    assert news["headline"] == "怎样“开口”</script><b>&"
    assert (news["datePublished"], news["dateModified"]) == ("2026-01-15T09:30:00+08:00", "2026-01-16T10:00:00+08:00")
    assert news["image"] == [f"{SITE}/uploads/pictures/a.png"]
    assert news["author"] == {"@type": "Person", "name": "王临", "url": f"{SITE}/consultants/{article.consultant_id}/"}
    assert news["mainEntityOfPage"] == {"@type": "WebPage", "@id": url}
    assert (news["articleSection"], news["keywords"]) == ("竞聘", ["口才", "听众"])
    assert news["description"] == "先把听众请进来。"
    assert missing(news["publisher"]) == []
    assert news["publisher"]["logo"] == f"{SITE}/static/img/icon.svg"


def test_an_article_that_nobody_signed_is_by_the_site(client: Client) -> None:
    article = make_article(author="")
    news = data(client, f"/articles/{article.pk}/")["NewsArticle"]
    assert (news["author"]["@type"], news["author"]["name"], news["author"]["url"]) == (
        "Organization", "演讲网", f"{SITE}/",
    )  # fmt: skip
    assert "image" not in news  # a site without pictures promises none


def test_a_consultant_signs_as_such_only_with_the_same_name(client: Client) -> None:
    article = make_article(author="别人", consultant=make_consultant("王临"))
    assert data(client, f"/articles/{article.pk}/")["NewsArticle"]["author"] == {"@type": "Person", "name": "别人"}


def test_baidu_gets_the_dates_that_it_asks_for(client: Client, article: Article) -> None:
    baidu = data(client, f"/articles/{article.pk}/")["Baidu"]
    assert baidu == {
        "@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld",
        "@id": f"{SITE}/articles/{article.pk}/",
        "title": article.title,
        "description": "先把听众请进来。",
        "images": [f"{SITE}/uploads/pictures/a.png"],
        "pubDate": "2026-01-15T09:30:00",
        "upDate": "2026-01-16T10:00:00",
    }


def test_the_way_to_a_page_is_described(client: Client, article: Article) -> None:
    crumbs = data(client, f"/articles/{article.pk}/")["BreadcrumbList"]["itemListElement"]
    assert [(crumb["position"], crumb["name"], crumb["item"]) for crumb in crumbs] == [
        (1, "主页", f"{SITE}/"),
        (2, "演讲", f"{SITE}/yanjiang/"),
        (3, "竞聘", f"{SITE}/yanjiang/jp/"),
        (4, article.title, f"{SITE}/articles/{article.pk}/"),
    ]
    Page.objects.create(title="关于我们", slug="about")
    ways = {
        "/yanjiang/jp/": ["首页", "演讲", "竞聘"],
        "/tags/": ["首页", "关键字"],
        "/tags/口才/": ["首页", "关键字", "口才"],
        "/consultants/": ["首页", "写作顾问"],
        f"/consultants/{article.consultant_id}/": ["首页", "写作顾问", "王临"],
        "/pages/about/": ["首页", "关于我们"],
        "/sitemap/": ["首页", "网站地图"],
    }
    for url, way in ways.items():
        crumbs = data(client, url)["BreadcrumbList"]
        seen = lxml.html.fromstring(client.get(url).content.decode()).xpath('string(//nav[@class="breadcrumb"])')
        assert "".join(seen.split()) == f"当前位置：{'>'.join(way)}"
        assert [crumb["name"] for crumb in crumbs["itemListElement"]] == way
        assert missing(crumbs) == []
        assert all(
            client.get(crumb["item"].removeprefix(SITE)).status_code == 200
            for crumb in values(crumbs, "itemListElement")
        )


def test_a_consultant_is_the_person_of_a_profile(client: Client) -> None:
    photo = make_picture("王临")
    wang = make_consultant("王临", photo=photo)
    profile = data(client, f"/consultants/{wang.pk}/")["ProfilePage"]
    assert missing(profile) == []
    person = profile["mainEntity"]
    assert (person["@type"], person["name"], person["jobTitle"]) == ("Person", "王临", "演讲教练")
    assert (person["url"], person["image"]) == (f"{SITE}/consultants/{wang.pk}/", [f"{SITE}{photo.url}"])
    assert person["worksFor"]["name"] == "演讲网"


def test_home_says_whose_site_it_is_and_how_it_is_searched(client: Client) -> None:
    logo = make_picture("好口才")
    SiteSettings(pk=1, name="好口才", description="能讲会写。", logo=logo).save()
    found = data(client, "/")
    assert missing(found["Organization"]) == missing(found["WebSite"]) == []
    assert found["Organization"]["logo"] == f"{SITE}{logo.url}"
    action = found["WebSite"]["potentialAction"]
    template, query = action["target"]["urlTemplate"], action["query-input"]
    assert query == "required name=search_term_string"
    search = template.replace("{search_term_string}", "口才").removeprefix(SITE)
    assert search == "/search/?q=口才"
    assert client.get(search).status_code == 200


def test_data_cannot_break_out_of_its_block(client: Client, article: Article) -> None:
    page = client.get(f"/articles/{article.pk}/").content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 3
    assert not re.search("[<>&]", "".join(blocks))
    hostile = {"@type": "</script><script>alert(1)</script><!--", "空": "", "无": None, "列": [{"空": ""}]}
    assert json.loads(str(scripts(hostile))[35:-9]) == {"@type": hostile["@type"], "列": [{}]}


def test_the_check_finds_what_is_missing() -> None:
    assert missing({"@type": "NewsArticle", "headline": "", "author": {"name": "甲"}}) == [
        "author.url", "dateModified", "datePublished", "headline", "image",
    ]  # fmt: skip
    assert missing({"@type": "BreadcrumbList", "itemListElement": [{"name": "甲", "position": 1}]}) == [
        "itemListElement.item"
    ]
    assert missing({"@type": "ProfilePage"}) == ["mainEntity", "mainEntity.name", *GOOGLE["ProfilePage"]["recommended"]]


def test_a_preview_describes_nothing(admin_client: Client, article: Article) -> None:
    from tests.articles.admin.forms import typed

    url = f"/admin/articles/article/{article.pk}/change/"
    preview = admin_client.post(f"/admin/articles/article/preview/?id={article.pk}", typed(admin_client, url))
    assert preview.status_code == 200
    assert b"ld+json" not in preview.content


def test_an_article_is_shown_in_chats_by_its_open_graph(client: Client, article: Article) -> None:
    found = head(client, f"/articles/{article.pk}/")
    expected = {
        "title": "怎样“开口”</script><b>& - 演讲网",
        "description": "先把听众请进来。",
        "keywords": "口才,听众",
        "author": "王临",
        "canonical": f"{SITE}/articles/{article.pk}/",
        "og:type": "article",
        "og:title": article.title,
        "og:description": "先把听众请进来。",
        "og:url": f"{SITE}/articles/{article.pk}/",
        "og:image": f"{SITE}/uploads/pictures/a.png",
        "og:site_name": "演讲网",
        "og:locale": "zh_CN",
        "article:published_time": "2026-01-15T09:30:00+08:00",
        "article:modified_time": "2026-01-16T10:00:00+08:00",
        "article:section": "竞聘",
    }
    assert {name: found.get(name) for name in expected} == {name: [value] for name, value in expected.items()}
    assert found["article:tag"] == ["口才", "听众"]


def test_every_page_has_a_title_a_description_and_one_address(client: Client, article: Article) -> None:
    make_section("公文", segment="gongwen", kind="cover")
    Page.objects.create(title="关于我们", slug="about", body="<p>关于本站。</p>")
    urls = (
        "/", "/yanjiang/", "/gongwen/", "/tags/", "/tags/口才/", "/consultants/", "/pages/about/", "/sitemap/",
        f"/consultants/{article.consultant_id}/", f"/articles/{article.pk}/",
    )  # fmt: skip
    for url in urls:
        found = head(client, url)
        for name in ("title", "description", "canonical", "og:title", "og:description", "og:url", "og:type"):
            assert [bool(value.strip()) for value in found[name]] == [True], (url, name)
        assert found["canonical"] == found["og:url"]
    titles = [head(client, url)["title"][0] for url in urls]
    assert len(set(titles)) == len(titles)


def test_a_page_that_is_not_to_be_found_has_no_address(client: Client) -> None:
    for url in ("/search/?q=a", "/nothing/"):
        found = head(client, url)
        assert "noindex" in found["robots"][0]
        assert "canonical" not in found
        assert "og:url" not in found


def test_pages_of_a_list_lead_to_those_beside_them(client: Client) -> None:
    section = make_section("演讲", segment="yanjiang")
    for number in range(45):
        make_article(f"第{number}篇", section=section)
    links = {
        url: (found["canonical"][0], found.get("prev"), found.get("next"))
        for url in ("/yanjiang/", "/yanjiang/?page=2", "/yanjiang/?page=3", "/yanjiang/?page=99")
        for found in [head(client, url)]
    }
    first, second, third = (f"{SITE}/yanjiang/{query}" for query in ("", "?page=2", "?page=3"))
    assert list(links.values()) == [
        (first, None, [second]),
        (second, [first], [third]),
        (third, [second], None),
        (third, [second], None),
    ]


def test_pages_of_a_body_do_the_same(client: Client) -> None:
    article = make_article(body=f"<p>一</p>{PAGE_BREAK}<p>二</p>")
    found = head(client, f"/articles/{article.pk}/?page=2")
    url = f"{SITE}/articles/{article.pk}/"
    assert (found["canonical"], found["prev"], found.get("next")) == ([f"{url}?page=2"], [url], None)
    assert found["og:url"] == [f"{url}?page=2"]
