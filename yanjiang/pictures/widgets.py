"""Widgets to choose a picture of the library, for foreign keys and for the rich text editor."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yanjiang.lib import ckeditor
from yanjiang.lib.html import clean

ADD, CHOOSE = "admin:pictures_picture_add", "admin:pictures_picture_changelist"
UPLOAD = "admin:pictures_upload"
MEDIA = forms.Media(css={"all": ["css/admin_pictures.css"]}, js=["js/admin_pictures.js"])


def choosing(db_field: Any) -> dict[str, Any]:
    """Return the arguments for an admin's `formfield_for_foreignkey` that show a preview of the chosen picture.

    The admin must list the field in `raw_id_fields` too, or Django adds links of its own.
    """
    is_picture = db_field.remote_field.model._meta.label == "pictures.Picture"
    return {"widget": PictureChoice(db_field.remote_field, admin.site)} if is_picture else {}


class PictureChoice(ForeignKeyRawIdWidget):
    """A widget with a preview, and with buttons to choose another picture, to upload one, and to remove it."""

    @property
    def media(self) -> forms.Media:
        return MEDIA

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        pictures = self.rel.model._default_manager
        number = str(value or "")
        chosen = pictures.filter(pk=number).first() if number.isascii() and number.isdigit() else None
        context = {"id": (attrs or {})["id"], "name": name, "value": number, "chosen": chosen}
        return render_to_string(
            "admin/pictures/choice.html", {**context, "choose": reverse(CHOOSE), "add": reverse(ADD)}
        )


class RichTextWidget(forms.Textarea):
    """The rich text editor, with a button that inserts a picture of the library."""

    @property
    def media(self) -> forms.Media:
        return ckeditor.MEDIA + MEDIA + forms.Media(js=["js/admin_pictures_elsewhere.js"])

    def format_value(self, value: Any) -> Any:
        """Clean the text, because the query string of a form's address can set the initial value of any field."""
        return clean(str(value)) if value else value

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        options = {"allow": ckeditor.allowed(), "upload": reverse(UPLOAD)}
        return super().get_context(name, value, {**(attrs or {}), "data-editor": json.dumps(options)})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        editor = super().render(name, value, attrs, renderer)
        context = {"editor": (attrs or {})["id"], "choose": reverse(CHOOSE)}
        return format_html(
            '<div class="rich-text">{}{}</div>', editor, render_to_string("admin/pictures/insert.html", context)
        )
