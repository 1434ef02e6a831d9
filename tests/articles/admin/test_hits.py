"""点击统计 for staff: permissions, filters, and exported files."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import contents, revisions
from articles.models import Article, ArticleHits, Hit
from tests.articles.hits.views import log
from tests.builders import make_article, make_author, make_editor, make_manager, make_section, shanghai

pytestmark = pytest.mark.django_db
REPORT = "/admin/articles/articlehits/"
LIST = "/admin/articles/article/"


@pytest.fixture
def article() -> Article:
    """Make an article with two reads of this moment and three of two days ago."""
    now = timezone.now()
    article = make_article("开场白", author="=王临", tags=["口才"], publish_at=now - timedelta(days=3))
    for visitor in range(2):
        log(article, at=now, visitor=visitor, referrer="百度")
    for visitor in range(3):
        log(article, at=now - timedelta(days=2), visitor=visitor, referrer="微信")
    return article


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def urls(article: Article) -> list[str]:
    return [REPORT, f"{REPORT}{article.pk}/change/", f"{REPORT}articles.csv", f"{REPORT}{article.pk}/days.csv"]


@pytest.mark.parametrize("make", [make_editor, make_manager])
def test_editors_and_managers_see_the_figures(client: Client, article: Article, make: Any) -> None:
    client.force_login(make())
    assert {url: client.get(url).status_code for url in urls(article)} == dict.fromkeys(urls(article), 200)
    assert f'href="{REPORT}"' in text(client, "/admin/")
    assert f'href="{REPORT}{article.pk}/change/"' in text(client, LIST)


def test_authors_do_not(client: Client, article: Article) -> None:
    author = make_author()
    client.force_login(author)
    Article.objects.update(owner=author)
    assert {url: client.get(url).status_code for url in urls(article)} == dict.fromkeys(urls(article), 403)
    assert REPORT not in text(client, "/admin/")
    page = text(client, LIST)
    assert article.title in page
    assert 'class="spark"' not in page
    assert "近 7 天" not in page
    assert REPORT not in page


def test_visitors_are_asked_who_they_are(client: Client, article: Article) -> None:
    assert {client.get(url).status_code for url in urls(article)} == {302}


def test_nothing_can_be_changed(editor: Client, article: Article) -> None:
    for page in ("add/", f"{article.pk}/delete/"):
        assert editor.get(f"{REPORT}{page}").status_code == 403
    assert editor.post(REPORT).status_code == 405
    assert editor.post(f"{REPORT}{article.pk}/change/").status_code == 405
    for page in (
        "nothing.csv",
        f"{article.pk}/articles.csv",
        f"{article.pk}/days.pdf",
        "999/days.csv",
        "articles.pdf",
        "999/change/",
        "x/change/",
        f"{article.pk}/history/",
    ):
        assert editor.get(f"{REPORT}{page}").status_code == 404


def test_the_report_rolls_up_first_and_shows_every_list(editor: Client, article: Article) -> None:
    page = text(editor, REPORT)
    assert not Hit.objects.exists()
    for words in (
        "今天",
        "<b>5</b> 次阅读",
        "开场白",
        "=王临",
        "口才",
        "百度",
        "微信",
        "没有计入的来访",
        "人工智能爬虫",
    ):
        assert words in page
    for code in ("articles", "sections", "authors", "editors", "consultants", "tags", "sources", "referrers"):
        assert f'aria-labelledby="hits-{code}"' in page
    assert "<svg" in page
    assert "style=" not in page
    assert "<script>" not in page


def test_a_page_that_finds_everything_counted_writes_nothing(editor: Client, article: Article) -> None:
    """A file is written into the log of what staff did, and nowhere else."""
    log = 'INSERT INTO "staff_log_entry"'
    reading = ("SELECT", "(SELECT", "WITH found", "WITH RECURSIVE", "SAVEPOINT", "RELEASE", "SET LOCAL jit")
    for url in urls(article):
        text(editor, url)
        with CaptureQueriesContext(connection) as asked:
            text(editor, url)
        written = [query["sql"] for query in asked if not query["sql"].startswith(reading)]
        assert [sql[: len(log)] for sql in written] == [log] * url.endswith(".csv"), url


def test_a_section_can_be_asked_for(editor: Client, article: Article) -> None:
    other = make_section("公文", segment="gongwen")
    assert "<b>0</b> 次阅读" in text(editor, f"{REPORT}?section={other.pk}")
    assert "<b>5</b> 次阅读" in text(editor, f"{REPORT}?section={article.section_id}")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?since=2026-13-40", "请输入正确的日期"),
        ("?since=abc&until=def", "请输入正确的日期"),
        ("?since=2026-03-05&until=2026-03-01", "结束日期不能早于开始日期"),
        ("?since=2999-01-01&until=2999-01-02", "开始日期还没有到"),
        ("?section=99999", "没有这个栏目"),
        ("?section=abc", "没有这个栏目"),
        (f"?section={'9' * 40}", "没有这个栏目"),
    ],
)
def test_a_wrong_date_is_said_and_stays_typed(editor: Client, article: Article, query: str, words: str) -> None:
    page = text(editor, f"{REPORT}{query}")
    assert words in page
    if "since=" in query:
        assert f'value="{query.partition("since=")[2].partition("&")[0]}"' in page


@pytest.mark.parametrize(
    "query", ["?period=nonsense", "?since=1900-01-01&until=2999-12-31", "?period=year", "?since=%00"]
)
def test_whatever_is_asked_is_answered(editor: Client, article: Article, query: str) -> None:
    for url in urls(article):
        assert editor.get(f"{url}{query}").status_code in (200, 400)


def test_a_list_is_sent_as_csv_without_formulas(editor: Client, article: Article) -> None:
    answer = editor.get(f"{REPORT}authors.csv?period=7")
    assert "filename*=utf-8''%E7%82%B9%E5%87%BB" in answer["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["排名", "作者", "阅读", "前一时段阅读", "增减（%）"], ["1", "'=王临", "5", "0", ""]]


def test_a_list_is_sent_as_xlsx(editor: Client, article: Article) -> None:
    answer = editor.get(f"{REPORT}articles.xlsx?period=7")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    for words in ("排名", "编号", "栏目", "发布时间", "前一时段阅读", "开场白"):
        assert words in strings


def test_days_and_what_was_left_out_are_sent_too(editor: Client, article: Article) -> None:
    log(article, at=timezone.now(), visitor=9, kind="ai")
    page = text(editor, REPORT)
    files = {}
    for code in ("days", "left-out"):
        assert f'href="{REPORT}{code}.csv?' in page
        content = editor.get(f"{REPORT}{code}.csv?period=7").content.decode("utf-8-sig")
        files[code] = list(csv.reader(io.StringIO(content)))
    today = timezone.localdate()
    assert files["days"][0] == ["日期", "阅读", "前一时段阅读"]
    assert files["days"][1:] == [
        [str(today - timedelta(days=ago)), str(reads), "0"] for ago, reads in ((2, 3), (1, 0), (0, 2))
    ]
    assert ["人工智能爬虫", "为大语言模型收集文字的程序。", "1", "0"] in files["left-out"]


def test_files_have_no_more_rows_than_they_may(
    editor: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.admin.hits.EXPORTED", 2)
    for number in range(3):
        log(make_article(f"第{number}篇"), at=timezone.now())
    assert len(editor.get(f"{REPORT}articles.csv").content.splitlines()) == 3


def test_an_article_has_its_curve_its_referrers_and_its_place(editor: Client, article: Article) -> None:
    better = make_article("更好")
    for visitor in range(9):
        log(better, at=timezone.now(), visitor=visitor)
    page = text(editor, f"{REPORT}{article.pk}/change/")
    assert 'class="column marked"' in page
    for words in ("发布于", "第 2 名", "共 2 篇有人读", "微信", "百度"):
        assert words in page
    assert page.index("微信") < page.index("百度")
    assert "第 1 名" in text(editor, f"{REPORT}{better.pk}/change/")


def test_the_curve_shows_when_changes_went_live(editor: Client, article: Article) -> None:
    page = text(editor, f"{REPORT}{article.pk}/change/")
    assert "修改上线" not in page
    content = contents.read([article.pk])[article.pk]
    for title in ("改一次", "改两次"):
        revisions.put_live(Article.objects.get(pk=article.pk), {**content, "title": title}, by=make_editor(title))
    page = text(editor, f"{REPORT}{article.pk}/change/")
    assert "2 次修改上线" in page
    assert "· 修改 2 次" in page


def test_an_article_published_before_the_days_shown_says_so_and_leads_there(editor: Client, article: Article) -> None:
    Article.objects.update(publish_at=shanghai("2025-01-05 08:00"))
    page = text(editor, f"{REPORT}{article.pk}/change/")
    assert 'class="mark"' not in page
    assert "发布于 2025-01-05，在这段时间之前。" in page
    assert '<a href="?since=2025-01-05">从发布那天看起</a>' in page
    page = text(editor, f"{REPORT}{article.pk}/change/?since=2025-01-05")
    assert 'class="mark"' in page
    assert "在这段时间之前" not in page


def test_the_figures_of_an_article_are_sent_as_files(editor: Client, article: Article) -> None:
    log(article, at=timezone.now(), visitor=9, kind="ai")
    page = text(editor, f"{REPORT}{article.pk}/change/?period=7")
    files = {}
    for code in ("referrers", "days", "left-out"):
        url = f"{REPORT}{article.pk}/{code}.csv?period=7"
        assert f'href="{url}"' in page
        files[code] = list(csv.reader(io.StringIO(editor.get(url).content.decode("utf-8-sig"))))
        assert editor.get(f"{REPORT}{article.pk}/{code}.xlsx?period=7").content.startswith(b"PK")
    assert files["referrers"] == [
        ["排名", "访问来源", "阅读", "前一时段阅读", "增减（%）"],
        ["1", "微信", "3", "0", ""],
        ["2", "百度", "2", "0", ""],
    ]
    assert [reads for _day, reads in files["days"][1:]] == ["0", "0", "0", "0", "3", "0", "2"]
    assert ["人工智能爬虫", "为大语言模型收集文字的程序。", "1", "0"] in files["left-out"]


def test_opening_balances_are_shown_as_such(editor: Client, article: Article) -> None:
    ArticleHits.objects.filter(article=article).update(opening=187, total=187)
    page = text(editor, f"{REPORT}{article.pk}/change/")
    assert "其中期初，来自旧网站" in page
    assert "187" in page
    assert "192" in page


def test_the_list_of_articles_is_sorted_by_the_last_seven_days(editor: Client, article: Article) -> None:
    make_article("无人读过")
    page = text(editor, LIST)  # opening the list rolls up what waits
    column = page.partition("column-lately")[2].partition('href="?o=')[2].partition('"')[0]
    for order, titles in (
        (f"-{column.lstrip('-')}", ["开场白", "无人读过"]),
        (column.lstrip("-"), ["无人读过", "开场白"]),
    ):
        shown = editor.get(f"{LIST}?o={order}").context["cl"].result_list
        assert [one.title for one in shown] == titles
    assert shown[-1].last_days[-1] == 2
    assert shown[-1].last_days[-3] == 3


@pytest.mark.parametrize("count", [2, 12])
def test_reports_ask_the_same_for_few_and_many(editor: Client, count: int) -> None:
    articles = [
        make_article(
            f"第{number}篇", author=f"作者{number}", section=make_section(f"栏目{number}"), tags=[f"词{number}"]
        )
        for number in range(count)
    ]
    for number, article in enumerate(articles):
        for ago in (0, 1, 40):
            log(article, at=timezone.now() - timedelta(days=ago), referrer=f"{number}.example")
    most = {REPORT: 45, f"{REPORT}{articles[0].pk}/change/": 20, f"{REPORT}articles.csv": 20}
    for url, budget in most.items():
        text(editor, url)
        with CaptureQueriesContext(connection) as asked:
            text(editor, url)
        assert len(asked) <= budget, url
