"""Copying an article's address where a script may not: the address is shown, and nothing is claimed."""

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import make_article

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
# A browser that forbids it, as inside a frame or an app; one without a clipboard, as on a page without https.
FAILURES = {
    "refused": "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))",
    "absent": "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false",
}


@pytest.mark.parametrize("script", FAILURES.values(), ids=FAILURES)
def test_a_copy_that_failed_is_not_told_as_done(page: Page, live_server: LiveServer, script: str) -> None:
    shown: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        shown.append(dialog.default_value)
        dialog.dismiss()

    article = make_article()
    page.on("dialog", dismiss)
    page.goto(f"{live_server.url}/articles/{article.pk}/")
    page.evaluate(f"() => {{ {script} }}")
    button = page.locator("[data-copy]")
    button.click()
    expect(page.get_by_text("已复制")).to_be_hidden()
    assert shown == [f"http://127.0.0.1:8000/articles/{article.pk}/"]
    expect(button).to_be_enabled()
