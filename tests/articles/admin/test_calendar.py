"""The calendar shows what has come out and what is planned on its days, to each person what the list shows them."""

from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing import contents, revisions
from articles.models import Article, PendingChange, Section
from tests.builders import make_article, make_author, make_editor, make_manager, make_section, shanghai
from tests.test_plans import scans

pytestmark = pytest.mark.django_db
CALENDAR = "/admin/articles/article/calendar/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def opened(client: Client, query: str = "") -> Any:
    answer = client.get(f"{CALENDAR}{query}")
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.content.decode())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def days(client: Client, query: str) -> dict[str, list[str]]:
    """Return the entries of each day that has some: time, state, section, title."""
    found = {}
    for day in opened(client, query).find_class("day"):
        entries = [
            f"{words(one.find_class('entry-about')[0])} {words(one.find_class('entry-title')[0])}"
            for one in day.find_class("entry")
        ]
        if entries:
            found[day.xpath(".//time/@datetime")[0]] = entries
    return found


def heads(page: Any) -> list[str]:
    return [words(head) for head in page.find_class("week")[0].xpath("./thead//th")]


def plan_change(article: Article, at: str, by: User) -> None:
    content = contents.read([article.pk])[article.pk]
    revisions.save_change(article, {**content, "title": "改过的题目"}, by=by)
    PendingChange.objects.filter(article=article).update(go_live_at=shanghai(at))


def test_each_state_stands_on_its_day_and_says_in_words_what_it_is(editor: Client) -> None:
    section = make_section("竞聘演讲")
    out = make_article("出来的", section=section, publish_at=shanghai("2026-01-15 09:30"))
    make_article(
        "下线的", section=section, publish_at=shanghai("2026-01-15 08:00"), expire_at=shanghai("2026-01-20 08:00")
    )
    make_article("写着的", section=section, publish_at=shanghai("2026-01-16 23:59"), status="draft")
    make_article("扔掉的", section=section, publish_at=shanghai("2026-01-16 08:00"), status="trash")
    make_article("没日子的", section=section, publish_at=None, status="draft")
    make_article("定时的", section=section, publish_at=shanghai("2090-01-01 00:00"))
    make_article("明年写的", section=section, publish_at=shanghai("2090-01-02 08:00"), status="draft")
    plan_change(out, "2090-01-31 10:00", User.objects.get(username="editor"))
    assert days(editor, "?from=2026-01-01") == {
        "2026-01-15": ["08:00 已下线 竞聘演讲 下线的", "09:30 已发布 竞聘演讲 出来的"],
        "2026-01-16": ["23:59 草稿，过了日子 竞聘演讲 写着的"],
    }
    assert days(editor, "?from=2090-01-09") == {
        "2090-01-01": ["00:00 定时 竞聘演讲 定时的"],
        "2090-01-02": ["08:00 草稿 竞聘演讲 明年写的"],
        "2090-01-31": ["10:00 修改稿上线 竞聘演讲 出来的"],
    }


def test_a_month_has_whole_weeks_from_monday(editor: Client) -> None:
    page = opened(editor, "?from=2026-12-09")
    shown = page.xpath("//ol[@class='month']/li//time/@datetime")
    assert (shown[0], shown[-1], len(shown)) == ("2026-11-30", "2027-01-03", 35)
    assert words(page.find_class("calendar-days")[0]) == "‹ 2026 年 12 月 › 今天"
    before, after, _today = page.find_class("calendar-days")[0].xpath(".//a/@href")
    assert "from=2026-11-30" in before
    assert "from=2027-01-01" in after


def test_a_week_has_a_column_for_each_section_at_the_top(editor: Client) -> None:
    speeches, writing = make_section("演讲稿", position=1), make_section("公文", position=2)
    make_section("外站", position=3, kind=Section.Kind.LINK, link_url="https://example.com/")
    below = make_section("竞聘", parent=speeches)
    make_article("怎样竞聘", section=below, publish_at=shanghai("2026-01-15 09:30"))
    make_article("怎样通知", section=writing, publish_at=shanghai("2026-01-15 10:30"))
    page = opened(editor, "?view=week&from=2026-01-15")
    assert heads(page) == ["演讲稿", "公文"]
    row = page.xpath("//tr[.//time[@datetime='2026-01-15']]")[0]
    titles = [[words(title) for title in cell.find_class("entry-title")] for cell in row.xpath("./td")]
    assert titles == [["怎样竞聘"], ["怎样通知"]]
    assert words(page.find_class("week")[0].xpath("./tbody//th")[0]) == "1月12日星期一"


def test_a_section_narrows_the_month_and_divides_the_week_by_what_is_below_it(editor: Client) -> None:
    speeches, writing = make_section("演讲稿"), make_section("公文")
    below = make_section("竞聘", parent=speeches)
    for section in (speeches, writing, below):
        make_article(f"{section}一篇", section=section, publish_at=shanghai("2026-01-15 09:30"))
    month = days(editor, f"?section={speeches.pk}&from=2026-01-01")["2026-01-15"]
    assert month == ["09:30 已发布 演讲稿 演讲稿一篇", "09:30 已发布 竞聘 竞聘一篇"]
    page = opened(editor, f"?view=week&section={speeches.pk}&from=2026-01-15")
    assert heads(page) == ["演讲稿", "竞聘"]
    assert [words(title) for title in page.find_class("entry-title")] == ["演讲稿一篇", "竞聘一篇"]


def test_a_day_with_many_shows_the_first_and_leads_to_all(editor: Client) -> None:
    section = make_section("竞聘演讲")
    for number in range(9):
        make_article(f"第{number}篇", section=section, publish_at=shanghai(f"2026-01-15 1{number}:00"))
    make_article("第二天的", section=section, publish_at=shanghai("2026-01-16 00:00"))
    page = opened(editor, f"?from=2026-01-01&section={section.pk}")
    assert [words(title) for title in page.find_class("entry-title")][:6] == [f"第{n}篇" for n in range(6)]
    more = page.find_class("more")[0]
    assert words(more) == "还有 3 篇"
    listed = lxml.html.fromstring(editor.get(more.xpath(".//a/@href")[0]).content.decode())
    titles = " ".join(words(row) for row in listed.xpath("//table[@id='result_list']//th[contains(@class, 'title')]"))
    assert all(f"第{n}篇" in titles for n in range(9))
    assert "第二天的" not in titles


@pytest.mark.parametrize(
    "query",
    [
        "?view=year", "?from=0001-01-01", "?from=9999-12-31", "?from=2026-02-30", "?from=", f"?from={'9' * 500}",
        "?section=x", f"?section={'9' * 40}", "?section=-1", "?view=week&from=1900-01-01", "?view=week&from=2999-12-31",
        "?from=1900-01-01", "?from=2999-12-31", "?view=%27&from=%27&section=%27",
    ],
)  # fmt: skip
def test_senseless_addresses_show_the_usual_calendar(editor: Client, query: str) -> None:
    make_section()
    assert opened(editor, query).find_class("calendar-days")


def test_an_author_finds_own_articles_alone_and_moves_none(client: Client) -> None:
    author = make_author()
    make_article("自己的", owner=author, publish_at=shanghai("2090-01-01 08:00"), status="draft")
    other = make_article("别人的", publish_at=shanghai("2090-01-01 08:00"))
    plan_change(other, "2090-01-02 10:00", make_editor())
    client.force_login(author)
    page = opened(client, "?from=2090-01-01")
    assert [words(title) for title in page.find_class("entry-title")] == ["自己的"]
    assert not page.find_class("entry-move")
    assert not page.xpath("//form[@id='calendar-move']")


def test_a_person_without_a_right_to_articles_finds_no_calendar(client: Client) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(CALENDAR).status_code == 403


def test_the_column_of_a_section_behind_its_promise_says_so(editor: Client) -> None:
    section = make_section("竞聘演讲", promised_days=7)
    make_section("述职报告")
    make_article(section=section, publish_at=shanghai("2026-01-15 09:30"))
    for view in ("month", "week"):
        page = opened(editor, f"?view={view}&from=2026-01-15")
        assert "答应 7 天，已经" in words(page.find_class("behind")[0])
    first, second = heads(page)
    assert first.endswith("天没有新文章")
    assert second == "述职报告"


def test_the_calendar_reads_no_table_as_a_whole(editor: Client) -> None:
    section = make_section("竞聘演讲", promised_days=7)
    for number in range(12):
        plan_change(make_article(section=section), f"2090-01-{number + 10} 08:00", make_manager(f"manager{number}"))
    for query in ("?from=2026-01-01", "?view=week&from=2090-01-10", f"?section={section.pk}&from=2026-01-15"):
        assert scans(editor, f"{CALENDAR}{query}") == []


@pytest.mark.parametrize("view", ["month", "week"])
@pytest.mark.parametrize("make_person", [make_author, make_manager])
def test_the_calendar_asks_no_more_for_twelve_than_for_two(client: Client, make_person: Any, view: str) -> None:
    person, asked = make_person("person"), []
    client.force_login(person)
    for count in (2, 10):
        for number in range(count):
            section = make_section(f"栏目{count}-{number}", promised_days=7)
            make_article(section=section, owner=person, publish_at=shanghai("2026-01-15 08:00"))
            later = make_article(section=section, owner=person, publish_at=shanghai("2090-01-15 08:00"))
            out = make_article(section=section, owner=person)
            plan_change(out, f"2090-01-1{number} 08:00", person)
            assert later.pk
        opened(client, f"?view={view}&from=2090-01-15")
        with CaptureQueriesContext(connection) as queries:
            page = opened(client, f"?view={view}&from=2090-01-15")
        assert len(page.find_class("entry")) >= count
        assert not [query for query in queries if "body" in query["sql"]]
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 9
