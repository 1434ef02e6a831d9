"""Many rows in few statements: the same rows as the ORM writes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Listing
from tests.builders import make_article, make_section, shanghai
from yanjiang.lib import rows

pytestmark = pytest.mark.django_db

NAMES = ("section", "article", "publish_at", "expire_at", "pinned_until")
AT = shanghai("2026-05-01 08:00")


def listed() -> list[tuple[object, ...]]:
    return list(Listing.objects.order_by("section", "article").values_list(*NAMES))


def test_what_is_inserted_is_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "VALUES", 10)
    sections = sorted(make_section().pk for _ in range(5))
    article = make_article("演讲", status="draft")
    given = [(pk, article.pk, AT, AT + timedelta(microseconds=pk), None) for pk in sections]
    with CaptureQueriesContext(connection) as asked:
        rows.insert(Listing, NAMES, iter(given))
    assert listed() == given
    assert len(asked) == 3  # two rows a statement


def test_a_row_that_is_there_takes_the_other_values() -> None:
    section, article = make_section(), make_article("演讲", status="draft")
    rows.insert(Listing, NAMES, [(section.pk, article.pk, AT, None, None)])
    later = (section.pk, article.pk, AT + timedelta(days=1), AT + timedelta(days=2), AT)
    rows.insert(Listing, NAMES, [later], unique=("section", "article"))
    assert listed() == [later]
