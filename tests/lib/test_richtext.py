"""The field of rich text is clean in the database, on every path of writing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.db.models import Case, F, Subquery, Value, When
from django.db.models.functions import Concat, Replace
from django.forms import modelform_factory

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


def created_with_a_value() -> None:
    body: Any = Value(DIRTY)
    Page.objects.create(title="关于", slug="about", body=body)


def updated_with_a_value() -> None:
    Page.objects.create(title="关于", slug="about")
    Page.objects.update(body=Value(DIRTY))


def bulk_updated_with_a_value() -> None:
    page: Any = Page.objects.create(title="关于", slug="about")
    page.body = Value(DIRTY)
    Page.objects.bulk_update([page], ["body"])


def written_over() -> None:
    Page.objects.create(title="关于", slug="about")
    rows = [Page(title="关于", slug="about", body=DIRTY)]
    Page.objects.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=["body"])


WAYS: dict[str, Callable[[], object]] = {
    "save": saved,
    "create": lambda: Page.objects.create(title="关于", slug="about", body=DIRTY),
    "bulk_create": lambda: Page.objects.bulk_create([Page(title="关于", slug="about", body=DIRTY)]),
    "get_or_create": lambda: Page.objects.get_or_create(slug="about", defaults={"title": "关于", "body": DIRTY}),
    "update_or_create": lambda: Page.objects.update_or_create(slug="about", defaults={"title": "关于", "body": DIRTY}),
    "update": updated,
    "bulk_update": bulk_updated,
    "create with Value()": created_with_a_value,
    "update with Value()": updated_with_a_value,
    "bulk_update with Value()": bulk_updated_with_a_value,
    "bulk_create over what is there": written_over,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_text_is_cleaned_on_the_way_by(way: str) -> None:
    WAYS[way]()
    assert Page.objects.get(slug="about").body == CLEAN


def test_a_fixture_is_cleaned(tmp_path: Path) -> None:
    fixture = tmp_path / "pages.json"
    for pk in (1, 1):  # a new row, then the same again
        fields = {"title": "关于", "slug": "about", "body": DIRTY, "position": 1}
        row = {"model": "home.page", "pk": pk, "fields": fields}
        fixture.write_text(json.dumps([row]))
        call_command("loaddata", str(fixture), verbosity=0)
        assert Page.objects.get().body == CLEAN
        Page.objects.update(body="")


def test_every_model_with_rich_text_cleans_it() -> None:
    assert Consultant.objects.create(name="周言", biography=DIRTY).biography == CLEAN


EXPRESSIONS: dict[str, Any] = {
    "a name": F("title"),
    "a function of the text": Replace("body", Value("一"), Value("<script>")),
    "a text behind the text": Concat("body", Value("<script>")),
    "another table": Subquery(Page.objects.values("title")[:1]),
    "a case of names": Case(When(pk=0, then="body"), default=F("title")),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_html_that_the_database_would_make_is_refused(name: str) -> None:
    Page.objects.create(title="<script>", slug="about", body="<p>一</p>")
    with pytest.raises(FieldError, match="bulk_update"):
        Page.objects.update(body=EXPRESSIONS[name])
    assert Page.objects.get(slug="about").body == "<p>一</p>"


def test_a_saved_row_holds_no_such_expression_either() -> None:
    page: Any = Page.objects.create(title="<script>", slug="about", body="<p>一</p>")
    page.body = F("title")
    with pytest.raises(FieldError, match="bulk_update"):
        page.save()


def test_clean_text_may_be_copied_inside_the_database() -> None:
    Page.objects.create(title="关于", slug="about", body="<p>一</p>")
    Page.objects.update(body=F("body"))
    Page.objects.update(body=Case(When(slug="about", then=Value(DIRTY)), default="body", output_field=RichTextField()))
    assert Page.objects.get(slug="about").body == CLEAN


def test_a_text_too_long_is_told_so() -> None:
    with pytest.raises(ValidationError, match="内容过长：连同格式有 300001 个字符，最多 300000 个"):
        Page(title="关于", slug="about", body="一" * 300_001).full_clean()
    Page(title="关于", slug="about", body="一" * 300_000).full_clean()


def test_the_field_is_edited_in_the_editor() -> None:
    formfield = RichTextField("正文").formfield()
    assert type(formfield.widget).__name__ == "RichTextWidget"


@pytest.mark.parametrize(
    ("stored", "sent", "changed"),
    [
        ("<p>一</p>\n<p>二</p>\n", "<p>一</p>\r\n<p>二</p>\r\n", False),
        ("<p>一</p>\n<p>二</p>\n", "<p>一</p><p>二</p>", False),  # as the editor sends it
        ("<pre>一\n二\n</pre>", "<pre>一\r\n二\r\n</pre>", False),
        ("<p>一</p>", "<h1>关于</h1>", True),
        ("<h2>关于</h2>", "<h1>关于</h1>", False),  # what would be stored is the same
        ("", " \r\n", False),
        ("<p>一</p>", "", True),
    ],
)
def test_a_text_that_comes_back_as_it_was_is_no_change(stored: str, sent: str, changed: bool) -> None:  # noqa: FBT001
    assert RichTextField("正文").formfield().has_changed(stored, sent) is changed


@pytest.mark.parametrize("body", ["<p>一</p>\n<p>二</p>\n", "\n<pre>一\n\n二\n</pre>"])
def test_a_form_stores_the_text_with_its_line_ends(body: str) -> None:
    page = Page.objects.create(title="关于", slug="about", body=body)
    stored = page.body
    form = modelform_factory(Page, fields=["body"])({"body": stored.replace("\n", "\r\n")}, instance=page)
    assert form.changed_data == []
    form.save()
    assert Page.objects.get().body == stored
