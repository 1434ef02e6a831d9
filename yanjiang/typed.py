"""Return the contents of an admin form that cannot be saved, under the labels of its fields, to be copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, models
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from taggit.managers import TaggableManager

from articles.models import Section, section_tree
from consultants.models import Consultant
from consultants.sitewide import consultants
from yanjiang.lib.html import clean
from yanjiang.lib.numbers import row_number
from yanjiang.lib.richtext import RichTextField

TYPED = (models.CharField, models.TextField, models.DateTimeField, models.DateField, TaggableManager)
_OF_INLINE = re.compile(r"(?P<relation>\w+)-(?P<row>\d{1,4})-(?P<field>\w+)")
_DAY, _HOUR = "_0", "_1"  # suffixes of the two inputs of a date and time


@dataclass(frozen=True)
class Typed:
    """One field: its label, and its content as text or, for rich text, as cleaned HTML."""

    label: str
    text: str = ""
    html: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.text) > 60 or "\n" in self.text


@dataclass(frozen=True)
class Sent:
    """The contents of a form: typed texts, and the labels of chosen and ticked values."""

    typed: list[Typed] = dataclass_field(default_factory=list)
    chosen: list[Typed] = dataclass_field(default_factory=list)


def sent(request: HttpRequest) -> Sent:
    """Return the contents of a model's form, without passwords, tokens, numbers and files.

    The reader may not be logged in, so chosen rows are named only if every visitor can see them.
    """
    model = _model(request)
    if not model:
        return Sent()
    try:
        chosen = list(_choices(request.POST, model))
    except DatabaseError:
        chosen = []  # the typed texts are returned without the database
    return Sent(list(_texts(request.POST, model)), chosen)


def _model(request: HttpRequest) -> type[models.Model] | None:
    """Return the model whose form was sent, by the name of the page's URL, or None for any other page."""
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


def _choices(sent: Any, model: type[models.Model]) -> Iterator[Typed]:
    for name in sent:
        if (found := _labelled(model, name)) and (
            text := "、".join(filter(None, _chosen(found[1], sent.getlist(name))))
        ):
            yield Typed(found[0], text=text)


def _chosen(field: Any, values: list[str]) -> Iterator[str]:
    """Yield the labels of a field's values; "" for a value without a label."""
    labels = {str(value): str(label) for value, label in getattr(field, "flatchoices", ()) if value != ""}
    numbers = [number for number in map(row_number, values) if number]
    if labels:
        yield from (labels.get(value, "") for value in values)
    elif isinstance(field, models.BooleanField):
        yield "是" if any(values) else ""
    elif field.related_model is Section:
        yield from (section_tree().full_name(section) for number in numbers if (section := section_tree().get(number)))
    elif field.related_model is Consultant:
        yield from (consultant.name for consultant in consultants() if consultant.pk in numbers)


def _field(model: type[models.Model], name: str) -> tuple[str, Any] | None:
    """Return the label and the model field of an input that is typed into, or None for any other."""
    found = _labelled(model, name)
    if found is None or not isinstance(found[1], TYPED) or getattr(found[1], "choices", None):
        return None
    return found


def _labelled(model: type[models.Model], name: str) -> tuple[str, Any] | None:
    """Return the label and the model field of a form's input, or None for an input without a model field."""
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
    return (f"{label}{field.verbose_name}", field) if hasattr(field, "verbose_name") else None
