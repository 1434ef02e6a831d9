"""Pages of a list, by any value of ?page=."""

import pytest

from yanjiang.lib import paging

ROWS = list(range(1, 46))  # 45 rows, 20 a page


@pytest.mark.parametrize(
    "wanted", [None, "", "abc", "0", "-1", "+2", "1.5", "２", "１２", "२", " 2", "2 ", "1e3", "0x2"]
)
def test_an_invalid_page_number_is_the_first_page(wanted: str | None) -> None:
    assert paging.page(ROWS, wanted).number == 1


@pytest.mark.parametrize(("wanted", "number"), [("1", 1), ("2", 2), ("02", 2), ("3", 3)])
def test_a_page_has_its_number(wanted: str, number: int) -> None:
    assert paging.page(ROWS, wanted).number == number


@pytest.mark.parametrize("wanted", ["4", "99", "99999999999", "9" * 5000])
def test_past_the_end_is_the_last_page(wanted: str) -> None:
    page = paging.page(ROWS, wanted)
    assert page.number == 3
    assert list(page) == [41, 42, 43, 44, 45]


def test_an_empty_list_has_one_page() -> None:
    page = paging.page([], "7")
    assert (page.number, page.paginator.num_pages, list(page)) == (1, 1, [])


def test_a_page_has_as_many_rows_as_asked_for() -> None:
    assert list(paging.page(ROWS, "2", size=3)) == [4, 5, 6]


def test_the_window_has_the_ends_and_the_neighbours() -> None:
    hundred = list(range(100))
    assert paging.window(paging.page(hundred, "1", size=10)) == [1, 2, 3, "…", 10]
    assert paging.window(paging.page(hundred, "5", size=5)) == [1, 2, 3, 4, 5, 6, 7, "…", 20]
    assert paging.window(paging.page(hundred, "10", size=5)) == [1, "…", 8, 9, 10, 11, 12, "…", 20]
    assert paging.window(paging.page(ROWS, "2")) == [1, 2, 3]
    assert paging.window(paging.page([], None)) == [1]
