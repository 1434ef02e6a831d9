"""The parts of an article's form, as tests in a browser find them."""

from playwright.sync_api import Locator, Page


def group(page: Page, name: str) -> Locator:
    """Return a group of fields by its name."""
    return page.locator("details.group", has=page.get_by_role("heading", name=name, exact=True))


def open_group(page: Page, name: str) -> Locator:
    """Open a group of fields, if it is closed, and return it."""
    found = group(page, name)
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found
