"""Queries that are compiled once and asked with other values each time."""

import pytest
from django.utils import timezone

from articles.models import Article
from tests.builders import make_article, shanghai
from yanjiang.lib.statements import Statement, instances

pytestmark = pytest.mark.django_db
AT, NUMBER = shanghai("2000-01-01 08:00"), -1
COLUMNS = ["id", "title", "is_bold", "publish_at", "expire_at"]


def test_each_time_its_own_values_are_asked_for() -> None:
    old = make_article("旧的", publish_at=shanghai("2014-04-22 11:45"), is_bold=True)
    new = make_article(
        "新的", publish_at=shanghai("2026-01-15 09:30:12.345678"), expire_at=shanghai("2090-01-01 08:00")
    )
    asked = Statement.of(Article.objects.filter(publish_at__lte=AT).exclude(pk=NUMBER).order_by("pk").values_list("pk"))
    assert asked.rows({AT: shanghai("2015-01-01 08:00"), NUMBER: new.pk}) == [(old.pk,)]
    assert asked.rows({AT: timezone.now(), NUMBER: old.pk}) == [(new.pk,)]
    assert asked.rows({AT: timezone.now(), NUMBER: 0}) == [(old.pk,), (new.pk,)]


def test_rows_are_the_instances_that_the_orm_makes() -> None:
    make_article("旧的", publish_at=shanghai("2014-04-22 11:45"), is_bold=True)
    make_article("新的", publish_at=shanghai("2026-01-15 09:30:12.345678"), expire_at=shanghai("2090-01-01 08:00"))
    every = Article.objects.order_by("pk")
    made = instances(Article, COLUMNS, Statement.of(every.values_list(*COLUMNS, "status")).rows({}))
    for (one, further), row in zip(made, every, strict=True):
        assert {name: getattr(one, name) for name in COLUMNS} == {name: getattr(row, name) for name in COLUMNS}
        assert one.get_deferred_fields() >= {"body", "status"}
        assert further == ("published",)
