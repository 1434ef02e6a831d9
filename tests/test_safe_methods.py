"""GET and HEAD change nothing, wherever they are sent."""

import hashlib
from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.builders import make_manager
from tests.site import admin_pages, make_site, walk
from yanjiang.staff_log.models import Entry

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# A session's row belongs to its login, and holds messages until they are shown.
# Hits are counted for every visitor, by GET too where there is no script. Their tables exist for that.
HITS = {"Hit", "HitState", "SeenEvent", "LastRead", "ArticleDay", "ReferrerDay", "ArticleHits"}
# Reports update these sums of the same hits before they answer.
HITS |= {"ClosedDay", "SectionDay", "FacetDay", "HourReads"}
# Missing addresses are counted too, because they come by GET only. Their number is limited (old_urls/test_missing.py).
# A file that staff take along leaves a row in the log of what staff did.
OWN_AFFAIRS = {"sessions.Session", "articles.MissingPath", "staff_log.Entry"} | {f"articles.{name}" for name in HITS}
ADMIN_DOORS = (
    "/admin/articles/article/?q=开场白&o=-2&section=1",
    "/admin/articles/article/add/?_popup=1",
    "/admin/autocomplete/?app_label=articles&model_name=article&field_name=section&term=a",
)


def contents() -> dict[str, str]:
    """Digest every table."""
    digests = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in OWN_AFFAIRS and model._meta.managed and not model._meta.proxy:
            rows = sorted(map(repr, model._default_manager.values_list().order_by("pk")))
            digests[model._meta.label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


def head_all(client: Client, urls: Iterable[str]) -> None:
    for url in urls:
        answer: Any = client.head(url)
        assert answer.status_code < 500
        if answer.streaming:
            b"".join(answer.streaming_content)


def test_a_digest_notices_a_change() -> None:
    article = make_site()
    before = contents()
    article.title = "改了"
    article.save()
    changed = {label for label, digest in contents().items() if digest != before[label]}
    assert changed == {
        "articles.Article",
        "articles.ArticleBigram",
        "articles.ContentChange",
        "articles.SearchEntry",
        "articles.SearchText",
    }


def test_a_visitor_changes_nothing(client: Client) -> None:
    make_site()
    before = contents()
    answers = walk(client)
    assert len(answers) > 25
    head_all(client, answers)
    assert contents() == before


def test_staff_change_nothing_by_looking(client: Client) -> None:
    make_site()
    client.force_login(make_manager())  # who sees all that there is
    before = contents()
    answers = walk(client, *admin_pages(), *ADMIN_DOORS, within="/admin/")
    statuses = {url: answer.status_code for url, answer in answers.items()}
    assert len(statuses) > 50
    assert {url: status for url, status in statuses.items() if status >= 500} == {}
    head_all(client, answers)
    assert contents() == before
    assert set(Entry.objects.values_list("kind", flat=True)) == {Entry.Kind.EXPORT}
