"""On the front page and cover pages no block is alone in the last row, for any number of blocks."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import make_article, make_section
from yanjiang.home.models import Block

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# How wide the blocks of each row are together, gaps included, and how many: [[width, count], …].
ROWS = """blocks => {
    const rows = new Map();
    for (const block of blocks) {
        const { top, left, right } = block.getBoundingClientRect();
        const row = rows.get(Math.round(top)) ?? { left, right, count: 0 };
        rows.set(Math.round(top), { left: Math.min(left, row.left), right: Math.max(right, row.right),
            count: row.count + 1 });
    }
    const { width } = blocks[0].parentElement.getBoundingClientRect();
    return [...rows.values()].map(row => [Math.round(row.right - row.left - width), row.count]);
}"""
KEEP = "(blocks, count) => blocks.forEach((block, place) => { if (place >= count) block.remove(); })"
COUNTS = {1: [1], 2: [2], 3: [3], 4: [2, 2], 5: [3, 2], 6: [3, 3], 7: [3, 2, 2], 8: [3, 3, 2], 9: [3, 3, 3]}


def test_no_block_of_the_front_page_has_a_row_to_itself(page: Page, live_server: LiveServer) -> None:
    make_article()
    for position in range(9):
        Block.objects.create(kind="latest", title=f"版块{position}", position=position)
    page.goto(live_server.url)
    blocks = page.locator(".blocks > *")
    for count in range(9, 0, -1):
        blocks.evaluate_all(KEEP, count)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert blocks.evaluate_all(ROWS) == [[0, number] for number in COUNTS[count]], count
        for width in (390, 800, 1000):
            page.set_viewport_size({"width": width, "height": 900})
            assert {room for room, _number in blocks.evaluate_all(ROWS)} == {0}, (count, width)


def test_no_block_of_a_cover_page_has_a_row_to_itself(page: Page, live_server: LiveServer) -> None:
    cover = make_section("公文", segment="gongwen", kind="cover")
    for number in range(5):
        make_section(f"栏目{number}", segment=f"lanmu{number}", parent=cover)
    page.goto(f"{live_server.url}/gongwen/")
    blocks = page.locator(".cover-blocks > *")
    for count in range(5, 0, -1):
        blocks.evaluate_all(KEEP, count)
        for width in (390, 1000, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert {room for room, _number in blocks.evaluate_all(ROWS)} == {0}, (count, width)


def test_the_name_of_a_page_is_larger_than_the_titles_on_it(page: Page, live_server: LiveServer) -> None:
    section = make_section("演讲稿", segment="yanjianggao")
    make_article(section=section, tags=["口才"])
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for address in ("/yanjianggao/", "/tags/口才/", "/search/?q=演讲"):
            page.goto(f"{live_server.url}{address}")
            title = page.locator("main h1").evaluate(size)
            others = page.locator("main :is(h2, h3)").evaluate_all(f"all => all.map({size})")
            assert title > 1.2 * max(others), (address, width)
