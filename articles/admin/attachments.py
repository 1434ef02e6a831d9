"""Attachments in the form of their article."""

from typing import Any, Self, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from articles.admin.related import MOST_ROWS
from articles.models import Attachment
from yanjiang.lib.chosen_files import ChosenFileField, ChosenFileInput


class NamedAddress(str):
    """A text with an address, as Django's file widget shows it."""

    url: str

    def __new__(cls, text: str, url: str) -> Self:
        made = super().__new__(cls, text)
        made.url = url
        return made


class AttachmentInput(ChosenFileInput):
    """Leads to the file as it is, whether readers see it yet or not."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if isinstance(value, FieldFile) and value.instance.pk:
            attachment = cast(Attachment, value.instance)
            url = reverse("admin:articles_article_attachment", args=[attachment.pk])
            context["widget"]["value"] = NamedAddress(attachment.download_name, url)
        return context


class AttachmentForm(forms.ModelForm):  # type: ignore[type-arg]
    def has_changed(self) -> bool:
        """Tell nothing of a new row whose file is said to be unwanted, whatever else it says."""
        is_unwanted = not self.instance.pk and f"{self.add_prefix('file')}-without" in self.data
        return not is_unwanted and super().has_changed()


class AttachmentInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Attachment
    form = AttachmentForm
    formfield_overrides = {models.FileField: {"form_class": ChosenFileField, "widget": AttachmentInput}}
    fields = ("position", "file", "name", "size_told")
    readonly_fields = ("size_told",)
    ordering = ("position", "pk")
    extra = 0
    max_num = MOST_ROWS

    @admin.display(description="大小")
    def size_told(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size) if attachment.size else "—"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)
