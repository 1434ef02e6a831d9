"""The model field of rich text. It is edited in CKEditor, and cleaned whenever Django writes it to the database.

A restored backup is copied into the tables past this field: it is trusted to hold clean text.
"""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.expressions import Case, Col, Value
from django.db.models.functions import Cast

from yanjiang.lib.html import clean
from yanjiang.lib.plaintext import lines

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField

_BETWEEN_TAGS = re.compile(r">\s*\n\s*<")
MAX_CHARS = 300_000  # of markup, as long as a book


def validate_length(html: str) -> None:
    if len(html) > MAX_CHARS:
        raise ValidationError(
            f"内容过长：连同格式有 {len(html)} 个字符，最多 {MAX_CHARS} 个。请分成几篇，或去掉多余的格式。",
            code="too_long",
        )


class RichTextFormField(forms.CharField):
    """Rich text in a form. It converts the line ends that browsers send to those that are stored.

    The picture library sets the widget, an editor that inserts pictures from the library.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        return text if text.strip() else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the stored text would change by more than line ends between tags, which the editor removes."""
        text = self.to_python(data)
        return super().has_changed(initial, text) and _markup_lines(initial or "") != _markup_lines(text)


class RichTextField(_TextField):
    """HTML that the field cleans before it is stored, by `save()`, `bulk_create()`, `update()` or a fixture.

    An expression that would build HTML inside the database, and so bypass the cleaning, raises FieldError. Raw SQL
    bypasses the field too. No code but that of restoring a backup writes rich text so.
    """

    default_validators = [validate_length]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        value: Any = super().pre_save(model_instance, add)
        if hasattr(value, "resolve_expression"):
            return value
        html = clean(value or "")
        setattr(model_instance, self.attname, html)
        return html

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql"):
            return _cleaned(value)
        return super().get_db_prep_save(clean(value) if isinstance(value, str) else value, connection)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": RichTextFormField, "widget": RichTextFormField.widget})


def rich_fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, RichTextField)]


def _markup_lines(html: str) -> list[str]:
    return lines(_BETWEEN_TAGS.sub("><", clean(html)))


def _cleaned(expression: Any) -> Any:
    """Return an expression with its text values cleaned. Raises FieldError if the database computes the text."""
    if isinstance(expression, Value):
        return Value(clean(expression.value) if isinstance(expression.value, str) else expression.value)
    if isinstance(expression, Col) and isinstance(expression.target, RichTextField):
        return expression
    if isinstance(expression, (Case, Cast)):  # bulk_update() wraps its values in these
        copy: Any = expression.copy()
        copy.set_source_expressions([_cleaned_source(source) for source in expression.get_source_expressions()])
        return copy
    raise FieldError("Rich text is cleaned before it is stored: read the rows, change them, and use bulk_update().")


def _cleaned_source(source: Any) -> Any:
    if not hasattr(source, "condition"):
        return _cleaned(source)
    when = source.copy()
    when.set_source_expressions([source.condition, _cleaned(source.result)])
    return when
