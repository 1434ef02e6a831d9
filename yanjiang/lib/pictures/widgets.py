"""Choosing a picture of the library in a form: for a field that holds one, and for the text in the editor."""

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
    """Return what `formfield_for_foreignkey` of an admin needs so that a picture is seen while it is chosen.

    The admin names the field among its `raw_id_fields` too, or Django adds links of its own.
    """
    is_picture = db_field.remote_field.model._meta.label == "pictures.Picture"
    return {"widget": PictureChoice(db_field.remote_field, admin.site)} if is_picture else {}


class PictureChoice(ForeignKeyRawIdWidget):
    """The chosen picture, and buttons for another from the library, for a new one, and for none."""

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
    """The editor, and a button that puts a picture of the library into the text."""

    @property
    def media(self) -> forms.Media:
        return ckeditor.MEDIA + MEDIA + forms.Media(js=["js/admin_pictures_elsewhere.js"])

    def format_value(self, value: Any) -> Any:
        """Clean the text whatever way it came by: an address may name an initial value of any field."""
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
