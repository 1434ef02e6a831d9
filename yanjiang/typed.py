"""What was typed into a form of the admin that cannot be saved: given back under the names that the form has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from taggit.managers import TaggableManager

from yanjiang.lib.html import clean
from yanjiang.lib.richtext import RichTextField

# What is typed; what is chosen, ticked or counted is soon chosen again.
TYPED = (models.CharField, models.TextField, models.DateTimeField, models.DateField, TaggableManager)
_OF_INLINE = re.compile(r"(?P<relation>\w+)-(?P<row>\d{1,4})-(?P<field>\w+)")
_DAY, _HOUR = "_0", "_1"  # behind the name of a moment, which is typed into two fields


@dataclass(frozen=True)
class Typed:
    """One field: its name, and its text; a rich text is cleaned HTML."""

    label: str
    text: str = ""
    html: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.text) > 60 or "\n" in self.text


def typed(request: HttpRequest) -> list[Typed]:
    """Return the texts that were typed into a model's form; passwords, tokens and choices are left out."""
    model = _model(request)
    return list(_texts(request.POST, model)) if model else []


def _model(request: HttpRequest) -> type[models.Model] | None:
    """Return the model whose form was sent, by the name of the page."""
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return None
    names = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}
    return names.get(name.rpartition("_")[0])


def _texts(sent: Any, model: type[models.Model]) -> Iterator[Typed]:
    for name in sent:
        value = sent[name].strip()
        if not value or "password" in name:
            continue
        if name.endswith(_DAY) and _field(model, name.removesuffix(_DAY)):
            name = name.removesuffix(_DAY)
            value = f"{value} {sent.get(f'{name}{_HOUR}', '')}".strip()
        if found := _field(model, name):
            label, field = found
            if isinstance(field, RichTextField):
                yield Typed(label, html=clean(value))
            else:
                yield Typed(label, text=value)


def _field(model: type[models.Model], name: str) -> tuple[str, Any] | None:
    """Return the label and the field of a name in a form, None for what is not typed."""
    label = ""
    if inline := _OF_INLINE.fullmatch(name):
        related = {one.get_accessor_name(): one.related_model for one in model._meta.related_objects}
        if not (found := related.get(inline["relation"])):
            return None
        model, name = found, inline["field"]
        label = f"{model._meta.verbose_name} {int(inline['row']) + 1}："
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if not isinstance(field, TYPED) or getattr(field, "choices", None):
        return None
    return f"{label}{field.verbose_name}", field
