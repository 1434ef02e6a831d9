"""The home page and the pages of sections, as they will stand with one article at its time, for those who may know."""

from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import projections
from articles.models import Article, PendingChange, Section
from tests.articles.admin.handed_over import signed_in
from tests.articles.admin.limited import limited_editor
from tests.articles.pages.shared import make_draft, save
from tests.builders import make_article, make_author, make_editor, make_section, make_user, shanghai
from yanjiang.home.models import Block
from yanjiang.pagecache import common, middleware

pytestmark = pytest.mark.django_db

LATER = shanghai("2090-05-01 09:00")


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor("he"))


@pytest.fixture
def section() -> Section:
    """Make a section with a page, a place on the home page and one below a cover."""
    above = make_section("演讲", segment="yanjiang", kind=Section.Kind.COVER)
    section = make_section("竞聘", segment="jingpin", parent=above)
    for kind in ("headline", "slides", "recommended", "latest", "most_read"):
        Block.objects.create(kind=kind, count=3)
    Block.objects.create(kind="section", section=section, count=3)
    return section


def url(article: Article, section: Section | None = None) -> str:
    return f"/admin/articles/article/{article.pk}/on-page/" + (f"?section={section.pk}" if section else "")


def content(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.content.decode())


def links(client: Client, address: str) -> list[str]:
    """Return the titles in the lists of a page, in their order."""
    main = content(client, address).get_element_by_id("content")
    return [" ".join(link.text_content().split()) for link in main.iter("a") if "/articles/" in link.get("href", "")]


def note(client: Client, address: str) -> str:
    (aside,) = content(client, address).find_class("preview-note")
    return " ".join(aside.text_content().split())


def make_six(section: Section) -> list[Article]:
    flags = {"is_headline": True, "is_slide": True, "is_recommended": True}
    return [
        make_article(f"第 {day} 篇", section=section, publish_at=shanghai(f"2026-01-0{day} 09:00"), **flags)
        for day in range(1, 7)
    ]


def test_a_draft_stands_where_it_will_and_the_public_pages_know_nothing(he: Client, section: Section) -> None:
    make_six(section)
    draft = make_draft("怎样开口", section=section, is_headline=True)
    public = Client()
    for _time in range(2):  # the second time, the public pages are kept
        assert "怎样开口" in links(he, url(draft))[:1]
        assert links(he, url(draft, section))[0] == "怎样开口"
        assert "怎样开口" in links(he, url(draft, section.parent))
        for address in ("/", "/yanjiang/", "/yanjiang/jingpin/"):
            assert "怎样开口" not in public.get(address).content.decode()
    assert "这篇文章排在“头条”、“最新文章”、“热点”、“竞聘”里" in note(he, url(draft))
    assert "只有您看得到" in note(he, url(draft, section))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"is_headline": True, "weight": 5},
        {"is_slide": True, "is_recommended": True},
        {"pinned_until": LATER},
        {"publish_at": shanghai("2026-01-03 12:00"), "is_headline": True},
        {"publish_at": shanghai("2020-01-01 12:00"), "is_recommended": True},
    ],
)
def test_the_preview_is_what_stands_there_afterwards(he: Client, section: Section, fields: dict[str, Any]) -> None:
    make_six(section)
    draft = make_draft("怎样开口", section=section, **fields)
    pages = {url(draft): "/", url(draft, section): "/yanjiang/jingpin/", url(draft, section.parent): "/yanjiang/"}
    before = {public: links(he, preview) for preview, public in pages.items()}
    draft.status, draft.publish_at = "published", draft.publish_at or shanghai("2026-11-01 09:00")
    draft.save()
    assert {public: links(Client(), public) for public in pages.values()} == before


def test_a_pending_change_stands_in_place_of_the_live_article(he: Client, section: Section) -> None:
    *_others, last = make_six(section)
    assert links(Client(), "/")[:3] == ["第 6 篇", "第 5 篇", "第 4 篇"]
    save(he, last, title="改过的标题", is_headline="")
    shown = links(he, url(last))
    assert ("第 6 篇" in shown, shown[:3]) == (False, ["第 5 篇", "第 4 篇", "第 3 篇"])
    assert "改过的标题" in shown
    assert links(he, url(last, section))[0] == "改过的标题"
    change = PendingChange.objects.get()
    change.go_live_at = shanghai("2090-02-03 08:00")
    change.save()
    assert "2090-02-03 08:00 的首页" in note(he, url(last))


def test_at_its_time_what_editors_planned_is_out_too(he: Client, section: Section) -> None:
    make_article("排在前面的", section=section, publish_at=shanghai("2090-04-01 09:00"))
    make_article("排在后面的", section=section, publish_at=shanghai("2090-06-01 09:00"))
    make_article("那时已下线", section=section, expire_at=shanghai("2090-04-02 09:00"))
    planned = make_article("怎样开口", section=section, publish_at=LATER)
    assert links(he, url(planned, section))[:2] == ["怎样开口", "排在前面的"]
    assert {"排在后面的", "那时已下线"} & {*links(he, url(planned, section)), *links(he, url(planned))} == set()


def test_an_author_learns_of_no_article_that_others_planned(section: Section) -> None:
    author = make_author()
    make_article("别人排定的", section=section, owner=make_user("x"), publish_at=shanghai("2090-04-01 09:00"))
    own = make_draft("自己的", section=section, owner=author, publish_at=LATER)
    xu = signed_in(author)
    assert links(xu, url(own, section))[0] == "自己的"
    for address in (url(own), url(own, section), url(own, section.parent)):
        assert "别人排定的" not in xu.get(address).content.decode()


def test_an_editor_of_some_sections_learns_of_no_article_planned_in_others(section: Section) -> None:
    elsewhere = make_section("公文", segment="gongwen")
    make_article("别处排定的", section=elsewhere, publish_at=shanghai("2090-04-01 09:00"), is_headline=True)
    own = make_draft("自己栏目的", section=section, publish_at=LATER)
    limited = signed_in(limited_editor("limited", section))
    assert links(limited, url(own, section))[0] == "自己栏目的"
    for address in (url(own), url(own, section), url(own, section.parent)):
        assert "别处排定的" not in limited.get(address).content.decode()
    other = make_draft("别处的草稿", section=elsewhere)
    assert limited.get(url(other)).status_code == 404


def test_those_who_may_not_see_the_article_see_no_page_with_it(section: Section) -> None:
    other = make_draft("别人的草稿", section=section, owner=make_user("x"))
    assert signed_in(make_author()).get(url(other)).status_code == 404
    assert Client().get(url(other)).status_code == 302
    assert signed_in(make_user("reader")).get(url(other)).status_code == 302


def test_there_are_pages_only_where_the_article_will_be(he: Client, section: Section) -> None:
    elsewhere = make_section("公文", segment="gongwen")
    leads_away = make_section("外链", segment="wai", kind=Section.Kind.LINK, link_url="https://example.com/")
    draft = make_draft(section=section, further=[leads_away])
    ways = content(he, url(draft)).xpath("//aside[@class='preview-note']//a")
    assert [way.text for way in ways] == ["首页", "演讲", "竞聘"]
    for wrong in (elsewhere.pk, leads_away.pk, 0, "x", "9" * 40):
        assert he.get(f"{url(draft)}?section={wrong}").status_code == 404, wrong
    Article.objects.filter(pk=draft.pk).update(status="trash")
    assert he.get(url(draft)).status_code == 404
    assert "放到页面上看" not in he.get(f"/admin/articles/article/{draft.pk}/change/").content.decode()


def test_nothing_is_written_kept_or_counted(he: Client, section: Section) -> None:
    make_six(section)
    draft = make_draft(section=section, is_headline=True)
    link = f'href="{url(draft)}"'
    assert link in he.get(f"/admin/articles/article/{draft.pk}/change/").content.decode()
    common.store.clear()
    with CaptureQueriesContext(connection) as queries:
        for address in (url(draft), url(draft, section), url(draft, section.parent)):
            answer = he.get(address)
            assert "no-store" in answer["Cache-Control"]
            assert "hit.js" not in answer.content.decode()
    writing = [query["sql"] for query in queries if not query["sql"].lstrip("(").startswith(("SELECT", "EXECUTE"))]
    assert writing == []
    assert (len(middleware.store), len(common.store)) == (0, 0)


def test_the_queries_are_as_many_for_few_articles_as_for_many(he: Client, section: Section) -> None:
    draft = make_draft(section=section, is_headline=True)
    numbers: list[list[int]] = []
    for count in (2, 12):
        for number in range(count):
            make_article(f"{count} 篇之 {number}", section=section, is_headline=True, is_recommended=True)
        projections.write([draft.pk])
        numbers.append([])
        for address in (url(draft), url(draft, section), url(draft, section.parent)):
            he.get(address)
            with CaptureQueriesContext(connection) as queries:
                he.get(address)
            numbers[-1].append(len(queries))
    assert numbers[0] == numbers[1]
    assert max(numbers[0]) < 30
