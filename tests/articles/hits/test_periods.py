"""The days meant by chosen and typed periods."""

from datetime import date

import pytest

from articles.hits.periods import PRESETS, Period, between, preset, read_date

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("today", date(2026, 3, 10), date(2026, 3, 10)),
        ("yesterday", date(2026, 3, 9), date(2026, 3, 9)),
        ("7", date(2026, 3, 4), date(2026, 3, 10)),
        ("30", date(2026, 2, 9), date(2026, 3, 10)),
        ("month", date(2026, 3, 1), date(2026, 3, 10)),
        ("last-month", date(2026, 2, 1), date(2026, 2, 28)),
        ("year", date(2026, 1, 1), date(2026, 3, 10)),
        ("nonsense", date(2026, 2, 9), date(2026, 3, 10)),
    ],
)
def test_presets_end_as_they_say(code: str, first: date, last: date) -> None:
    assert preset(code, TODAY) == Period(first, last)
    assert code in PRESETS or code == "nonsense"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-3-5",
        "2026-03-05",
        "2026/03/05",
        "2026.3.5",
        "20260305",
        "2026年3月5日",
        " 2026年3月 5日 ",
        "２０２６－３－５",
    ],
)
def test_a_date_is_read_however_it_is_written(typed: str) -> None:
    assert read_date(typed) == date(2026, 3, 5)


@pytest.mark.parametrize(
    "typed", ["", "昨天", "2026-13-01", "2026-02-30", "202635", "0001-01-01", "9999-01-01", "²⁰²⁶"]
)
def test_a_text_that_is_no_date_is_none(typed: str) -> None:
    assert read_date(typed) is None


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    assert Period(date(2026, 3, 1), date(2026, 3, 10)).before == Period(date(2026, 2, 19), date(2026, 2, 28))


def test_two_dates_are_a_period_and_one_is_up_to_today() -> None:
    assert between("2026-03-01", "2026-03-05", TODAY) == (Period(date(2026, 3, 1), date(2026, 3, 5)), {})
    assert between("2026-03-01", "", TODAY) == (Period(date(2026, 3, 1), TODAY), {})


@pytest.mark.parametrize(
    ("since", "until", "field", "words"),
    [
        ("2026-02-30", "", "since", "正确的日期"),
        ("2026-03-01", "明天", "until", "正确的日期"),
        ("2026-03-05", "2026-03-01", "until", "不能早于"),
        ("2026-03-11", "2026-03-12", "since", "还没有到"),
    ],
)
def test_a_wrong_date_is_told_at_its_field(since: str, until: str, field: str, words: str) -> None:
    period, errors = between(since, until, TODAY)
    assert period is None
    assert list(errors) == [field]
    assert words in errors[field]


def test_days_without_figures_are_left_out() -> None:
    period = Period(date(1900, 1, 1), date(2999, 12, 31))
    assert period.within(date(2026, 3, 9), TODAY) == [date(2026, 3, 9), TODAY]
    assert Period(TODAY, TODAY).within(date(2026, 3, 1), date(2026, 3, 9)) == []
