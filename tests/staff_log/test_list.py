"""操作记录 in the admin: who sees it, how it is searched, and the file of it."""

import csv
import io
from datetime import timedelta

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import limit, make_author, make_editor, make_manager, make_section, make_user, shanghai
from tests.staff_log.entries import make_entry
from yanjiang.accounts.admin import staff_log
from yanjiang.accounts.groups import AUDITOR
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db
LIST = "/admin/staff_log/entry/"
EXPORT = f"{LIST}export.csv"


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make_user("auditor", group=AUDITOR))
    return client


def rows(client: Client, query: str = "") -> list[str]:
    """Return the titles on the page."""
    page = lxml.html.fromstring(client.get(f"{LIST}{query}").content.decode())
    return [cell.text_content().removeprefix("文章：") for cell in page.xpath('//td[@class="field-about"]')]


def file(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"{EXPORT}{query}")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(content)))


def test_auditors_and_managers_read_it_and_others_do_not(client: Client) -> None:
    section = make_section()
    limited = make_manager("limited")
    limit(limited, section)
    who = {
        make_author(): 403,
        make_editor(): 403,
        limited: 403,
        make_manager(): 200,
        make_user("a", group=AUDITOR): 200,
    }
    for user, status in who.items():
        client.force_login(user)
        answers = [client.get(url).status_code for url in (LIST, EXPORT)]
        assert answers == [status, status], user
        assert ("操作记录" in client.get("/admin/").content.decode()) == (status == 200)
    client.logout()
    assert client.get(EXPORT).status_code == 302


def test_an_auditor_reads_nothing_else(auditor: Client) -> None:
    for place in ("articles/article", "articles/articlehits", "pictures/picture", "auth/user", "home/sitesettings/1"):
        assert auditor.get(f"/admin/{place}/", follow=True).status_code == 403
    page = lxml.html.fromstring(auditor.get("/admin/").content.decode())
    lists = {link.get("href") for link in page.xpath("//main//a") if link.get("href").count("/") > 3}
    assert {address for address in lists if "handbook" not in address} == {LIST}


@pytest.mark.parametrize("page", ["add/", "{pk}/change/", "{pk}/delete/", "{pk}/history/"])
def test_nobody_changes_a_row_there(client: Client, page: str) -> None:
    client.force_login(make_user("root", is_superuser=True, group=AUDITOR))
    url = LIST + page.format(pk=make_entry().pk)
    assert client.post(url, {"post": "yes", "who": "别人"}).status_code in (403, 404)
    assert client.post(LIST, {"action": "delete_selected", "_selected_action": ["1"], "post": "yes"}).status_code < 500
    assert Entry.objects.get().who == "周言（zhou）"


def test_the_latest_stands_first(auditor: Client) -> None:
    for day in ("02", "03", "01"):
        make_entry(title=f"{day} 日", at=shanghai(f"2026-11-{day} 08:00"))
    assert rows(auditor) == ["03 日", "02 日", "01 日"]


def test_it_is_searched_by_person_and_title_and_filtered(auditor: Client) -> None:
    zhou = make_editor("zhou", last_login=timezone.now())
    make_entry(title="甲", user=zhou)
    make_entry(title="乙", who="林一（linyi）", kind=Entry.Kind.EXPORT)
    make_entry(title="丙", who="林一（linyi）", at=timezone.now() - timedelta(days=60))
    assert rows(auditor, "?q=乙") == ["乙"]
    assert rows(auditor, "?q=linyi") == ["乙", "丙"]
    assert rows(auditor, "?q=林一 丙") == ["丙"]
    assert rows(auditor, "?kind__exact=export") == ["乙"]
    assert rows(auditor, f"?user={zhou.pk}") == ["甲"]
    month = timezone.localtime(timezone.now() - timedelta(days=60))
    assert rows(auditor, f"?month={month:%Y-%m}") == ["丙"]
    assert rows(auditor, "?month=2026-13&user=x") == rows(auditor)


def test_the_file_has_what_the_list_shows_and_leaves_a_row(auditor: Client) -> None:
    make_entry(title="甲", at=shanghai("2026-11-01 08:00"))
    make_entry(title="=1+1", who="林一（linyi）", kind=Entry.Kind.EXPORT, at=shanghai("2026-11-02 08:00"))
    headings, first, second = file(auditor)[0], *file(auditor, "?q=linyi")[1:], file(auditor, "?q=甲")[1]
    assert headings == ["时间", "谁", "操作", "类别", "编号", "对象", "说明", "地址", "浏览器"]
    assert first[:6] == ["2026-11-02 08:00:00", "林一（linyi）", "导出", "文章", "7", "'=1+1"]
    assert second[5:8] == ["甲", "已修改正文。", "203.0.113.5"]
    made = Entry.objects.filter(kind="export", subject="操作记录")
    assert made.count() == 3
    assert made.latest("pk").who == "auditor"


def test_the_file_is_read_in_parts(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_log, "AT_ONCE", 3)
    at = shanghai("2026-11-01 08:00")
    for number in range(8):
        make_entry(title=f"{number}", at=at + timedelta(minutes=number // 3))  # some at the same moment
    titles = [line[5] for line in file(auditor)[1:]]
    assert titles[1:] == ["7", "6", "5", "4", "3", "2", "1", "0"]  # the first is the export itself


def test_nonsense_in_the_address_of_the_file_is_refused(auditor: Client) -> None:
    assert auditor.get(f"{EXPORT}?at__gte=gestern").status_code == 400
    assert auditor.post(EXPORT).status_code == 405


def test_the_list_asks_as_often_for_many_rows(auditor: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert auditor.get(LIST).status_code == 200
        return len(queries)

    users = [make_editor(f"editor{number}", last_login=timezone.now()) for number in range(12)]
    for user in users[:2]:
        make_entry(user=user)
    asked()
    few = asked()
    for user in users:
        make_entry(user=user)
    assert asked() == few


def test_the_pages_reach_so_many_rows_and_say_so(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yanjiang.admin_pages.bounded_lists.MOST", 3)
    for _ in range(5):
        make_entry()
    assert "只列出前 3 条，其余请用筛选或查找。" in auditor.get(LIST).content.decode()


def test_a_time_that_is_typed_into_the_address_is_one_of_shanghai(auditor: Client) -> None:
    make_entry(title="零点以前", at=shanghai("2026-03-01 23:59"))
    make_entry(title="零点以后", at=shanghai("2026-03-02 00:01"))
    assert rows(auditor, "?at__gte=2026-03-02&at__lt=2026-03-03") == ["零点以后"]
    assert rows(auditor, "?at__gte=2026-03-01+23:59:00%2B08:00&at__lt=2026-03-02") == ["零点以前"]
