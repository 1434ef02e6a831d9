"""Queries that are compiled once and asked with other values each time."""

from typing import Any

import pytest
from django.db.models import F, OuterRef
from django.db.models.functions import JSONArray
from django.utils import timezone

from articles.models import COLUMNS as HEADLINE_COLUMNS
from articles.models import Article, Headline, TaggedArticle
from tests.builders import make_article, shanghai
from yanjiang.lib.statements import CompiledQuery, Lines, Statement, converted

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


def make_articles() -> None:
    make_article("旧的", publish_at=shanghai("2014-04-22 11:45"), is_bold=True)
    make_article("新的", publish_at=shanghai("2026-01-15 09:30:12.345678"), expire_at=shanghai("2090-01-01 08:00"))


def test_values_are_those_that_the_orm_makes() -> None:
    make_articles()
    every = Article.objects.order_by("pk")
    made = converted(Article, COLUMNS, Statement.of(every.values_list(*COLUMNS, "status")).rows({}))
    for (values, further), row in zip(made, every, strict=True):
        assert values == [getattr(row, name) for name in COLUMNS]
        assert further == ("published",)


def test_a_query_makes_the_instances_that_the_orm_makes(django_assert_num_queries: Any) -> None:
    make_articles()
    make_article("草稿", status="draft", publish_at=None)
    whole = Article.objects.filter(pk__gt=NUMBER).order_by("pk")
    whole = whole.select_related("hits", "section", "consultant").annotate(double=F("pk") * 2).defer("body")
    with django_assert_num_queries(1):
        made = CompiledQuery(whole).instances({NUMBER: 0})
        for one in made:
            assert (one.consultant, one.double, one.hits.total) == (None, one.pk * 2, 0)
            assert one.section.name == "演讲技巧"
    names = [field.attname for field in Article._meta.concrete_fields]
    assert [[getattr(one, name) for name in names] for one in made] == [
        [getattr(one, name) for name in names] for one in whole.filter(pk__gt=0)
    ]


def test_lines_are_a_list_in_their_order() -> None:
    pairs = {"怎样开口": ["听众", "口才"], "怎样收尾": []}
    for title, tags in pairs.items():
        make_article(title, tags=tags)
    names = TaggedArticle.objects.filter(content_object=OuterRef("pk")).order_by("pk").values(line=F("tag__name"))
    assert dict(Article.objects.annotate(names=Lines(names)).values_list("title", "names")) == {
        "怎样开口": ["听众", "口才"],
        "怎样收尾": None,
    }


def test_lines_may_be_lists_themselves() -> None:
    article = make_article("怎样开口", tags=["听众", "口才"])
    pairs = TaggedArticle.objects.filter(content_object=OuterRef("pk")).order_by("pk")
    lines = Lines(pairs.values(line=JSONArray("tag__name", "content_object")))
    assert Article.objects.annotate(pairs=lines).values_list("pairs", flat=True).get() == [
        ["听众", article.pk],
        ["口才", article.pk],
    ]


def test_a_headline_has_the_fields_of_its_columns() -> None:
    article = make_article("题目", is_bold=True, short_title="短", is_jump=True, redirect_url="/pages/a/")
    values = Article.objects.values_list(*HEADLINE_COLUMNS).get()
    headline = Headline(*values)
    assert [getattr(headline, name) for name in ("pk", *HEADLINE_COLUMNS[1:])] == list(values)
    assert (headline.list_title, headline.get_absolute_url()) == ("短", "/pages/a/")
    assert (article.list_title, article.get_absolute_url()) == ("短", "/pages/a/")
