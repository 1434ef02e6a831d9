"""No page, and nothing that is done on one, runs against its Content-Security-Policy."""

import base64
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import click_and_close, sign_in
from tests.browser.form import open_group
from tests.browser.test_publish import choose
from tests.builders import make_manager, make_section
from tests.site import DOORS, admin_pages, make_site

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# Written to the console, which playwright reads of every page, frame and popup.
REPORT = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `REFUSED ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile} on ${location.pathname}`));
"""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture
def refused(context: BrowserContext) -> Iterator[list[str]]:
    """The violations of policies since the test began. The test fails at its end if it has not read all of them."""
    found: list[str] = []
    context.add_init_script(REPORT)
    context.on(
        "console",
        lambda message: (
            found.append(message.text)
            if "REFUSED" in message.text or "Content Security Policy" in message.text
            else None
        ),
    )
    context.on("weberror", lambda error: found.append(f"{error.error}"))
    yield found
    assert found == []


def test_a_refusal_is_noticed(page: Page, live_server: LiveServer, refused: list[str]) -> None:
    make_section()
    page.goto(f"{live_server.url}/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert len([line for line in refused if line.startswith("REFUSED style-src-attr")]) == 1
    assert len([line for line in refused if line.startswith("REFUSED script-src-elem")]) == 1
    refused.clear()


def test_public_pages_keep_to_theirs(page: Page, live_server: LiveServer, refused: list[str]) -> None:
    article = make_site()
    page.route("https://pictures.example.com/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    # Chromium shows XML in its own viewer, with a style that the policy refuses.
    xml = {"/sitemap.xml", "/feed/"}
    for url in (
        *(door for door in DOORS if door not in xml),
        "/yanjianggao/",
        "/yewuguan/",
        "/biechu/",
        "/tags/",
        "/tags/口才/",
        "/consultants/",
        "/pages/about/",
    ):
        page.goto(f"{live_server.url}{url}")
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    expect(page.locator(".prose")).to_contain_text("第一页")
    picture = page.locator(".prose img")
    picture.scroll_into_view_if_needed()
    # From another host, as imported bodies have them.
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1


def test_the_admin_keeps_to_its_own(page: Page, live_server: LiveServer, refused: list[str]) -> None:
    make_site()
    make_manager()
    User.objects.filter(username="manager").update(is_superuser=True)
    sign_in(page, live_server, "manager")
    pages = admin_pages()
    # History and deletion look alike everywhere, and a new row's form is that of an old one: an article's stand for
    # the rest.
    changed = {url.rsplit("/", 3)[0] for url in pages if url.endswith("/change/")}
    alike = {url for url in pages if url.endswith(("/history/", "/delete/")) or url.removesuffix("/add/") in changed}
    pages = [url for url in pages if "/article/" in url or url not in alike]
    assert len(pages) > 35
    for url in pages:
        page.goto(f"{live_server.url}{url}")


def test_the_forms_work_under_it(page: Page, live_server: LiveServer, refused: list[str]) -> None:
    article = make_site()
    article.attachments.all().delete()  # its validator would leave the file open until it is collected: a warning
    make_manager()
    sign_in(page, live_server, "manager")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    open_group(page, "发布")
    choose(page, "section", "演讲稿")
    editor = page.locator(".ck-editor__editable").first
    editor.click()
    page.keyboard.insert_text("新写的一句。")
    expect(editor.locator("img")).to_have_attribute("src", "https://pictures.example.com/a.jpg")
    page.locator(".field-publish_at .datetimeshortcuts a", has_text="今天").first.click()
    page.locator(".field-publish_at a", has=page.locator(".date-icon")).first.click()
    calendar = page.locator(".calendarbox:visible")
    calendar.get_by_role("link", name="昨天").click()
    expect(calendar).to_have_count(0)
    page.get_by_role("textbox", name="修改原因").fill("改正日期")
    page.get_by_role("button", name="发布修改").click()
    expect(page.locator(".messagelist")).to_contain_text("怎样写开场白")


def test_lists_trees_and_popups_work_under_it(page: Page, live_server: LiveServer, refused: list[str]) -> None:
    make_site()
    make_manager()
    sign_in(page, live_server, "manager")
    page.goto(f"{live_server.url}/admin/articles/article/")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option(index=1)
    page.locator(".actions button").first.click()
    expect(page.locator("h1").first).to_be_visible()

    page.goto(f"{live_server.url}/admin/articles/section/")
    # The tree indents by a style attribute.
    depths = page.locator("#result_list .box-text").evaluate_all(
        "all => all.map(one => getComputedStyle(one).textIndent)"
    )
    assert len(set(depths)) == 2

    page.goto(f"{live_server.url}/admin/articles/article/add/")
    open_group(page, "署名")
    with page.expect_popup() as opened:
        page.locator("#add_id_consultant").click()
    popup = opened.value
    popup.locator("#id_name").fill("新顾问")
    click_and_close(popup.locator("input[name=_save]"))
    expect(page.locator(".field-consultant .select2-selection").first).to_contain_text("新顾问")
