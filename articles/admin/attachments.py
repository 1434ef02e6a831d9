"""Attachments in the form of their article."""

from typing import Any, Self, cast

from django.contrib import admin
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from articles.admin.content_rows import FileRowForm, FileRows
from articles.admin.related_links import MOST_ROWS
from articles.models import Attachment
from yanjiang.admin_pages.chosen_files import ChosenFileField, ChosenFileInput


class NamedAddress(str):
    """A text with an address, as Django's file widget shows it."""

    url: str

    def __new__(cls, text: str, url: str) -> Self:
        made = super().__new__(cls, text)
        made.url = url
        return made


class AttachmentInput(ChosenFileInput):
    """Links to the file by an admin address, which works before readers can see it."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if isinstance(value, FieldFile) and value.name:
            attachment = cast(Attachment, value.instance)
            url = reverse("admin:articles_article_attachment", args=[attachment.article_id, value.name])
            context["widget"]["value"] = NamedAddress(attachment.download_name, url)
        return context


class AttachmentInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Attachment
    form = FileRowForm
    formset = FileRows
    template = "admin/articles/article/rows.html"
    formfield_overrides = {models.FileField: {"form_class": ChosenFileField, "widget": AttachmentInput}}
    fields = ("position", "file", "kept", "name", "size_told")
    readonly_fields = ("size_told",)
    ordering = ("position", "pk")
    extra = 0
    max_num = MOST_ROWS

    @admin.display(description="大小")
    def size_told(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size) if attachment.size else "—"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)
