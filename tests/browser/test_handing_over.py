"""A draft on its way: handed over, returned with a remark on a paragraph, mended, handed over again, published."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import reads_well, sign_in
from tests.builders import make_article, make_author, make_editor, make_section

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_an_author_and_an_editor_bring_a_draft_onto_the_site(
    page: Page, live_server: LiveServer, browser: Browser
) -> None:
    author = make_author("xunian", last_name="许", first_name="念")
    make_editor("heqing", last_name="何", first_name="清")
    body = "<p>开口的第一句话，先把听众请进来。</p><p>中间只讲三件事，每件事一个故事。</p><p>结尾回到听众身上。</p>"
    article = make_article("怎样开口", owner=author, status="draft", publish_at=None, body=body, section=make_section())
    form = f"{live_server.url}/admin/articles/article/{article.pk}/change/"
    desk = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 900})
    sign_in(page, live_server, "xunian")
    sign_in(desk, live_server, "heqing")

    page.goto(form)
    page.get_by_role("button", name="保存并交稿").click()
    page.get_by_label("给编辑的话").fill("引文核对过了。")
    page.get_by_role("button", name="交稿", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("已交稿")
    expect(page.locator("[name=_save]")).to_have_count(0)
    reads_well(page)

    desk.goto(f"{live_server.url}/admin/")
    expect(desk.locator(".desk-list.waiting")).to_contain_text("引文核对过了。")
    reads_well(desk)
    desk.locator(".desk-list.waiting").get_by_role("link", name="怎样开口").click()
    reads_well(desk)
    desk.get_by_role("link", name="批注与退回").click()
    desk.get_by_label("第 2 段的批注").fill("哪三件？请写明。")
    desk.get_by_role("button", name="退回给作者").click()
    expect(desk.locator(".errorlist")).to_contain_text("请写明退回的原因")
    expect(desk.get_by_label("第 2 段的批注")).to_have_value("哪三件？请写明。")
    reads_well(desk)
    desk.get_by_label("退回的原因").fill("再具体些。")
    desk.get_by_role("button", name="退回给作者").click()
    expect(desk.locator(".messagelist")).to_contain_text("已退回给作者")

    page.goto(f"{live_server.url}/admin/")
    expect(page.locator(".desk-list.waiting")).to_contain_text("退回原因：再具体些。")
    page.locator(".desk-list.waiting").get_by_role("link", name="怎样开口").click()
    expect(page.locator(".handing")).to_contain_text("哪三件？请写明。")
    reads_well(page)
    page.get_by_role("link", name="处理批注").click()
    expect(page.locator(".paragraph").nth(1)).to_contain_text("哪三件？请写明。")
    page.get_by_label("答复").fill("已写明")
    page.get_by_role("button", name="处理好了").click()
    expect(page.locator(".remark")).to_contain_text("已处理")
    reads_well(page)
    page.get_by_role("link", name="交稿", exact=True).click()
    page.get_by_role("button", name="交稿", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("已交稿")

    desk.goto(form)
    desk.get_by_role("button", name="保存并发布").click()
    expect(desk.locator(".messagelist")).to_contain_text("已发布")
    assert Article.objects.get().status == "published"
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/history/")
    expect(page.locator(".history")).to_contain_text("再具体些。（附 1 条批注）")
    reads_well(page)
    page.goto(f"{live_server.url}/admin/mail/")
    reads_well(page)
    desk.close()
