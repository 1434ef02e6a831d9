"""Fields that choose one of several: widgets that tolerate any id, the words of an empty choice, and searches."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Field, Model
from django.http import HttpRequest
from tree_queries.forms import TreeNodeIndentedLabels

from yanjiang.lib.chinese import IDEOGRAPHIC_SPACE
from yanjiang.lib.numbers import row_number


class RowChoice(AutocompleteSelect):
    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        # Django would pass any sent value to the database, even a number that no row can have.
        return super().optgroups(name, _numbers(value), attrs)


class RowChoices(AutocompleteSelectMultiple):
    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, _numbers(value), attrs)


class LoadedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice that does not ask for the row again that its form's instance was loaded with."""

    loaded: Model | None = None

    def to_python(self, value: Any) -> Any:
        is_loaded = self.loaded is not None and str(self.loaded.pk) == value
        return self.loaded if is_loaded else super().to_python(value)


def offer_loaded(form: Any) -> None:
    """Let the choices of a form take the related rows that its instance was loaded with."""
    for name, field in form.fields.items():
        if isinstance(field, LoadedChoiceField):
            field.loaded = form.instance._meta.get_field(name).get_cached_value(form.instance, default=None)


class ChoosingAdmin(BaseModelAdmin):  # type: ignore[type-arg]
    """An admin or an inline that uses these widgets for `autocomplete_fields`, and indents rows of a tree by spaces.

    An empty choice has a word; Django would show hyphens.
    """

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", self._widget(RowChoice, db_field, kwargs))
        kwargs.setdefault("empty_label", _empty(db_field))
        return _indented(super().formfield_for_foreignkey(db_field, request, **kwargs))

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        field.choices = [
            (value, label if value not in ("", None) else _empty(db_field)) for value, label in field.choices
        ]
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", self._widget(RowChoices, db_field, kwargs))
        return _indented(super().formfield_for_manytomany(db_field, request, **kwargs))

    def _widget(self, widget: Any, db_field: "Field[Any, Any]", kwargs: dict[str, Any]) -> Any:
        return widget(db_field, self.admin_site, using=kwargs.get("using"))


def _empty(db_field: Any) -> str:
    return "无" if db_field.blank else "请选择"


def is_autocomplete(request: HttpRequest) -> bool:
    """Tell whether the request is the search of a form's choice, and not a visit to a model's own pages."""
    return request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"


def _indented(field: Any) -> Any:
    """Indent the rows of a tree by full-width spaces; the library would write hyphens."""
    if isinstance(field, TreeNodeIndentedLabels):
        field.label_from_instance = lambda row: IDEOGRAPHIC_SPACE * row.tree_depth + str(row)
    return field


def _numbers(values: Any) -> list[str]:
    return [str(value) for value in values if row_number(str(value)) is not None]
