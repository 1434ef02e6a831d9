"""Text that is copied in Word, WPS, WeChat, Excel and on web pages arrives with the same content."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.articles.admin.forms import typed
from tests.browser.conftest import sign_in
from tests.browser.pasting import paste, pastes, sent
from tests.builders import make_article, make_editor
from tests.drawings import drawing
from yanjiang.pictures.models import Picture

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# A picture of one pixel, as pages have it that load theirs late.
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=="

PASTE_FILE = """(bytes) => {
    const clipboard = new DataTransfer();
    clipboard.items.add(new File([new Uint8Array(bytes)], "a.png", { type: "image/png" }));
    const field = document.querySelector(".ck-editor__editable");
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def article(page: Page, live_server: LiveServer, client: Client) -> Article:
    """An article whose form is open in the browser, and may be saved by `client`."""
    article = make_article("粘贴", body="", status="draft")
    client.force_login(make_editor("yanjiangcn"))
    page.route(re.compile(r"^https?://(?!localhost)"), lambda route: route.abort())
    sign_in(page, live_server, "yanjiangcn")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(page.locator(".ck-editor__editable")).to_be_visible()
    return article


def test_each_paste_is_stored_as_it_was_read_and_what_is_lost_is_told(
    page: Page, client: Client, article: Article
) -> None:
    url = f"/admin/articles/article/{article.pk}/change/"
    corpus = pastes()
    assert len(corpus) > 12
    for one in corpus:
        page.evaluate("""() => {
            window.editors.id_body.setData("");
            document.querySelectorAll(".editor-note").forEach((note) => note.remove());
        }""")
        paste(page, **{kind.removeprefix("text/"): text for kind, text in one.clipboard.items()})
        notes = page.locator(".editor-note")
        told = notes.inner_text() if notes.count() else ""
        assert bool(told) == bool(one.told), (one.name, told)
        assert [words for words in one.told if words not in told] == [], (one.name, told)
        assert client.post(url, typed(client, url, body=sent(page))).status_code == 302
        article.refresh_from_db()
        assert article.body == one.stored, one.name
    assert not Picture.objects.exists()


def write_in(page: Page) -> None:
    """Put the caret into the editor as a writer does, and wait until it is there."""
    page.locator(".ck-editor__editable").click()
    page.keyboard.type("一")
    expect(page.locator(".ck-editor__editable")).to_have_text("一")
    page.keyboard.press("Backspace")


@pytest.mark.parametrize("name", ["picture", "table"])
def test_a_pasted_text_stays_when_one_writes_on(name: str, page: Page, client: Client, article: Article) -> None:
    url = f"/admin/articles/article/{article.pk}/change/"
    pasted, stored = {
        "picture": (
            '<p><img src="https://a.example.com/1.jpg" alt="满座听众"></p>',
            '<figure class="image"><img src="https://a.example.com/1.jpg" alt="满座听众"></figure>',
        ),
        "table": (
            "<table><tr><td>一</td><td>二</td></tr></table>",
            '<figure class="table"><table><tbody><tr><td>一</td><td>二</td></tr></tbody></table></figure>',
        ),
    }[name]
    write_in(page)
    paste(page, html=f"<p>开头</p>{pasted}")
    assert sent(page) == f"<p>开头</p>{stored}"  # the paragraph that waits for more words is none yet
    page.keyboard.type("中间")
    paste(page, html=f"<p>再来</p>{pasted}")
    paste(page, html=f"<p>又来</p>{pasted}")
    page.keyboard.type("结尾")
    assert client.post(url, typed(client, url, body=sent(page))).status_code == 302
    article.refresh_from_db()
    assert article.body == f"<p>开头</p>{stored}<p>中间再来</p>{stored}<p>又来</p>{stored}<p>结尾</p>"


def test_a_text_pasted_inside_a_paragraph_stays_in_front_of_its_end(page: Page, article: Article) -> None:
    write_in(page)
    paste(page, html="<p>开头结尾</p>")
    page.evaluate("""() => {
        const { model } = window.editors.id_body;
        model.change((writer) => writer.setSelection(model.document.getRoot().getChild(0), 2));
    }""")
    paste(page, html='<p><img src="https://a.example.com/1.jpg" alt="满座听众"></p>')
    picture = '<img class="image" src="https://a.example.com/1.jpg" alt="满座听众">'
    assert sent(page) == f"<p>开头{picture}结尾</p>"
    page.keyboard.type("的")
    assert sent(page) == f"<p>开头{picture}的结尾</p>"
    paste(page, html="<p>又</p><table><tr><td>一</td></tr></table>")
    page.keyboard.type("末段")
    assert sent(page).endswith("</table></figure><p>末段结尾</p>")


def test_a_picture_file_that_was_pasted_stays_when_one_writes_on(page: Page, article: Article) -> None:
    write_in(page)
    page.evaluate(PASTE_FILE, list(drawing("PNG", size=(60, 40))))
    page.keyboard.type("如图")
    expect(page.locator(".ck-editor__editable img")).to_have_attribute("src", re.compile(r"^/uploads/pictures/"))
    expect(page.locator(".ck-editor__editable > p")).to_have_text("如图")


def test_a_word_picture_that_is_on_the_clipboard_is_uploaded(page: Page, article: Article) -> None:
    png = drawing("PNG", size=(60, 40)).hex()
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        '<meta name=Generator content="Microsoft Word 15"></head><body>'
        '<p class=MsoNormal>如图：</p><p class=MsoNormal><img src="file:///C:/clip_image001.png"></p>'
        "</body></html>"
    )
    paste(
        page, html=html, rtf=r"{\rtf1{\pict\pngblip\picw60\pich40\bliptag-12{\*\blipuid 0123456789abcdef}" + png + "}}"
    )
    picture = page.locator(".ck-editor__editable img")
    expect(picture).to_have_attribute("src", re.compile(r"^/uploads/pictures/"))
    expect(page.locator(".editor-note")).to_have_count(0)
    assert Picture.objects.get().width == 60


def test_a_picture_that_holds_a_place_never_goes_into_the_library(page: Page, article: Article) -> None:
    address = "https://mmbiz.qpic.cn/mmbiz_png/abc/640"
    paste(page, html=f'<section>一</section><section><img data-src="{address}" src="{PIXEL}"></section>')
    paste(page, html=f'<p>二</p><p><img src="{PIXEL}"></p>')
    expect(page.locator(".editor-note")).to_contain_text("1 张图片没有带过来")
    assert page.locator(".ck-editor__editable img").evaluate_all("all => all.map(one => one.getAttribute('src'))") == [
        address
    ]
    page.wait_for_load_state("networkidle")
    assert not Picture.objects.exists()


def test_a_picture_without_words_is_asked_for_until_it_has_some(page: Page, client: Client, article: Article) -> None:
    silent = '<p>一</p><p><img src="https://a.example.com/1.jpg" alt="IMG_256"></p>'
    paste(page, html=f'{silent}<p>二</p><p><img src="https://a.example.com/2.jpg" alt="满座听众"></p>')
    asked = page.locator(".field-body .pictures-asked")
    expect(asked).to_contain_text("有 1 张图片还没有文字说明")
    page.get_by_role("button", name="保存并继续编辑").click()
    # Where it was not answered, it is asked again.
    expect(asked).to_contain_text("有 1 张图片还没有文字说明")
    expect(asked.locator("img")).to_have_attribute("src", "https://a.example.com/1.jpg")
    asked.get_by_label("这张图片的文字说明").fill("讲台上的话筒")
    asked.get_by_label("这张图片的文字说明").press("Enter")
    expect(asked).to_be_hidden()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    article.refresh_from_db()
    assert re.findall(r'alt="([^"]*)"', article.body) == ["讲台上的话筒", "满座听众"]
