import pytest

from yanjiang.lib.numbers import row_number


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("0", 0), ("9" * 18, 10**18 - 1)])
def test_a_row_has_a_number_of_up_to_eighteen_digits(text: str, number: int) -> None:
    assert row_number(text) == number


@pytest.mark.parametrize("text", [None, "", "x", "-1", "1.5", "²", "１２", "9" * 19, "\0"])
def test_anything_else_is_no_rows_number(text: str | None) -> None:
    assert row_number(text) is None
