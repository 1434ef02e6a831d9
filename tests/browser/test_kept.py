"""Opening and saving an article changes nothing that was not edited."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import sign_in
from tests.browser.pasting import CORPUS, sent
from tests.builders import make_article, make_editor
from yanjiang.lib.html import ATTRIBUTES, CLASSES, TAGS, clean

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

BODIES = [path.read_text().removesuffix("\n") for path in sorted((CORPUS.parent / "kept").glob("*.html"))]
BETWEEN, EDITED = "<p>隔开。</p>", "<p>要改的一段。</p>"
WHOLE = BETWEEN.join([*BODIES, EDITED, *BODIES])


@pytest.fixture
def article(page: Page, live_server: LiveServer) -> Article:
    article = make_article("原来的标题", body=WHOLE, status="draft")
    make_editor("yanjiangcn")
    page.route("**/uploads/*", lambda route: route.abort())
    page.route("https://other.example.com/*", lambda route: route.abort())
    sign_in(page, live_server, "yanjiangcn")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(page.locator(".ck-editor__editable_inline")).to_contain_text("要改的一段。")
    return article


def save(page: Page, article: Article) -> str:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    article.refresh_from_db()
    return article.body


def test_the_corpus_has_everything_that_the_cleaner_keeps() -> None:
    assert clean(WHOLE) == WHOLE
    assert {tag for tag in TAGS if f"<{tag}>" not in WHOLE and f"<{tag} " not in WHOLE} == set()
    names = {name for names in ATTRIBUTES.values() for name in names}
    assert {name for name in names if f' {name}="' not in WHOLE} == set()
    assert {name for name in CLASSES if f'class="{name}"' not in WHOLE} == set()


def test_a_body_is_the_same_when_only_the_title_was_changed(page: Page, article: Article) -> None:
    page.locator("#id_title").fill("新的标题")
    assert sent(page) == WHOLE
    assert save(page, article) == WHOLE
    assert article.title == "新的标题"


def test_a_body_that_was_edited_and_put_back_is_the_same(page: Page, article: Article) -> None:
    page.locator(".ck-editor__editable_inline > p", has_text="要改的一段。").click()
    page.keyboard.press("End")
    page.keyboard.insert_text("多")
    assert sent(page) != WHOLE
    page.keyboard.press("Backspace")
    assert save(page, article) == WHOLE


ONE, OTHER = '<img src="/uploads/a.jpg" alt="一">', '<img src="/uploads/b.jpg" alt="二">'
CELLS = "<tbody><tr><td>格</td></tr></tbody></table>"
TABLE = f'<figure class="table"><table>{CELLS}'
# CKEditor converts each of these to its own form, which loses nothing when something inside is edited.
IN_ITS_FORM = {
    f'<figure class="image"><a href="/x/" title="去看">{ONE}</a><figcaption>说</figcaption></figure>': "",
    f'<figure class="image">{ONE}{OTHER}<figcaption>说</figcaption></figure>': (
        f"<figure><p>{ONE}{OTHER}</p><figcaption>说</figcaption></figure>"
    ),
    f'<figure class="image">{ONE}<p>说</p></figure>': f"<figure><p>{ONE}</p><p>说</p></figure>",
    f'<figure class="image">{ONE}<figcaption><p>说</p><p>又说</p></figcaption></figure>': (
        f"<figure><p>{ONE}</p><p>说</p><p>又说</p></figure>"
    ),
    f'<figure class="table"><p>表前</p><table>{CELLS}</figure>': f"<figure><p>表前</p>{TABLE}</figure></figure>",
    f'<figure class="table"><table><caption>题</caption>{CELLS}<figcaption>说</figcaption></figure>': (
        f"<figure>{TABLE}<figcaption>题</figcaption></figure><figcaption>说</figcaption></figure>"
    ),
}


def test_the_content_of_an_edited_figure_is_not_lost(page: Page, article: Article) -> None:
    assert {html: clean(html) for html in IN_ITS_FORM} == {html: html for html in IN_ITS_FORM}
    written = page.evaluate(
        """(all) => {
            const { data } = window.editors.id_body;
            return all.map((html) => data.stringify(data.parse(html)));
        }""",
        list(IN_ITS_FORM),
    )
    assert dict(zip(IN_ITS_FORM, written, strict=True)) == {html: form or html for html, form in IN_ITS_FORM.items()}


def test_code_that_is_typed_as_source_leaves_no_words(page: Page, article: Article) -> None:
    page.get_by_role("button", name="显示更多").click()
    page.get_by_role("button", name="源代码").click()
    page.locator(".ck-source-editing-area textarea").fill(
        "<style>p{color:red}</style><p>开头。</p><script>alert(1)</script><p>结尾<script>b()</script>。</p>"
    )
    page.get_by_role("button", name="显示更多").click()
    page.get_by_role("button", name="源代码").click()
    assert sent(page) == "<p>开头。</p><p>结尾。</p>"
    page.get_by_role("button", name="显示更多").click()
    page.get_by_role("button", name="源代码").click()
    page.locator(".ck-source-editing-area textarea").fill("<p>又<style>p{color:red}</style>一段。</p>")
    assert save(page, article) == "<p>又一段。</p>"


def test_the_text_around_an_edited_paragraph_is_the_same(page: Page, article: Article) -> None:
    page.locator(".ck-editor__editable_inline > p", has_text="要改的一段。").click()
    page.keyboard.press("End")
    page.keyboard.insert_text("改了。")
    assert save(page, article) == WHOLE.replace("要改的一段。", "要改的一段。改了。")
