"""The geometry of charts."""

from datetime import date, timedelta

import pytest

from articles.hits.charts import HEIGHT, SPARK_HEIGHT, chart, round_up, spark


def days(count: int, first: date = date(2026, 1, 1)) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def test_bars_stand_on_the_base_and_the_scale_is_round() -> None:
    drawn = chart(days(3), [0, 40, 77])
    assert drawn.top == 80
    assert [bar.reads for bar in drawn.bars] == [0, 40, 77]
    assert all(bar.y + bar.height == pytest.approx(HEIGHT) for bar in drawn.bars)
    assert drawn.bars[1].height == HEIGHT / 2
    assert drawn.line == ""


def test_the_line_is_the_period_before() -> None:
    drawn = chart(days(2), [1, 1], [0, 2])
    assert drawn.line == "250.00,240.00 750.00,0.00"
    assert [bar.before for bar in drawn.bars] == [0, 2]


def test_a_day_is_marked_if_it_is_among_them() -> None:
    marked = chart(days(3), [1, 1, 1], mark=date(2026, 1, 2)).mark
    assert marked
    assert marked.label == "2026-01-02"
    assert chart(days(3), [1, 1, 1], mark=date(2025, 1, 2)).mark is None


@pytest.mark.parametrize(
    ("count", "unit", "first"), [(92, "天", "2026-01-01"), (93, "周", "2025-12-29"), (700, "月", "2026-01")]
)
def test_long_periods_are_drawn_by_week_and_by_month_and_lose_nothing(count: int, unit: str, first: str) -> None:
    drawn = chart(days(count), [1] * count)
    assert (drawn.unit, drawn.bars[0].label) == (unit, first)
    assert sum(bar.reads for bar in drawn.bars) == count
    assert len(drawn.bars) <= 92


def test_nothing_can_be_drawn() -> None:
    assert chart([], []).bars == []
    assert chart([], []).ticks == []
    assert spark([], top=0) == ""


def test_a_small_curve_stays_in_its_box() -> None:
    heights = [float(point.split(",")[1]) for point in spark([0, 5, 10], top=10).split()]
    assert heights == [SPARK_HEIGHT - 1, SPARK_HEIGHT / 2, 1]


def test_small_curves_have_one_scale() -> None:
    def peak(curve: str) -> float:
        return min(float(point.split(",")[1]) for point in curve.split())

    assert peak(spark([0, 10], top=100)) == SPARK_HEIGHT - 1 - (SPARK_HEIGHT - 2) / 10
    assert peak(spark([0, 100], top=100)) == 1


@pytest.mark.parametrize(("number", "top"), [(0, 2), (2, 2), (3, 4), (11, 20), (21, 30), (99, 100), (1001, 2000)])
def test_scales_end_at_round_numbers(number: int, top: int) -> None:
    assert round_up(number) == top
