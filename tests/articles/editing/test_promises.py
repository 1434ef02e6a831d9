"""Sections that have had nothing new for longer than they promise."""

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing.promises import Behind, behind
from articles.models import Section
from tests.builders import make_article, make_author, make_editor, make_section, shanghai

pytestmark = pytest.mark.django_db
NOW = shanghai("2026-02-01 08:00")


def told(found: list[Behind]) -> list[tuple[str, int | None]]:
    return [(one.section.name, one.silent) for one in found]


def test_a_section_is_behind_from_the_day_after_its_promise() -> None:
    late, in_time = make_section("竞聘演讲", promised_days=7), make_section("述职报告", promised_days=8)
    make_section("不答应的")
    for section in (late, in_time):
        make_article(section=section, publish_at=shanghai("2026-01-01 08:00"))
        make_article(section=section, publish_at=shanghai("2026-01-24 23:59"))
    assert told(behind(make_editor(), NOW)) == [("竞聘演讲", 8)]


def test_the_most_overdue_is_first_and_before_all_what_never_had_an_article() -> None:
    for name, promised, day in (("十天", 10, 15), ("一天", 1, 20), ("三天", 3, 28)):
        section = make_section(name, promised_days=promised)
        make_article(section=section, publish_at=shanghai(f"2026-01-{day} 08:00"))
    make_section("空的", promised_days=30)
    assert told(behind(make_editor(), NOW)) == [("空的", None), ("一天", 12), ("十天", 17), ("三天", 4)]


def test_an_article_filed_below_or_beside_counts_and_an_invisible_one_does_not() -> None:
    above = make_section("演讲稿", promised_days=7)
    beside = make_section("精选", promised_days=7)
    below = make_section("竞聘", parent=above)
    hidden = make_section("草稿多", promised_days=7)
    make_article(section=below, further=[beside], publish_at=shanghai("2026-01-31 08:00"))
    make_article(section=hidden, status="draft", publish_at=shanghai("2026-01-31 08:00"))
    make_article(section=hidden, expire_at=shanghai("2026-01-31 09:00"), publish_at=shanghai("2026-01-31 08:00"))
    make_article(section=hidden, status="trash", publish_at=shanghai("2026-01-31 08:00"))
    assert told(behind(make_editor(), NOW)) == [("草稿多", None)]


def test_the_next_scheduled_article_is_told() -> None:
    section = make_section("竞聘演讲", promised_days=7)
    make_article(section=section, publish_at=shanghai("2026-02-20 08:00"))
    make_article(section=section, publish_at=shanghai("2026-02-10 08:00"))
    make_article(section=section, status="draft", publish_at=shanghai("2026-02-05 08:00"))
    assert [one.next_at for one in behind(make_editor(), NOW)] == [shanghai("2026-02-10 08:00")]


def test_a_section_that_is_only_a_link_promises_nothing() -> None:
    make_section("外站", promised_days=7, kind=Section.Kind.LINK, link_url="https://example.com/")
    assert behind(make_editor(), NOW) == []


def test_authors_are_told_of_no_section() -> None:
    make_section("竞聘演讲", promised_days=7)
    assert behind(make_author(), NOW) == []


def test_the_front_page_names_the_section_and_leads_to_a_form_for_it(client: Client) -> None:
    section = make_section("竞聘演讲", promised_days=7)
    make_article(section=section, publish_at=shanghai("2026-01-15 09:30"))
    make_article(section=section, publish_at=shanghai("2090-12-03 09:30"))
    client.force_login(make_editor())
    page = lxml.html.fromstring(client.get("/admin/").content.decode())
    row = page.xpath("//section[@aria-labelledby='desk-behind']//li")[0]
    words = "".join(row.text_content().split())
    assert words.startswith("竞聘演讲答应7天，已经")
    assert "天没有新文章12月3日有一篇写一篇" in words
    form = lxml.html.fromstring(client.get(row.xpath(".//a/@href")[0]).content.decode())
    assert form.get_element_by_id("article_form").fields["section"] == str(section.pk)


def test_the_front_page_shows_eight_sections_and_counts_the_others(client: Client) -> None:
    for number in range(11):
        make_section(f"栏目{number}", promised_days=7)
    client.force_login(make_editor())
    page = lxml.html.fromstring(client.get("/admin/").content.decode())
    part = page.find_class("behind")[0]
    assert len(part.xpath(".//li")) == 8
    assert part.xpath(".//p/a")[0].text == "还有 3 个栏目"
    calendar = lxml.html.fromstring(client.get(part.xpath(".//p/a/@href")[0]).content.decode())
    assert len(calendar.find_class("behind")[0].xpath(".//li")) == 11


def test_the_front_page_says_nothing_of_promises_that_are_kept(client: Client) -> None:
    make_section("不答应的")
    client.force_login(make_editor())
    assert "久未更新" not in client.get("/admin/").content.decode()


def test_many_sections_cost_no_more_queries_than_two() -> None:
    editor, asked = make_editor(), []
    for count in (2, 10):
        for number in range(count):
            section = make_section(f"栏目{count}-{number}", promised_days=7)
            make_article(section=section)
        editor = type(editor).objects.get(pk=editor.pk)
        editor.has_perm("articles.change_article")
        with CaptureQueriesContext(connection) as queries:
            assert len(behind(editor, NOW)) >= count
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 3
