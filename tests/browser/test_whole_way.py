"""An article's whole way by keyboard alone: written, kept through a crash, handed over, returned, published, shared."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Section
from tests.articles.pages.shared import READER
from tests.browser import keys
from tests.browser.conftest import sign_in
from tests.builders import limit, make_article, make_author, make_editor, make_section

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
KEPT = re.compile(r"^已存 \d\d:\d\d:\d\d$")
FIRST, SECOND, LAST = "开口的第一句话，先把听众请进来。", "中间只讲三件事，每件事一个故事。", "结尾回到听众身上。"
LIST = "/admin/articles/article/"


class Desk:
    """A browser in which somebody is signed in."""

    def __init__(self, context: BrowserContext, server: LiveServer, username: str) -> None:
        self.context, self.server = context, server
        self.page = context.new_page()
        sign_in(self.page, server, username)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.server.url}{path}")
        return self.page

    def open_form(self, article: Article) -> Page:
        page = self.open(f"{LIST}{article.pk}/change/")
        expect(page.locator(".ck-editor__editable_inline")).to_be_visible()
        return page

    def be_killed(self) -> None:
        """Close the page without its questions, and begin a new one in the same browser."""
        self.page.close()
        self.page = self.context.new_page()


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[str], Desk]]:
    contexts: list[BrowserContext] = []

    def opened(username: str) -> Desk:
        contexts.append(browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}))
        return Desk(contexts[-1], live_server, username)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def speeches() -> Section:
    return make_section("演讲", segment="speeches")


@pytest.fixture(autouse=True)
def people(speeches: Section) -> None:
    make_author("xunian", last_name="许", first_name="念")
    for username, last_name, first_name in (("heqing", "何", "清"), ("linyi", "林", "一")):
        limit(make_editor(username, last_name=last_name, first_name=first_name), speeches)
    limit(make_editor("songyu", last_name="宋", first_name="雨"), make_section("公文", segment="papers"))


def press(page: Page, name: str) -> None:
    keys.press(page.get_by_role("button", name=name, exact=True))


def told(page: Page) -> Any:
    return expect(page.locator(".messagelist").first)


def test_an_article_is_written_returned_mended_and_published(desk: Callable[[str], Desk], speeches: Section) -> None:
    author, editor, other = desk("xunian"), desk("heqing"), desk("songyu")

    # The author's browser is killed, and the text is offered and taken.
    page = author.open(f"{LIST}add/?section={speeches.pk}")
    keys.fill(page.locator("#id_title"), "怎样开口")
    keys.write(page, FIRST, SECOND, LAST)
    expect(page.locator("#kept")).to_contain_text(KEPT)
    author.be_killed()
    page = author.open(f"{LIST}add/")
    keys.press(page.get_by_role("link", name="恢复这份草稿"))
    expect(page.locator("#id_title")).to_have_value("怎样开口")
    press(page, "保存并交稿")
    press(page, "交稿")
    told(page).to_contain_text("已交稿")
    article = Article.objects.get()
    assert (article.status, article.section) == ("draft", speeches)

    # The editor of its section returns it with a remark on a paragraph; an editor of another section does not see it.
    assert other.open(f"{LIST}?q=怎样开口").get_by_role("link", name="怎样开口").count() == 0
    expect(other.open("/admin/").locator(".desk-list.waiting")).not_to_contain_text("怎样开口")
    other.open(f"{LIST}{article.pk}/change/")
    expect(other.page.locator("#id_title")).to_have_count(0)
    page = editor.open("/admin/")
    keys.press(page.locator(".desk-list.waiting").get_by_role("link", name="怎样开口"))
    keys.press(page.get_by_role("link", name="批注与退回"))
    keys.fill(page.get_by_label("第 2 段的批注"), "哪三件？请写明。")
    keys.fill(page.get_by_label("退回的原因"), "再具体些。")
    press(page, "退回给作者")
    told(page).to_contain_text("已退回给作者")

    # The author mends it and hands it over again, and the editor publishes it.
    page = author.open_form(article)
    expect(page.locator(".handing")).to_contain_text("哪三件？请写明。")
    keys.rewrite(page, 1, "中间只讲三件事：来意、经过、请求。")
    press(page, "保存并交稿")
    press(page, "交稿")
    told(page).to_contain_text("已交稿")
    page = editor.open_form(article)
    press(page, "保存并发布")
    told(page).to_contain_text("已发布")
    expect(editor.open(f"/articles/{article.pk}/").locator("article")).to_contain_text("来意、经过、请求")


def test_two_editors_change_the_live_article(desk: Callable[[str], Desk], speeches: Section) -> None:
    article = make_article("怎样开口", body=f"<p>{FIRST}</p><p>{SECOND}</p><p>{LAST}</p>", section=speeches)
    he, lin = desk("heqing"), desk("linyi")

    # Different paragraphs are merged.
    mine, theirs = he.open_form(article), lin.open_form(article)
    keys.rewrite(mine, 0, "第一句话要短。")
    press(mine, "保存修改稿")
    told(mine).to_contain_text("修改稿已保存")
    keys.rewrite(theirs, 1, "中间讲两件事。")
    press(theirs, "保存修改稿")
    told(theirs).to_contain_text("已与他人的修改合并：正文")

    # Both texts are shown where both changed the same paragraph.
    mine, theirs = he.open_form(article), lin.open_form(article)
    keys.rewrite(mine, 2, "结尾要有力。")
    press(mine, "保存修改稿")
    told(mine).to_contain_text("修改稿已保存")
    keys.rewrite(theirs, 2, "结尾要有余味。")
    press(theirs, "保存修改稿")
    expect(theirs.locator(".choice").first).to_be_visible()
    keys.tick(theirs.get_by_label("用我的"))
    press(theirs, "保存修改稿")
    told(theirs).to_contain_text("修改稿已保存")

    # One paragraph is brought back, and the change goes live at its second.
    page = he.open(f"{LIST}{article.pk}/versions/compare/?a=live&b=now")
    expect(page.locator(".row.changed").first).to_be_visible()
    press(he.open(f"{LIST}{article.pk}/versions/"), "比较选中的两个版本")
    keys.reach(page.locator("select[name=a]")).keyboard.press("End")
    keys.choose(page.locator("select[name=b]"), "修改稿")
    press(page, "比较")
    keys.press(page.get_by_role("button", name="恢复这一段").first)
    expect(page.locator(".ck-editor__editable_inline")).to_contain_text(FIRST)
    expect(page.locator(".ck-editor__editable_inline")).to_contain_text("结尾要有余味。")
    goes_live_at_its_second(he, article)


def goes_live_at_its_second(desk: Desk, article: Article) -> None:
    page = desk.open(f"{LIST}{article.pk}/change/schedule/")
    at = timezone.localtime() + timedelta(seconds=5)
    keys.fill(page.locator("#id_go_live_at_0"), f"{at:%Y-%m-%d}")
    keys.fill(page.locator("#id_go_live_at_1"), f"{at:%H:%M:%S}")
    press(page, "定时上线")
    expect(page.locator(".version-note")).to_contain_text("自动上线")
    public = desk.open(f"/articles/{article.pk}/")
    expect(public.locator("article")).not_to_contain_text("结尾要有余味。")
    public.wait_for_timeout(max((at - timezone.now()).total_seconds(), 0) * 1000 + 300)
    public.reload()
    expect(public.locator("article")).to_contain_text(FIRST)
    expect(public.locator("article")).to_contain_text("中间讲两件事。")
    expect(public.locator("article")).to_contain_text("结尾要有余味。")


def test_a_draft_is_shared_and_withdrawn(
    desk: Callable[[str], Desk], speeches: Section, browser: Browser, live_server: LiveServer, settings: Settings
) -> None:
    settings.SITE_URL = live_server.url
    article = make_article("怎样开口", body=f"<p>{FIRST}</p>", status="draft", section=speeches)
    page = desk("heqing").open(f"{LIST}{article.pk}/sharing/")
    press(page, "做一个链接")
    address = page.locator(".link .address").inner_text()
    visitor = browser.new_page(locale="zh-CN", user_agent=READER)
    visitor.goto(address)
    expect(visitor.locator(".preview-note")).to_contain_text("预览稿")
    expect(visitor.locator("article")).to_contain_text(FIRST)
    keys.press(page.get_by_role("button", name=re.compile("^收回")))
    told(page).to_contain_text("链接已收回")
    visitor.goto(address)
    expect(visitor.locator("h1")).to_have_text("这个预览链接打不开了")
    visitor.close()


def test_twenty_articles_are_tagged_and_the_action_is_undone(desk: Callable[[str], Desk], speeches: Section) -> None:
    for number in range(20):
        make_article(f"第{number}篇", section=speeches, tags=["口才"])
    page = desk("heqing").open(LIST)
    keys.tick(page.locator("#action-toggle"))
    keys.choose(page.locator("select[name=action]"), "添加关键字…")
    press(page, "执行")
    keys.fill(page.get_by_label("关键字"), "开场白")
    keys.press(page.locator("#content form [type=submit]").first)
    told(page).to_contain_text("已为 20 篇文章添加关键字")
    assert Article.objects.filter(tags__name="开场白").count() == 20
    keys.press(page.locator(".messagelist").get_by_role("link", name="撤销"))
    keys.press(page.locator("#content form [type=submit]").first)
    told(page).to_contain_text("改回了 20 篇文章")
    assert Article.objects.filter(tags__name="开场白").count() == 0
    assert Article.objects.filter(tags__name="口才").count() == 20
