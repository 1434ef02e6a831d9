"""Pictures of the library as an editor chooses them, and as a visitor's browser takes them."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import click_and_close, sign_in
from tests.browser.test_publish import choose
from tests.builders import make_article, make_editor, make_section
from tests.drawings import drawing
from yanjiang.pictures import library
from yanjiang.pictures.models import Picture

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def keep(alt: str, size: tuple[int, int]) -> Picture:
    return library.keep(BytesIO(drawing(size=size)), alt=alt)


def test_an_editor_takes_a_cover_and_a_picture_of_the_text_from_the_library(
    page: Page, live_server: LiveServer
) -> None:
    cover, inside = keep("讲台上的话筒", (1200, 800)), keep("满座听众", (600, 400))
    make_section("佳作摘登")
    make_editor("yanjiangcn")
    sign_in(page, live_server, "yanjiangcn")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.get_by_label("标题：", exact=True).fill("有图的文章")
    choose(page, "section", "佳作摘登")

    with page.expect_popup() as opened:
        page.locator(".field-cover").get_by_text("从图库选择").click()
    click_and_close(opened.value.get_by_text("讲台上的话筒"))
    expect(page.locator(".field-cover img")).to_have_attribute("src", cover.thumbnail_url)
    expect(page.locator(".field-cover img")).to_be_visible()

    with page.expect_popup() as opened:
        page.get_by_text("从图库插入图片").click()
    opened.value.locator("#searchbar").fill("听众")
    opened.value.get_by_role("button", name="查找").click()
    expect(opened.value.get_by_text("讲台上的话筒")).to_have_count(0)
    click_and_close(opened.value.get_by_text("满座听众"))
    expect(page.locator(".ck-editor__editable img")).to_have_attribute("alt", "满座听众")

    page.get_by_role("button", name="保存并发布").click()
    article = Article.objects.get()
    assert article.cover == cover
    assert [use.picture for use in article.picture_uses.all()] == [inside]
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    for picture, place in ((cover, ".cover img"), (inside, ".prose img")):
        shown = page.locator(place)
        shown.scroll_into_view_if_needed()
        expect(shown).to_have_js_property("complete", True)  # noqa: FBT003
        assert re.search(r"\.\d+w\.avif$", shown.evaluate("img => img.currentSrc"))
        assert shown.evaluate("img => img.naturalWidth") > 0
        expect(shown).to_have_attribute("alt", picture.alt)


def test_an_editor_uploads_a_cover_and_takes_it_away_again(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    article = make_article(status="draft")
    make_editor("yanjiangcn")
    file = tmp_path / "我的照片.png"
    file.write_bytes(drawing("PNG"))
    sign_in(page, live_server, "yanjiangcn")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    with page.expect_popup() as opened:
        page.locator(".field-cover").get_by_text("上传新图片").click()
    opened.value.locator("#id_upload").set_input_files(file)
    opened.value.locator("#id_alt").fill("红与蓝")
    click_and_close(opened.value.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".field-cover img")).to_have_attribute("alt", "红与蓝")
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.locator(".field-cover img")).to_have_attribute("alt", "红与蓝")
    assert Article.objects.get().cover == Picture.objects.get()

    page.get_by_role("button", name="不用图片").click()
    expect(page.locator(".field-cover img")).to_be_hidden()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Article.objects.get().cover is None
