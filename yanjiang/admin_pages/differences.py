"""Differences between two states of a row: digests to detect them, and texts to show them to editors."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms.models import model_to_dict
from django.utils import timezone

from yanjiang.lib.html import clean, to_text

SHOWN_CHARS = 80  # of a value that differs
BEFORE = 12  # of these characters, those before the difference
MANY = (list, tuple, QuerySet)
EMPTY = "（空）"


def digest(value: Any) -> str:
    if isinstance(value, dict):
        value = sorted(value.items())
    elif isinstance(value, MANY):
        value = sorted(str(getattr(part, "pk", part)) for part in value)
    elif isinstance(value, Model):
        value = value.pk
    return sha256(str(value or "").encode("utf-8", "surrogatepass")).hexdigest()[:12]


def digests(row: Model, values: dict[str, Any], names: Iterable[str], relations: Iterable[str]) -> dict[str, str]:
    """Return a digest for each of these values of a row, and for its related rows by each of these relations."""
    told = {name: digest(values.get(name)) for name in names}
    return told | {name: digest(getattr(row, name).order_by("pk").values_list()) for name in relations}


def digests_saved(row: Model, form: Any, names: Sequence[str]) -> dict[str, str]:
    """Return the digests of a row that a form has saved. Unchanged relations are not queried again."""
    many = {field.name for field in row._meta.many_to_many}
    kept = {name: form.initial.get(name) for name in names if name in many and name not in form.changed_data}
    return digests(row, {**model_to_dict(row, [name for name in names if name not in kept]), **kept}, names, ())


def shown(field: forms.Field, value: Any) -> str:
    """Return a field's value as an editor reads it."""
    if hasattr(value, "all"):
        value = list(value.all())
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, MANY):
        return "，".join(map(str, value)) or EMPTY
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value) or EMPTY)  # type: ignore[arg-type]
    text = str(value or "")
    return (to_text(clean(text)) if "<" in text else text) or EMPTY


def difference(theirs: str, mine: str) -> tuple[str, str]:
    """Cut two long texts to the part where they begin to differ."""
    same = next((index for index, (one, other) in enumerate(zip(theirs, mine, strict=False)) if one != other), None)
    start = max((min(len(theirs), len(mine)) if same is None else same) - BEFORE, 0)
    return _part(theirs, start), _part(mine, start)


def _part(text: str, start: int) -> str:
    end = start + SHOWN_CHARS
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")
