"""Steps of somebody who has a keyboard and no mouse."""

from playwright.sync_api import Locator, Page, expect

# Tab stops at such an element, unless something keeps the focus. `test_admin_in_reach` presses Tab itself.
IS_STOP = """element => element === document.activeElement
    && (element.tabIndex >= 0 || element.isContentEditable) && !element.closest("[inert]")"""


def reach(element: Locator) -> Page:
    """Put the focus on an element that Tab reaches, and return its page."""
    expect(element).to_be_visible()
    element.focus()
    assert element.evaluate(IS_STOP), element
    return element.page


def press(element: Locator) -> None:
    """Press a button, or follow a link."""
    reach(element).keyboard.press("Enter")


def tick(element: Locator) -> None:
    """Tick a box, or choose one of several."""
    reach(element).keyboard.press("Space")
    expect(element).to_be_checked()


def fill(element: Locator, text: str) -> None:
    page = reach(element)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def choose(element: Locator, label: str) -> None:
    """Choose an option of a list by its text."""
    page = reach(element)
    page.keyboard.press("Home")
    for _ in range(element.locator("option").count()):
        if element.evaluate("element => element.selectedOptions[0].label.trim()") == label:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no option {label}")


def write(page: Page, *paragraphs: str) -> None:
    """Type paragraphs into an empty text area."""
    reach(page.locator(".ck-editor__editable_inline"))
    for number, text in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(text)


def rewrite(page: Page, number: int, text: str) -> None:
    """Replace a paragraph of one line, counted from 0, in the text area."""
    reach(page.locator(".ck-editor__editable_inline"))
    page.keyboard.press("Control+Home")
    for _ in range(number):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(text)
