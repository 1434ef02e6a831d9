"""Two editors change one article that readers have: merged, chosen, compared, brought back, and live at its second."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, PendingChange
from tests.browser.conftest import reads_well, sign_in
from tests.builders import make_article, make_editor

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
FIRST, SECOND = "开头要短，半分钟之内说清来意。", "中间讲三件做过的事。"
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>结尾回到听众。</p>"


@pytest.fixture
def article() -> Article:
    make_editor("heqing", last_name="何", first_name="清")
    make_editor("linyi", last_name="林", first_name="一")
    return make_article("怎样开口", body=BODY)


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def form(live_server: LiveServer, article: Article) -> str:
    return f"{live_server.url}/admin/articles/article/{article.pk}/change/"


def opened(page: Page, live_server: LiveServer, article: Article, username: str) -> Page:
    sign_in(page, live_server, username)
    page.goto(form(live_server, article))
    expect(page.locator(".ck-editor__editable_inline")).to_contain_text(SECOND)
    return page


def write(page: Page, before: str, after: str) -> None:
    """Change a text in the editor."""
    page.evaluate(
        """([before, after]) => {
            const editor = document.querySelector(".ck-editor__editable_inline").ckeditorInstance;
            editor.setData(editor.getData().replace(before, after));
        }""",
        [before, after],
    )


def save(page: Page) -> None:
    page.get_by_role("button", name="保存修改稿").click()


def test_two_editors_change_a_published_article(
    page: Page, other: Page, live_server: LiveServer, article: Article
) -> None:
    heqing, linyi = opened(page, live_server, article, "heqing"), opened(other, live_server, article, "linyi")
    write(heqing, FIRST, FIRST.replace("半分钟", "一分钟"))
    save(heqing)
    expect(heqing.locator(".messagelist").first).to_contain_text("修改稿已保存，读者看到的还是原来的网页")

    write(linyi, SECOND, SECOND.replace("三件", "两件"))  # another paragraph: merged
    save(linyi)
    expect(linyi.locator(".messagelist").first).to_contain_text("已与他人的修改合并：正文")

    heqing.goto(form(live_server, article))
    linyi.goto(form(live_server, article))
    expect(heqing.locator(".ck-editor__editable_inline")).to_contain_text("两件做过的事")
    write(heqing, "两件", "四件")
    write(linyi, "两件", "五件")
    save(heqing)
    expect(heqing.locator(".messagelist").first).to_be_visible()
    save(linyi)  # the same paragraph: both texts are shown
    expect(linyi.locator(".choice .theirs del")).to_have_text("四")
    expect(linyi.locator(".choice .mine ins")).to_have_text("五")
    reads_well(linyi)
    linyi.get_by_label("用对方的").check()
    save(linyi)
    expect(linyi.locator(".messagelist").first).to_be_visible()
    assert "四件" in PendingChange.objects.get().revision.content["body"]
    article.refresh_from_db()
    assert article.body == BODY

    heqing.goto(form(live_server, article))
    heqing.get_by_role("link", name="版本", exact=True).click()
    heqing.get_by_role("button", name="比较选中的两个版本").click()
    expect(heqing.locator(".difference h2").first).to_be_visible()
    reads_well(heqing)
    heqing.locator("select[name=a]").select_option(index=heqing.locator("select[name=a] option").count() - 1)
    heqing.locator("select[name=b]").select_option(label="修改稿")
    heqing.get_by_role("button", name="比较", exact=True).click()
    expect(heqing.locator(".row.changed .before del").first).to_have_text("半")
    heqing.get_by_role("button", name="恢复这一段").first.click()
    expect(heqing.locator(".ck-editor__editable_inline")).to_contain_text("半分钟之内")
    expect(heqing.locator(".ck-editor__editable_inline")).to_contain_text("四件做过的事")


def test_a_change_is_live_at_its_second(page: Page, live_server: LiveServer, article: Article) -> None:
    opened(page, live_server, article, "heqing").locator("#id_title").fill("怎样收尾")
    save(page)
    at = timezone.localtime() + timedelta(seconds=5)
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/schedule/")
    page.locator("#id_go_live_at_0").fill(f"{at:%Y-%m-%d}")
    page.locator("#id_go_live_at_1").fill(f"{at:%H:%M:%S}")
    page.get_by_role("button", name="定时上线").click()
    expect(page.locator(".version-note")).to_contain_text("自动上线")
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    expect(page.locator("h1")).to_have_text("怎样开口")
    page.wait_for_timeout(max((at - timezone.now()).total_seconds(), 0) * 1000 + 300)
    page.reload()
    expect(page.locator("h1")).to_have_text("怎样收尾")
