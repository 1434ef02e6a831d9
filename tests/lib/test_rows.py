"""Many rows in few statements: the same rows as the ORM reads and writes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Listing
from tests.builders import make_article, make_section, shanghai
from yanjiang.lib import rows

pytestmark = pytest.mark.django_db

NAMES = ("section", "article", "publish_at", "expire_at", "pinned_until")
AT = shanghai("2026-05-01 08:00")


def listed() -> list[tuple[object, ...]]:
    return list(Listing.objects.order_by("section", "article").values_list(*NAMES))


def test_inserted_values_are_read_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "VALUES", 10)
    sections = sorted(make_section().pk for _ in range(5))
    article = make_article("演讲", status="draft")
    given = [(pk, article.pk, AT, AT + timedelta(microseconds=pk), None) for pk in sections]
    with CaptureQueriesContext(connection) as asked:
        rows.insert(Listing, NAMES, iter(given))
    assert listed() == given
    assert len(asked) == 3  # two rows a statement


def test_selected_values_are_those_that_the_orm_reads() -> None:
    further = make_section()
    articles = [make_article(title, further=[further], pinned_until=AT) for title in ("开口", "收尾", "谢幕")]
    among = [article.pk for article in articles[:2]]
    with CaptureQueriesContext(connection) as asked:
        found = sorted(map(tuple, rows.select(Listing, ("id", *NAMES), by="article", among=iter(among))))
    expected = Listing.objects.filter(article__in=among).order_by("pk").values_list("pk", *NAMES)
    assert (found, len(asked)) == (list(expected), 1)
    assert list(rows.select(Listing, NAMES, by="article", among=[])) == []


def test_rows_are_selected_and_locked() -> None:
    article = make_article("演讲")
    with CaptureQueriesContext(connection) as asked:
        assert list(rows.select(Article, ("title",), by="id", among=[article.pk], lock=True)) == [["演讲"]]
    assert asked[0]["sql"].endswith("FOR UPDATE") == connection.features.has_select_for_update


def test_a_row_that_is_there_takes_the_other_values() -> None:
    section, article = make_section(), make_article("演讲", status="draft")
    rows.insert(Listing, NAMES, [(section.pk, article.pk, AT, None, None)])
    later = (section.pk, article.pk, AT + timedelta(days=1), AT + timedelta(days=2), AT)
    rows.insert(Listing, NAMES, [later], unique=("section", "article"))
    assert listed() == [later]
