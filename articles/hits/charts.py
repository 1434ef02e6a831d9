"""Computes the coordinates of charts. A template draws them as SVG, which the page scales. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 1000, 240
SPARK_WIDTH, SPARK_HEIGHT = 48, 18
# More bars than that are too narrow to be told apart, so days become weeks, then months.
MOST_BARS = 92


@dataclass(frozen=True)
class Bar:
    """A day, week or month of a chart: its reads, the reads of the period before, and its coordinates."""

    label: str
    reads: int
    before: int | None
    x: float
    y: float
    width: float
    height: float
    is_marked: bool = False
    changes: int = 0  # changes of the article that went live

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Chart:
    """Bars, the line of the period before as SVG's points, and the top of the scale."""

    bars: list[Bar]
    line: str
    top: int
    unit: str

    @property
    def ticks(self) -> list[str]:
        """Return the labels of the axis: the first, the middle and the last, or all if there are fewer than three."""
        labels = [bar.label for bar in self.bars]
        return labels if len(labels) < 3 else [labels[0], labels[len(labels) // 2], labels[-1]]

    @property
    def changed(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.changes]

    @property
    def mark(self) -> Bar | None:
        return next((bar for bar in self.bars if bar.is_marked), None)


def chart(
    days: Sequence[date],
    reads: Sequence[int],
    before: Sequence[int] | None = None,
    *,
    mark: date | None = None,
    changes: Iterable[date] = (),
) -> Chart:
    """Lay out the reads of days; `before` has the reads of as many days to compare with.

    `mark` is a day to be marked. `changes` are the days on which a change went live, once for each change. Long periods
    are drawn by week (from Monday) or by month.
    """
    unit, labels = _labels(days)
    sums: dict[str, int] = dict.fromkeys(labels, 0)
    sums_before = dict.fromkeys(labels, 0)
    for number, label in enumerate(labels):
        sums[label] += reads[number]
        sums_before[label] += before[number] if before else 0
    marked = labels[days.index(mark)] if mark in days else None
    label_of = dict(zip(days, labels, strict=True))
    changed = Counter(label_of[day] for day in changes if day in label_of)
    top = round_up(max([*sums.values(), *sums_before.values(), 1]))
    bars = [
        Bar(
            label=label,
            reads=count,
            before=sums_before[label] if before else None,
            **_rectangle(number, count / top, among=len(sums)),
            is_marked=label == marked,
            changes=changed[label],
        )
        for number, (label, count) in enumerate(sums.items())
    ]
    return Chart(bars, _line(list(sums_before.values()), top) if before else "", top, unit)


def _rectangle(number: int, part: float, *, among: int) -> dict[str, float]:
    """Return the coordinates of a bar that fills a part of the height."""
    step, height = WIDTH / among, part * HEIGHT
    return {
        "x": round(number * step + step * 0.14, 2),
        "y": round(HEIGHT - height, 2),
        "width": round(step * 0.72, 2),
        "height": round(height, 2),
    }


def _line(counts: Sequence[int], top: int) -> str:
    step = WIDTH / max(len(counts), 1)
    return " ".join(
        f"{(number + 0.5) * step:.2f},{HEIGHT - count * HEIGHT / top:.2f}" for number, count in enumerate(counts)
    )


def spark(reads: Sequence[int], *, top: int) -> str:
    """Return the points of a small curve. The curves of a list share a scale up to `top`, so that they compare."""
    top, step = max(top, 1), SPARK_WIDTH / max(len(reads) - 1, 1)
    return " ".join(
        f"{number * step:.1f},{SPARK_HEIGHT - 1 - count * (SPARK_HEIGHT - 2) / top:.1f}"
        for number, count in enumerate(reads)
    )


def round_up(number: int) -> int:
    """Return the next round number, at least 2: the top of a scale with a middle."""
    power = 1
    while True:
        for step in (2, 3, 4, 5, 6, 8, 10) if power > 1 else (2, 4, 6, 8, 10):
            if number <= step * power:
                return step * power
        power *= 10


def _labels(days: Sequence[date]) -> tuple[str, list[str]]:
    if len(days) <= MOST_BARS:
        return "天", [day.isoformat() for day in days]
    if len(days) <= MOST_BARS * 7:
        return "周", [(day - timedelta(days=day.weekday())).isoformat() for day in days]
    return "月", [f"{day:%Y-%m}" for day in days]
