"""Says the figures in Prometheus's text format."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from yanjiang.metrics import gauges, sharing, tally
from yanjiang.metrics.gauges import Figure
from yanjiang.metrics.tally import Tally

PREFIX = "yanjiang_"
REQUEST_LABELS = ("kind", "status", "page_cache")
# Name of a count -> what it says, and the name of its label.
COUNTS = {
    tally.BEACONS: ("Beacons by who sent them; refused ones are not stored", "class"),
    tally.SEARCHES: ("Searches by whether they found something", "found"),
    tally.LOGINS_REFUSED: ("Logins that were refused", ""),
}


def exposed(at: datetime) -> bytes:
    """Return all figures as text."""
    registry = CollectorRegistry()
    registry.register(_Site(at))
    return generate_latest(registry)


class _Site(Collector):
    def __init__(self, at: datetime) -> None:
        self._at = at

    def collect(self) -> Iterator[Metric]:
        counted = sharing.total()
        yield _requests(counted)
        yield from _counts(counted)
        yield from _gauges(gauges.read(self._at))

    def describe(self) -> Iterable[Metric]:
        """Return nothing: the registry need not compare names, because it has no other collector."""
        return []


def _requests(counted: Tally) -> Metric:
    family = HistogramMetricFamily(f"{PREFIX}request_seconds", "Time until an answer is made", labels=REQUEST_LABELS)
    limits = [*map(str, tally.BUCKETS), "+Inf"]
    for (kind, status, page_cache), cells in sorted(counted.requests.items()):
        below, buckets = 0.0, []
        for limit, number in zip(limits, cells, strict=False):
            below += number
            buckets.append((limit, below))
        family.add_metric((kind, str(status), page_cache), buckets, sum_value=cells[-1])
    return family


def _counts(counted: Tally) -> Iterator[Metric]:
    for name, (words, label) in COUNTS.items():
        family = CounterMetricFamily(f"{PREFIX}{name}", words, labels=[label] if label else [])
        numbers = {value: number for (counting, value), number in counted.counts.items() if counting == name}
        for value, number in sorted(numbers.items()) if label else [("", numbers.get("", 0))]:
            family.add_metric([value] if label else [], number)
        yield family


def _gauges(figures: list[Figure]) -> Iterator[Metric]:
    families: dict[str, GaugeMetricFamily] = {}
    for figure in figures:
        family = families.setdefault(
            figure.name, GaugeMetricFamily(f"{PREFIX}{figure.name}", figure.words, labels=list(figure.labels))
        )
        family.add_metric(list(figure.labels.values()), figure.value)
    yield from families.values()
