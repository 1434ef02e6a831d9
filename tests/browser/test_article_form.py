"""The form of an article: a column to write in, groups that tell what is set, keys, and as few steps as before."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Attachment
from tests.browser.conftest import reads_well, set_look, sign_in
from tests.browser.form import group, open_group
from tests.browser.test_publish import choose
from tests.builders import make_article, make_editor, make_section, shanghai
from tests.drawings import drawing

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# Counts what a person does: clicks, fields that are typed into, pages that are loaded.
COUNTING = """
  const count = (name) => sessionStorage.setItem(name, Number(sessionStorage.getItem(name) ?? 0) + 1);
  const typed = new Set();
  if (window === top) addEventListener("load", () => count("loads"));
  // A choice may be gone before its click.
  addEventListener("pointerdown", () => count("clicks"), true);
  addEventListener("input", ({ target }) => typed.has(target) || (typed.add(target), count("fields")), true);
"""
COUNTED = "['clicks', 'fields', 'loads'].map((name) => Number(sessionStorage.getItem(name)))"


@pytest.fixture
def editor(page: Page, live_server: LiveServer) -> Page:
    make_editor("heqing", last_name="何", first_name="清")
    sign_in(page, live_server, "heqing")
    return page


@pytest.fixture
def add(live_server: LiveServer) -> str:
    make_section("竞聘", parent=make_section("演讲稿"))
    return f"{live_server.url}/admin/articles/article/add/"


def insert_picture(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator('.ck-toolbar button[data-cke-tooltip-text*="图"]').first.click()
    chooser.value.set_files(file)


def test_publishing_three_pictures_and_three_tags_takes_no_more_steps_than_before(
    editor: Page, add: str, tmp_path: Path
) -> None:
    editor.add_init_script(COUNTING)
    editor.goto(add)
    editor.get_by_label("标题：", exact=True).fill("我来竞聘")
    choose(editor, "section", "竞聘")
    editor.get_by_label("关键字：").fill("竞聘，护士长，团队")
    editor.locator(".ck-editor__editable").first.click()
    editor.keyboard.insert_text("各位领导，我来竞聘护士长。")
    for number in range(3):
        file = tmp_path / f"{number}.png"
        file.write_bytes(drawing("PNG", size=(40 + number, 20)))
        insert_picture(editor, file)
        expect(editor.locator(".ck-editor__editable img[src^='/uploads/']")).to_have_count(number + 1)
    editor.get_by_role("button", name="保存并发布").click()
    expect(editor.locator(".messagelist")).to_contain_text("我来竞聘")
    editor.wait_for_load_state("load")
    # As many of each as before the form had groups.
    assert editor.evaluate(COUNTED) == [7, 5, 2]
    article = Article.objects.get()
    assert (article.status, article.tags.count(), article.body.count("<img")) == ("published", 3, 3)


def test_a_closed_group_tells_in_a_line_what_is_set_and_follows_changes(editor: Page, live_server: LiveServer) -> None:
    section = make_section("竞聘", parent=make_section("演讲稿"))
    article = make_article(
        "怎样开口", section=section, author="林一", publish_at=shanghai("2020-11-30 08:00"), is_headline=True
    )
    editor.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    lines = {
        "发布": "演讲稿 › 竞聘，2020-11-30 08:00 公开",
        "署名": "林一",
        "标记": "头条",
        "相关链接": "",
        "附件": "",
    }
    for name, line in lines.items():
        expect(group(editor, name).locator(".group-line")).to_have_text(line)
        assert group(editor, name).get_attribute("open") is None
    open_group(editor, "标记").get_by_label("推荐", exact=True).check()
    group(editor, "标记").locator("summary").click()
    expect(group(editor, "标记").locator(".group-line")).to_have_text("头条、推荐")
    links = open_group(editor, "相关链接")
    links.locator("#id_related_links-0-title").fill("旁证")
    links.locator("#id_related_links-0-url").fill("https://example.com/")
    expect(links.locator(".group-line")).to_have_text("1 条：旁证")
    open_group(editor, "发布").locator("#id_status").select_option("draft")
    expect(group(editor, "发布").locator(".group-line")).to_have_text("演讲稿 › 竞聘，草稿，定在 2020-11-30 08:00")


def test_a_group_with_an_error_is_open_and_has_the_keyboard(editor: Page, live_server: LiveServer) -> None:
    article = make_article("怎样开口", status="draft")
    editor.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    open_group(editor, "标记").get_by_label("跳转", exact=True).check()
    group(editor, "标记").locator("summary").click()
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(group(editor, "标记")).to_have_attribute("open", "")
    expect(editor.locator("#id_redirect_url")).to_be_focused()
    expect(editor.locator("#id_redirect_url")).to_be_in_viewport()
    assert group(editor, "署名").get_attribute("open") is None


def test_a_new_article_asks_for_its_section_in_an_open_group(editor: Page, add: str) -> None:
    editor.goto(add)
    expect(editor.locator("#id_section")).to_be_attached()
    opened = [name for name in ("发布", "署名", "标记") if group(editor, name).get_attribute("open") is not None]
    assert opened == ["发布"]


def test_a_written_article_fits_a_screen(editor: Page, live_server: LiveServer) -> None:
    article = make_article("怎样开口", tags=["口才"], status="draft")
    editor.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    editor.wait_for_load_state("networkidle")
    bar = editor.locator(".submit-row").bounding_box()
    title, tags = editor.locator("#id_title").bounding_box(), editor.locator("#id_tags").bounding_box()
    side = editor.locator(".groups").bounding_box()
    assert bar
    assert title
    assert tags
    assert side
    assert tags["y"] + tags["height"] < bar["y"]
    assert side["x"] > title["x"] + title["width"]
    set_look(editor, "light", 1920)
    widths = [
        editor.locator(css).evaluate("one => one.offsetWidth") for css in ("#id_title", ".rich-text", "#id_summary")
    ]
    assert len(set(widths)) == 1
    set_look(editor, "light", 390)
    box = editor.locator(".groups").bounding_box()
    assert box
    assert box["x"] < 30


def test_the_form_works_without_a_script(browser: Browser, live_server: LiveServer) -> None:
    section = make_section("竞聘")
    make_editor("linyi")
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, live_server, "linyi")
    page.goto(f"{live_server.url}/admin/articles/article/add/?section={section.pk}")
    page.get_by_label("正文：").fill("<p>各位领导。</p>")
    open_group(page, "标记").get_by_label("头条", exact=True).check()
    assert page.locator(".file-state").count() == 0
    page.get_by_role("button", name="保存并发布").click()
    expect(page.locator(".field-title .errorlist")).to_contain_text("这个字段")
    page.get_by_label("标题：", exact=True).fill("我来竞聘")
    page.get_by_role("button", name="保存并发布").click()
    expect(page.locator(".messagelist")).to_contain_text("我来竞聘")
    assert Article.objects.get().is_headline
    context.close()


def test_the_keys_are_listed_and_work(editor: Page, live_server: LiveServer) -> None:
    article = make_article("怎样开口", body="<p>开头要短。</p>", status="draft")
    editor.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    editor.locator(".ck-editor__editable").wait_for()
    title = editor.locator("#id_title")
    title.press("End")
    editor.keyboard.type("?")
    expect(title).to_have_value("怎样开口?")
    dialog = editor.get_by_role("dialog", name="快捷键")
    expect(dialog).to_be_hidden()
    button = editor.get_by_role("button", name="快捷键")
    button.focus()
    editor.keyboard.press("?")
    expect(dialog).to_be_visible()
    reads_well(editor)
    set_look(editor, "light", 1280)
    editor.keyboard.press("Escape")
    expect(button).to_be_focused()
    title.focus()
    places = []
    for _step in range(6):
        editor.keyboard.press("Alt+ArrowDown")
        places.append(
            editor.evaluate("document.activeElement.closest('.form-row, summary').innerText.trim().slice(0, 2)")
        )
    assert places == ["正文", "摘要", "题图", "关键", "发布", "署名"]
    editor.keyboard.press("Alt+ArrowUp")
    assert editor.evaluate("document.activeElement.innerText").startswith("发布")
    with editor.expect_popup() as opened:
        editor.keyboard.press("Control+Enter")
    expect(opened.value.locator("h1")).to_have_text("怎样开口?")
    editor.locator(".ck-editor__editable").click()
    editor.keyboard.press("Control+Shift+Enter")
    expect(editor.locator(".messagelist")).to_contain_text("已发布")
    assert Article.objects.get().status == "published"
    assert Article.objects.get().body == "<p>开头要短。</p>"


def test_warnings_stand_beside_what_they_are_about_while_one_types(editor: Page, add: str) -> None:
    other = make_article("我来竞聘")
    editor.goto(add)
    editor.locator("#id_title").fill("我来竞聘")
    expect(editor.locator(".field-title .field-note")).to_contain_text(f"已有同名文章：{other.pk} 号")
    editor.locator("#id_title").fill("我来竞聘护士长")
    expect(editor.locator(".field-title .field-note")).to_be_hidden()
    expect(editor.locator(".field-summary .field-note")).to_be_hidden()
    editor.locator(".ck-editor__editable").first.click()
    editor.keyboard.insert_text("各位领导。")
    expect(editor.locator(".field-summary .field-note")).to_contain_text("还没有摘要")
    reads_well(editor)
    editor.locator("#id_summary").fill("竞聘稿。")
    expect(editor.locator(".field-summary .field-note")).to_be_hidden()


def test_a_chosen_file_outlives_the_browser(editor: Page, live_server: LiveServer) -> None:
    article = make_article("怎样开口", status="draft")
    url = f"{live_server.url}/admin/articles/article/{article.pk}/change/"
    choose_file(editor, url)
    expect(editor.locator("#attachments-group")).to_contain_text("“讲话稿.pdf”已经传好")
    expect(group(editor, "附件").locator(".group-line")).to_have_text("1 个：讲话稿.pdf")
    expect(editor.locator("#kept")).to_contain_text("已存")
    context = editor.context
    editor.close()
    page = context.new_page()
    page.goto(url)
    page.get_by_role("link", name="恢复这份草稿").click()
    expect(group(page, "附件").locator(".group-line")).to_have_text("1 个：讲话稿.pdf")
    page.evaluate("document.querySelectorAll('details.group').forEach((group) => { group.open = true; })")
    expect(page.locator("#attachments-group")).to_contain_text("“讲话稿.pdf”已经传好")
    reads_well(page)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Attachment.objects.get().name == "讲话稿.pdf"


def test_a_chosen_file_outlives_an_expired_login(editor: Page, live_server: LiveServer) -> None:
    article = make_article("怎样开口", status="draft")
    url = f"{live_server.url}/admin/articles/article/{article.pk}/change/"
    editor.goto(url)
    cookies = [cookie for cookie in editor.context.cookies() if cookie["name"] == "csrftoken"]
    editor.context.clear_cookies()
    editor.context.add_cookies(cookies)  # type: ignore[arg-type]
    choose_file(editor)
    expect(editor.locator(".file-state")).to_contain_text("登录已经过期")
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.locator(".file-state")).to_contain_text("登录已经过期")
    again = editor.context.new_page()
    sign_in(again, live_server, "heqing")
    expect(again.locator("#user-tools")).to_be_visible()
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.locator(".messagelist").first).to_be_visible()
    assert Attachment.objects.get().name == "讲话稿.pdf"


def test_a_file_that_is_refused_is_told_at_once(editor: Page, live_server: LiveServer) -> None:
    article = make_article("怎样开口", status="draft")
    choose_file(editor, f"{live_server.url}/admin/articles/article/{article.pk}/change/", content=b"<html>")
    expect(editor.locator(".file-state")).to_contain_text("这个文件的内容不是 pdf 文件")


def choose_file(page: Page, url: str = "", *, content: bytes = b"%PDF-1.4 x") -> None:
    if url:
        page.goto(url)
        page.wait_for_load_state("networkidle")
    open_group(page, "附件").locator(".add-row a").click()
    page.locator("[name=attachments-0-file]").set_input_files(
        {"name": "讲话稿.pdf", "mimeType": "application/pdf", "buffer": content}
    )
