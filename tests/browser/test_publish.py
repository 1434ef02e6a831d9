"""The main job, end to end: an editor publishes the old site's article, and a visitor finds every element of it."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import sign_in
from tests.browser.form import open_group
from tests.browser.seed import Seed, read_seed
from tests.builders import make_article, make_author, make_consultant, make_editor, make_hotline, make_section
from yanjiang.lib.html import PAGE_BREAK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seed() -> Seed:
    return read_seed()


def choose(page: Page, label: str, text: str) -> None:
    """Pick from one of the admin's search boxes, as one types a few characters and presses Enter."""
    page.locator(f".field-{label} .select2-selection").first.click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def write_article(page: Page, server: LiveServer, seed: Seed) -> None:
    page.goto(f"{server.url}/admin/articles/article/add/")
    page.get_by_label("标题：", exact=True).fill(seed.title)
    choose(page, "section", "佳作摘登")
    page.get_by_label("关键字：").fill(seed.tags)
    editor = page.locator(".ck-editor__editable").first
    editor.click()
    for number, paragraph in enumerate(seed.body):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)
    page.get_by_label("摘要：").fill(seed.summary)
    open_group(page, "署名")
    page.get_by_label("文章作者：").fill(seed.author)


def test_an_editor_publishes_the_old_article_and_a_visitor_reads_it(
    page: Page, live_server: LiveServer, seed: Seed
) -> None:
    section = make_section("佳作摘登", parent=make_section("个人业务馆"))
    make_article("佳作摘登里的另一篇", section=section)
    make_consultant(
        "王临", short_bio="演讲网站长、《好口才》项目组组长、公文写作专家、公务员《能讲会写》创始人，讲了三十年。" * 2
    )
    make_hotline(number="13220535006", person="王老师")
    make_hotline("演讲培训热线", number="18601080848", person="周老师")
    make_editor("yanjiangcn")

    sign_in(page, live_server, "yanjiangcn")
    write_article(page, live_server, seed)
    expect(page.locator(".field-title .character-count")).to_have_text(f"{len(seed.title)} / 120 字")
    page.locator("#id_publish_at_0").fill(seed.date)
    page.locator("#id_publish_at_1").fill(f"{seed.time}:00")
    page.get_by_role("button", name="保存并发布").click()
    expect(page.locator(".messagelist")).to_contain_text(seed.title)

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="个人业务馆").click()
    page.get_by_role("link", name=seed.title).first.click()
    for words in (
        "欢迎来到演讲网",
        "当前位置：主页 > 个人业务馆 > 佳作摘登",
        "写作顾问",
        "王　临",
        "…[详细]",
        "24小时求稿热线：",
        "13220535006",
        "王老师",
        "演讲培训热线：",
        "18601080848",
        "周老师",
        "文章来源：演讲网 未知",
        f"文章作者：{seed.author}",
        "点击次数：0",
        f"发布时间：{seed.date} {seed.time}",
        seed.summary,
        "相关文章",
        "关键字Tags：",
        f"（责任编辑：演讲网 {seed.author}）",
    ):
        expect(page.locator("body")).to_contain_text(words)
    expect(page.locator("h1")).to_have_text(seed.title)
    expect(page.locator(".prose p")).to_have_text(seed.body)
    expect(page.locator(".related a")).to_have_text(["佳作摘登里的另一篇"])
    expect(page.locator(".tags a")).to_have_text(seed.tags.split(","))
    assert page.context.cookies() == []
    page.locator(".tags a").first.click()
    expect(page.locator(".cards")).to_contain_text(seed.title)


@pytest.mark.once
def test_an_author_cannot_publish_nor_open_what_others_wrote(page: Page, live_server: LiveServer, seed: Seed) -> None:
    make_section("佳作摘登")
    other = make_article("别人的稿子", status="draft")
    make_author("xiezuo")

    sign_in(page, live_server, "xiezuo")
    expect(page.get_by_role("link", name="栏目", exact=True)).to_have_count(0)
    write_article(page, live_server, seed)
    expect(page.get_by_role("button", name="保存并发布")).to_have_count(0)
    expect(page.locator("#id_status")).to_have_count(0)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text(seed.title)
    article = Article.objects.get(title=seed.title)
    assert article.status == "draft"
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    expect(page.locator("h1")).to_have_text("没有找到这个页面")

    page.goto(f"{live_server.url}/admin/articles/article/{other.pk}/change/")
    expect(page.locator("body")).not_to_contain_text("别人的稿子")
    expect(page).to_have_url(f"{live_server.url}/admin/")


@pytest.mark.once
def test_a_preview_opens_what_is_typed_and_the_form_stays(page: Page, live_server: LiveServer, seed: Seed) -> None:
    make_section("佳作摘登")
    make_editor("yanjiangcn")
    sign_in(page, live_server, "yanjiangcn")
    write_article(page, live_server, seed)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="预览").click()
    preview = opened.value
    expect(preview.locator("h1")).to_have_text(seed.title)
    expect(preview.locator(".prose p")).to_have_text(seed.body)
    expect(preview.locator(".preview-note")).to_contain_text("还没有保存")
    assert not Article.objects.exists()
    expect(page.get_by_label("标题：", exact=True)).to_have_value(seed.title)


@pytest.mark.once
def test_a_picture_chosen_in_the_editor_is_uploaded(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    make_section("佳作摘登")
    make_editor("yanjiangcn")
    picture = tmp_path / "我的照片.png"
    Image.new("RGB", (60, 40), "#a61b1b").save(picture)
    sign_in(page, live_server, "yanjiangcn")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    with page.expect_file_chooser() as chooser:
        page.locator('.ck-toolbar button[data-cke-tooltip-text*="图"]').first.click()
    chooser.value.set_files(picture)
    uploaded = page.locator(".ck-editor__editable img")
    expect(uploaded).to_have_attribute("src", re.compile(r"^/uploads/pictures/\d{4}/\d\d/[0-9a-f]{16}-60x40\.jpg$"))


@pytest.mark.once
def test_a_page_break_of_the_editor_makes_pages_and_comes_back(page: Page, live_server: LiveServer) -> None:
    article = make_article("长文", body=f"<h2>起</h2><p>第一页。</p>{PAGE_BREAK}<h2>承</h2><p>第二页。</p>")
    make_editor("yanjiangcn")
    sign_in(page, live_server, "yanjiangcn")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(page.locator(".ck-editor__editable .page-break")).to_have_count(1)
    page.get_by_role("button", name="发布修改").click()
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    page.get_by_role("link", name="第 2 页：承").click()
    expect(page.locator(".prose")).to_have_text("承第二页。")
