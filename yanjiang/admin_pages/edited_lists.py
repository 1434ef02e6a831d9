"""Lists that are edited in place: keep the values that were typed into a row beside the name of that row.

When a list is shown again with errors, Django pairs today's rows with the sent forms by position. A row that somebody
moved, hid or deleted in the meantime would put names beside the wrong values.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.models import BaseModelFormSet


class ListFormSet(BaseModelFormSet):  # type: ignore[type-arg]
    """The rows of a list by primary key, without rows that were deleted in the meantime, and without new rows."""

    model: Any
    gone = 0  # the number of sent rows that no longer exist

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None:
            data = self._of_present_rows(data, {str(row.pk) for row in kwargs["queryset"]})
        super().__init__(data, *args, **kwargs)

    def _of_present_rows(self, data: Any, present: set[str]) -> Any:
        """Return the sent data without the forms of deleted rows. The other forms are renumbered."""
        name = re.compile(rf"{self.get_default_prefix()}-(\d+)-(.+)")
        sent = {key: match for key in data if (match := name.fullmatch(key))}
        numbers = {match[1]: str(data[key]) for key, match in sent.items() if match[2] == self.model._meta.pk.name}
        kept = {number: str(index) for index, number in enumerate(n for n, pk in numbers.items() if pk in present)}
        self.gone = len(numbers) - len(kept)
        rows = data.copy()
        for key in sent:
            del rows[key]
        for key, match in sent.items():
            if match[1] in kept:
                rows.setlist(f"{self.get_default_prefix()}-{kept[match[1]]}-{match[2]}", data.getlist(key))
        for count in ("TOTAL_FORMS", "INITIAL_FORMS"):
            rows[f"{self.get_default_prefix()}-{count}"] = str(len(kept))
        return rows

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            # A browser that returns to the list would restore typed values by position, though rows may have moved.
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> None:
        super().clean()
        if self.gone:
            told = f"有 {self.gone} 行在您打开以后被删除，填在那里的没有保存。其余的都还在下面，请再保存一次。"
            raise ValidationError(told, code="gone")


def show_sent_rows(changelist: Any) -> None:
    """Show the sent rows in their sent order when a list comes back with errors."""
    formset = changelist.formset
    if formset is None or not formset.is_bound:
        return
    numbers = [form.instance.pk for form in formset.forms]
    rows = changelist.apply_select_related(changelist.root_queryset.filter(pk__in=numbers))
    by_number = {row.pk: row for row in rows}
    changelist.result_list = [by_number[number] for number in numbers]
