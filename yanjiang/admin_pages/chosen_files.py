"""File fields that survive an invalid form: browsers forget the chosen file, so the server holds it meanwhile.

A file that cannot be held is asked for by its name.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yanjiang.sent import held_files


@dataclass(frozen=True)
class LostFile:
    """The name of a file that was chosen before the form was shown again; its content is lost."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ShownAgain:
    """The value of a field that is shown again: the row's own file, and the name of the chosen file."""

    initial: Any
    chosen: str
    held: str  # the key of the held file, "" if the file is lost


class ChosenFileInput(AdminFileWidget):
    """Names the chosen file. If it is lost, the editor chooses it again, or ticks that it is not wanted."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        lost = data.get(f"{name}-chosen", "")
        if value is None and lost and not data.get(f"{name}-without"):
            return LostFile(lost)
        return value

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}-chosen" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        if not isinstance(value, ShownAgain):
            return super().render(name, value, attrs, renderer)
        field = super().render(name, value.initial, attrs, renderer)
        return format_html("{}{}", field, told(name, value.chosen, held=value.held))


def told(name: str, chosen: str, *, held: str) -> SafeString:
    """Return what stands below a file field whose file was chosen before."""
    context = {"name": name, "chosen": chosen, "held": held}
    return render_to_string("admin/chosen_file.html", context)


class ChosenFileField(forms.FileField):
    widget = ChosenFileInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        name = getattr(data, "name", "")
        held = getattr(data, "held", "")
        return ShownAgain(initial, name, held) if name else super().bound_data(data, initial)

    def to_python(self, data: Any) -> Any:
        if isinstance(data, LostFile):
            raise ValidationError(f"文件“{data.name}”还没有上传，请重新选择。", code="lost")
        return super().to_python(data)


def hold_accepted(request: Any, response: Any) -> None:
    """Hold the files of a refused form that their own fields have accepted."""
    context = getattr(response, "context_data", None) or {}
    if "adminform" not in context:
        return
    rows = [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
    for form in (context["adminform"].form, *rows):
        for value in getattr(form, "cleaned_data", {}).values():
            if isinstance(value, UploadedFile) and not hasattr(value, "held"):
                held_files.hold(request.user.pk, value, at=timezone.now())
