"""The history of an article: who did what when, from the log, the versions and the ledger, as one list."""

import lxml.html
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, ArticleEvent, Remark
from tests.articles.admin.forms import typed
from tests.articles.admin.handed_over import BODY, LIST, hand_over, page, send_back, shown, signed_in
from tests.builders import make_article, make_author, make_editor, make_section, shanghai

pytestmark = pytest.mark.django_db


def history(client: Client, article: Article, query: str = "") -> list[str]:
    """Return the lines of the page, the latest first, each as "who: what"."""
    html = lxml.html.fromstring(client.get(page(article, f"history/{query}")).content.decode())
    return [
        f"{line.find_class('who')[0].text_content().strip()}: "
        + " ".join(line.find_class("what")[0].text_content().split())
        for line in html.xpath("//ol[@id='change-history']/li")
    ]


def test_everything_that_was_done_stands_in_one_list() -> None:
    author, editor = make_author(last_name="许", first_name="念"), make_editor(last_name="何", first_name="清")
    xu, he = signed_in(author), signed_in(editor)
    url = f"{LIST}add/"
    xu.post(url, typed(xu, url, title="怎样开口", section=make_section().pk, body=BODY))
    article = Article.objects.get()
    hand_over(xu, article, "请看")
    xu.post(page(article, "take-back/"))
    hand_over(xu, article)
    send_back(he, article, "太短", **{"1": "哪三件？"})
    remark = article.remarks.get()
    xu.post(page(article), typed(xu, page(article), title="怎样开好口"))
    xu.post(page(article, f"remarks/{remark.pk}/"), {"reply": "写明了"})
    hand_over(xu, article)
    he.post(page(article), typed(he, page(article), _publish="保存并发布"))
    he.post(LIST, {"action": "withdraw", "_selected_action": [article.pk], "confirmed": "yes"})
    he.post(LIST, {"action": "trash", "_selected_action": [article.pk], "confirmed": "yes"})
    assert [line.replace(" 看改了什么", "") for line in history(he, article)] == [
        "何清: 移到回收站",
        "何清: 撤回为草稿",
        "何清: 发布",
        "许念: 交稿",
        "许念: 批注已处理：哪三件？——写明了",
        "许念: 已修改标题。",
        "何清: 退回：太短（附 1 条批注）",
        "许念: 交稿",
        "许念: 撤回交稿",
        "许念: 交稿：请看",
        "许念: 已添加。",
    ]
    html = he.get(page(article, "history/")).content.decode()
    assert html.count("看改了什么") >= 3


def test_old_lines_of_the_log_stay_readable_and_nothing_is_made_up() -> None:
    article, editor = make_article(), make_editor()
    he = signed_in(editor)
    assert "没有历史" in he.get(page(article, "history/")).content.decode()
    entry = LogEntry.objects.log_actions(editor.pk, [article], CHANGE, "移动到栏目“公文”", single_object=True)
    LogEntry.objects.filter(pk=entry.pk).update(action_time=shanghai("2019-05-04 08:00"))
    assert history(he, article) == ["editor: 移动到栏目“公文”"]
    assert "2019-05-04 08:00" in he.get(page(article, "history/")).content.decode()


def test_pages_follow_each_other_without_a_gap_and_ask_the_same(client: Client) -> None:
    article, editor = make_article(), make_editor()
    client.force_login(editor)
    asked = []
    for count in (60, 60):
        at = timezone.now()
        ArticleEvent.objects.bulk_create(
            ArticleEvent(article=article, kind="remarked", by=editor, at=at, text=f"{number}") for number in range(3)
        )
        for number in range(count):
            ArticleEvent.objects.create(article=article, kind="remarked", by=editor, text=f"第 {number} 条")
        client.get(page(article, "history/"))
        with CaptureQueriesContext(connection) as queries:
            client.get(page(article, "history/"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 14
    seen: list[str] = []
    query = ""
    for _page in range(10):
        lines = history(client, article, query)
        seen += lines
        following = client.get(page(article, f"history/{query}")).context["following"]
        if not following:
            break
        query = f"?before={following.replace('+', '%2B')}"
    assert len(seen) == ArticleEvent.objects.count() == 126
    assert client.get(page(article, "history/?before=x")).status_code == 200
    assert client.get(page(article, "history/?before=2026-99-99T00:00:00Z")).status_code == 200


def test_the_history_of_others_is_nobodys(client: Client) -> None:
    article = make_article("别人的", status="draft")
    client.force_login(make_author())
    assert client.get(page(article, "history/")).status_code == 302
    assert Client().get(page(article, "history/")).status_code == 302
    assert signed_in(make_editor()).get(page(article, "history/")).status_code == 200


def test_pages_about_handing_over_outlive_the_people() -> None:
    he, leaving = signed_in(make_editor()), make_editor("leaving")
    draft = make_article("怎样开口", owner=make_author("stays"), status="draft", publish_at=None, body=BODY)
    hand_over(signed_in(draft.owner), draft)
    send_back(signed_in(leaving), draft, **{"1": "哪三件？"})
    signed_in(leaving).post(page(draft, f"remarks/{Remark.objects.get().pk}/"), {"reply": "好"})
    leaving.delete()
    assert "退回" in shown(he, draft, "history/")
    assert shown(he, draft, "remarks/").count("已删除的用户") == 2
    assert "已删除的用户于" in shown(he, draft)


def test_the_log_of_an_article_is_found_by_an_index() -> None:
    kind = ContentType.objects.get_for_model(Article)
    log = LogEntry.objects.filter(content_type=kind, object_id="1").order_by("-action_time", "-pk")[:50]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # it would read the whole of a table of few rows,
            cursor.execute("SET LOCAL enable_sort = off")  # or sort these
    assert "admin_log_of_a_row" in log.explain()
