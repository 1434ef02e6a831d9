"""The served rich text editor is complete, of one version, and allows the same markup as the cleaner."""

import html
import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.test import Client

from tests.builders import make_manager
from yanjiang.lib import ckeditor
from yanjiang.lib.html import ATTRIBUTES, CLASSES, TAGS
from yanjiang.lib.richtext import rich_fields

RICH = [(model, field) for model in admin.site._registry for field in rich_fields(model)]
HOSTILE = '<p style="constructor.prototype.polluted2:yes" onclick="x()">一<script>alert(1)</script></p><h1>二</h1>'


def test_the_editor_lets_through_what_the_cleaner_keeps_and_nothing_else() -> None:
    allowed = {entry["name"]: entry for entry in ckeditor.allowed()}
    assert set(allowed) == TAGS
    assert allowed["ol"]["attributes"] == ["reversed", "start"]
    assert allowed["a"]["attributes"] == ["href", "title"]
    assert allowed["p"]["attributes"] == []
    for tag, entry in allowed.items():
        assert set(entry) == {"name", "classes", "attributes"}  # no styles
        assert set(entry["classes"]) == CLASSES
        assert set(entry["attributes"]) == ATTRIBUTES.get(tag, set()) - {"style"}


def test_every_file_of_the_editor_is_there_in_the_version_that_is_named() -> None:
    media: Any = ckeditor.MEDIA
    for path in [*media._js, *media._css["all"]]:
        assert finders.find(str(path)), path
    folders = [folder.name for folder in (settings.BASE_DIR / "static/vendor").glob("ckeditor5-*")]
    assert folders == [f"ckeditor5-{ckeditor.VERSION}"]
    folder = settings.BASE_DIR / "static" / ckeditor.FOLDER
    assert "GNU General Public License" in (folder / "LICENSE.md").read_text()
    assert f"tree/v{ckeditor.VERSION}" in (folder / "README.md").read_text()
    assert f"`{ckeditor.VERSION}`" in (folder / "ckeditor5.umd.js").read_text()


def test_the_editors_files_name_no_source_map() -> None:
    """One that is missing would stop `collectstatic`."""
    for file in (settings.BASE_DIR / "static" / ckeditor.FOLDER).iterdir():
        assert not re.search(r"^(//|/\*)# sourceMappingURL", file.read_text(), re.MULTILINE), file.name


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), RICH, ids=lambda value: getattr(value, "__name__", value))
def test_rich_text_out_of_an_address_is_cleaned(client: Client, model: type, field: str) -> None:
    client.force_login(make_manager())
    opts = model._meta  # type: ignore[attr-defined]
    page = client.get(f"/admin/{opts.app_label}/{opts.model_name}/add/?{field}={quote(HOSTILE)}").content.decode()
    area = re.search(rf'<textarea name="{field}"[^>]*data-editor="([^"]*)"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    assert area
    assert html.unescape(area[2]).strip() == "<p>一</p><h2>二</h2>"
    assert json.loads(html.unescape(area[1]))["upload"] == "/admin/pictures/picture/upload/"


def test_there_are_rich_texts_to_ask_about() -> None:
    assert {f"{model.__name__}.{field}" for model, field in RICH} == {
        "Article.body",
        "Consultant.biography",
        "Page.body",
        "Section.content",
    }
