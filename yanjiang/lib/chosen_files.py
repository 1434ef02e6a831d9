"""File fields of forms that are shown again: a browser drops the file, and the form says which one is missing."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class LostFile:
    """What a form knows of a file that was chosen before it was shown again."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ShownAgain:
    """The value of a field that is shown again: what the row has, and the name of the file that was chosen."""

    initial: Any
    chosen: str


class ChosenFileInput(AdminFileWidget):
    """Remembers the name of the file that was chosen, and asks for it again or for a word that it is not wanted."""

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
        return format_html(
            '{0}<input type="hidden" name="{1}-chosen" value="{2}">'
            '<p class="file-lost">请重新选择“{2}”：浏览器不会保留选过的文件。</p>'
            '<label class="file-without"><input type="checkbox" name="{1}-without"> 不上传这个文件了</label>',
            field,
            name,
            value.chosen,
        )


class ChosenFileField(forms.FileField):
    widget = ChosenFileInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        name = getattr(data, "name", "")
        return ShownAgain(initial, name) if name else super().bound_data(data, initial)

    def to_python(self, data: Any) -> Any:
        if isinstance(data, LostFile):
            raise ValidationError(f"文件“{data.name}”还没有上传，请重新选择。", code="lost")
        return super().to_python(data)
