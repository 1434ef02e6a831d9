"""The dashboard for Grafana asks for metrics that exist, by labels that they have."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest import MonkeyPatch

from yanjiang.backups import bookkeeping
from yanjiang.metrics import exposition, tally

DASHBOARD: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "yanjiang" / "deploy" / "grafana.json").read_text()
)
EXPRESSIONS = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
# Labels that Prometheus itself adds, or that a histogram has.
ADDED = {"instance", "le"}


@pytest.fixture
def labels_by_name(monkeypatch: MonkeyPatch) -> dict[str, set[str]]:
    """Return the labels of every metric, of a site on which each thing happened once."""
    monkeypatch.setattr(bookkeeping, "last_good", timezone.now)
    tally.clear()
    tally.request("/", 200, "kept", 0.1)
    for name, label in ((tally.BEACONS, "reader"), (tally.SEARCHES, "yes"), (tally.LOGINS_REFUSED, "")):
        tally.count(name, label)
    families = text_string_to_metric_families(exposition.exposed(timezone.now()).decode())
    tally.clear()
    return {sample.name: set(sample.labels) for family in families for sample in family.samples}


@pytest.mark.django_db
def test_every_metric_of_the_dashboard_exists(labels_by_name: dict[str, set[str]]) -> None:
    asked = {name for expression in EXPRESSIONS for name in re.findall(r"yanjiang_\w+", expression)}
    assert len(asked) > 8
    assert asked - labels_by_name.keys() == set()


@pytest.mark.django_db
def test_every_metric_is_on_the_dashboard(labels_by_name: dict[str, set[str]]) -> None:
    shown = " ".join(EXPRESSIONS)
    hidden = {name for name in labels_by_name if name not in shown}
    assert hidden == {"yanjiang_request_seconds_sum"}


@pytest.mark.django_db
def test_every_label_of_the_dashboard_exists(labels_by_name: dict[str, set[str]]) -> None:
    for expression in EXPRESSIONS:
        known = set.union(ADDED, *(labels_by_name[name] for name in re.findall(r"yanjiang_\w+", expression)))
        used = {label.strip() for group in re.findall(r"by \(([^)]+)\)", expression) for label in group.split(",")}
        used |= set(re.findall(r'(\w+)=~?"', expression))
        assert used <= known, expression


def test_every_panel_has_a_title_in_chinese_and_a_place_of_its_own() -> None:
    places = set()
    for panel in DASHBOARD["panels"]:
        assert re.search(r"[\u4e00-\u9fff]", panel["title"])
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        places.add((place["x"], place["y"]))
    assert len(places) == len(DASHBOARD["panels"])
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_a_share_of_requests_is_0_where_none_was_counted() -> None:
    """Prometheus has no series of a label that no request has had, and would show no data."""
    shares = [expression for expression in EXPRESSIONS if re.search(r"\{.+\} */|\) / ", expression)]
    assert len(shares) == 2
    assert all(share.partition(" / ")[0].endswith("or vector(0))") for share in shares)
