"""/metrics: who may read it, and what it says after requests, beacons, searches and refused logins."""

import uuid
from collections.abc import Iterator

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest import MonkeyPatch
from pytest_django import Settings

from tests.builders import make_article, make_editor
from tests.server import AGENT
from yanjiang.metrics import exposition, tally
from yanjiang.metrics.kinds import kind_of
from yanjiang.metrics.middleware import middleware

TOKEN = "a-token-that-nobody-guesses"

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(settings: Settings) -> Iterator[Client]:
    """A client of a site that counts. Its middleware is made with the first request."""
    settings.METRICS_TOKEN = TOKEN
    tally.clear()
    yield Client()
    tally.clear()


def samples(client: Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer["Cache-Control"] == "no-store"
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def value(client: Client, name: str, **labels: str) -> float:
    return samples(client).get((f"yanjiang_{name}", tuple(sorted(labels.items()))), 0)


@pytest.mark.parametrize("given", [None, "", "Bearer ", "Bearer another-token", TOKEN, f"Basic {TOKEN}"])
def test_nobody_reads_the_figures_without_the_token(counted: Client, given: str | None) -> None:
    headers = {} if given is None else {"authorization": given}
    assert counted.get("/metrics", headers=headers).status_code == 404


def test_a_site_without_a_token_counts_nothing_and_has_no_such_address(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    for given in ("Bearer ", f"Bearer {TOKEN}"):
        assert client.get("/metrics", headers={"authorization": given}).status_code == 404
    with pytest.raises(MiddlewareNotUsed):
        middleware(lambda request: HttpResponse())


def test_requests_are_counted_by_kind_status_and_page_cache(counted: Client) -> None:
    article = make_article()
    for _ in range(3):
        counted.get(f"/articles/{article.pk}/")
    counted.get("/articles/999999999/")
    counted.get("/nothing/")
    found = {
        dict(labels)["kind"] + dict(labels)["status"] + dict(labels)["page_cache"]: number
        for (name, labels), number in samples(counted).items()
        if name == "yanjiang_request_seconds_count"
    }
    assert found == {"article200made": 1, "article200kept": 2, "article404made": 1, "section404made": 1}


def test_the_time_of_a_request_falls_into_its_bucket(counted: Client) -> None:
    for seconds in (0.0002, 0.004, 0.004, 30):
        tally.request("/", 200, "kept", seconds)
    labels = {"kind": "home", "status": "200", "page_cache": "kept"}
    below = {
        limit: value(counted, "request_seconds_bucket", le=limit, **labels)
        for limit in ("0.0005", "0.005", "10.0", "+Inf")
    }
    assert below == {"0.0005": 1, "0.005": 3, "10.0": 3, "+Inf": 4}
    assert value(counted, "request_seconds_count", **labels) == 4
    assert value(counted, "request_seconds_sum", **labels) == pytest.approx(30.0082)


def test_questions_of_machines_about_the_site_are_not_counted(counted: Client) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        counted.get(path)
    assert tally.own().requests == {}


def test_a_refused_host_is_counted_too(counted: Client) -> None:
    counted.get("/", headers={"host": "evil.example"})
    assert value(counted, "request_seconds_count", kind="home", status="400", page_cache="none") == 1


def test_beacons_are_counted_by_class(counted: Client) -> None:
    article = make_article()

    def beacon(agent: str, pk: int = article.pk) -> None:
        event = {"event": str(uuid.uuid4())}
        counted.post(f"/hits/{pk}/", event, content_type="application/json", headers={"user-agent": agent})

    beacon(AGENT)
    beacon(AGENT)
    beacon("Baiduspider/2.0")
    beacon(AGENT, pk=999999999)
    counted.get(f"/hits/{article.pk}.gif", headers={"user-agent": AGENT, "sec-purpose": "prefetch"})
    found = {dict(labels)["class"]: n for (name, labels), n in samples(counted).items() if "beacons_total" in name}
    assert found == {"reader": 2, "search": 1, "refused": 1, "prefetch": 1}


def test_searches_are_counted_by_whether_they_found_something(counted: Client) -> None:
    make_article("怎样开口")
    for query in ("开口", "开口", "没有的词", ""):
        counted.get("/search/", {"q": query})
    counted.get("/search/", {"q": "开口", "since": "2020-01-01"})
    assert value(counted, "searches_total", found="yes") == 2
    assert value(counted, "searches_total", found="no") == 1


def test_refused_logins_are_counted(counted: Client) -> None:
    make_editor()
    assert value(counted, "logins_refused_total") == 0
    for password in ("falsch", "kai-kou-jiu-lai"):
        counted.post("/admin/login/", {"username": "editor", "password": password})
    assert value(counted, "logins_refused_total") == 1


def test_the_state_of_the_site_is_among_the_figures(counted: Client, monkeypatch: MonkeyPatch) -> None:
    found = samples(counted)
    assert found["yanjiang_check", (("check", "database"),)] == 0
    assert found["yanjiang_roll_up_lag_seconds", ()] == 0
    assert found["yanjiang_views_waiting", ()] == 0
    assert found["yanjiang_disk_free_bytes", ()] > 0
    monkeypatch.setattr("yanjiang.health.checks.LEAST_DISK", 10**18)
    assert value(counted, "check", check="disk") == 1


def test_the_figures_are_told_without_the_database(counted: Client, monkeypatch: MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("connection refused")

    tally.request("/", 200, "kept", 0.1)
    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", away)
        found = samples(counted)
    assert found["yanjiang_check", (("check", "database"),)] == 2
    assert ("yanjiang_views_waiting", ()) not in found


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "home"),
        ("/articles/1/", "article"),
        ("/yanjiang/jingpin/", "section"),
        ("/tags/口才/", "tag"),
        ("/admin/login/", "admin"),
        ("/plus/view.php", "section"),
        ("/healthz", None),
        ("/metrics", None),
        ("/healthz.html", "section"),
    ],
)
def test_a_path_tells_the_kind(path: str, kind: str | None) -> None:
    assert kind_of(path) == kind


def test_no_figure_names_anybody(counted: Client) -> None:
    counted.get("/search/", {"q": "13800000000"}, headers={"user-agent": "agent-of-somebody"})
    told = exposition.exposed(timezone.now()).decode()
    assert "13800000000" not in told
    assert "agent-of-somebody" not in told
    assert "127.0.0.1" not in told
