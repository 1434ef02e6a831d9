"""The field of rich text: clean in the database, whatever way the text came."""

from collections.abc import Callable

import pytest
from django.db.models import F

from consultants.models import Consultant
from yanjiang.home.models import Page
from yanjiang.lib.richtext import RichTextField

pytestmark = pytest.mark.django_db

DIRTY = '<h1>关于</h1><p onclick="x()">一<script>alert(1)</script></p>'
CLEAN = "<h2>关于</h2><p>一</p>"


def saved() -> None:
    page = Page.objects.create(title="关于", slug="about")
    page.body = DIRTY
    page.save()
    assert page.body == CLEAN


def bulk_updated() -> None:
    page = Page.objects.create(title="关于", slug="about")
    page.body = DIRTY
    Page.objects.bulk_update([page], ["body"])


def updated() -> None:
    Page.objects.create(title="关于", slug="about")
    Page.objects.update(body=DIRTY)


WAYS: dict[str, Callable[[], object]] = {
    "save": saved,
    "create": lambda: Page.objects.create(title="关于", slug="about", body=DIRTY),
    "bulk_create": lambda: Page.objects.bulk_create([Page(title="关于", slug="about", body=DIRTY)]),
    "get_or_create": lambda: Page.objects.get_or_create(slug="about", defaults={"title": "关于", "body": DIRTY}),
    "update_or_create": lambda: Page.objects.update_or_create(slug="about", defaults={"title": "关于", "body": DIRTY}),
    "update": updated,
    "bulk_update": bulk_updated,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_text_is_cleaned_on_the_way_by(way: str) -> None:
    WAYS[way]()
    assert Page.objects.get(slug="about").body == CLEAN


def test_every_model_with_rich_text_cleans_it() -> None:
    assert Consultant.objects.create(name="周言", biography=DIRTY).biography == CLEAN


def test_an_update_with_an_expression_is_the_databases_affair() -> None:
    Page.objects.create(title="<b>", slug="about")
    Page.objects.update(body=F("title"))
    assert Page.objects.get(slug="about").body == "<b>"


def test_the_field_is_edited_in_the_editor() -> None:
    formfield = RichTextField("正文").formfield()
    assert type(formfield.widget).__name__ == "RichTextWidget"
