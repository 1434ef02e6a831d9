"""Formsets for the related links and attachments in an article's content. They touch no table.

The form may show a pending change, whose rows exist in no table. A merge needs all rows as they were typed.
"""

from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseInlineFormSet

from articles.editing.contents import FILE, LINK
from articles.models import Attachment, upload_to

Row = dict[str, Any]


class ContentRowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of one row. Uniqueness within an article is checked among the sent rows, not in the table."""

    @property
    def holds_something(self) -> bool:
        """Tell whether the row has values. The form shows a box to delete it only then."""
        return self.has_changed() if self.is_bound else bool(self.initial)

    def keep(self, version: Any) -> None:
        """Accept the stored file of the row. A row of a link has none."""

    def validate_unique(self) -> None:
        pass

    def validate_constraints(self) -> None:
        pass  # `clean()` of the models checks the same, in words


class ContentRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The rows of an article's content. The `version` of a new article is None."""

    names: tuple[str, ...] = LINK
    model: Any
    fk: Any

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        self.version: Any = getattr(instance, "version", None)
        kwargs["queryset"] = self.model._default_manager.none()
        if self.version and data is None:
            kwargs["initial"] = [self.initial_of(row) for row in self.version.shown[self.relation()]]
        super().__init__(data, files, instance, **kwargs)

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self.version:
            form.keep(self.version)
        return form

    @classmethod
    def relation(cls) -> str:
        return str(cls.fk.remote_field.related_name)

    def total_form_count(self) -> int:
        # Django counts forms for the rows of a table. The rows of the content are in none, so each adds a form.
        rows = 0 if self.is_bound else len(self.initial_extra or ())
        return super().total_form_count() + rows

    def initial_of(self, row: Row) -> Row:
        return row

    def rows(self) -> list[Row]:
        """Return the sent rows in the order of their positions. Call it when all forms are valid."""
        sent = [form for form in self.forms if form.has_changed() and form not in self.deleted_forms]
        rows = [self.row(form) for form in sent]
        last = max([row["position"] for row in rows if row["position"] is not None], default=0)
        for row in rows:
            if row["position"] is None:
                last += 10
                row["position"] = last
        return sorted(rows, key=lambda row: row["position"])

    def store(self) -> None:
        """Write new files to the storage; links have none."""

    def row(self, form: Any) -> Row:
        values = {name: form.cleaned_data.get(name) for name in self.names}
        return {name: getattr(value, "pk", value) for name, value in values.items()}


class FileRowForm(ContentRowForm):
    """The form of an attachment. `kept` names the stored file. A newly chosen file replaces it."""

    kept = forms.CharField(label="已存的文件", widget=forms.HiddenInput, required=False)

    def has_changed(self) -> bool:
        """Treat a row as empty if its new file is not wanted and it has no stored one.

        A form that lost a chosen file asks for it again. `-without` is the box to go on without the file.
        """
        is_unwanted = f"{self.add_prefix('file')}-without" in self.data and not self.data.get(self.add_prefix("kept"))
        return not is_unwanted and super().has_changed()

    def keep(self, version: Any) -> None:
        """Let the row have its stored file, if that is one of the article's."""
        name = self.data.get(self.add_prefix("kept")) if self.is_bound else self.initial.get("kept")
        row = version.files.get(name or "")
        if row:
            stored = Attachment(article_id=self.instance.article_id, file=row["file"], name=row["name"])
            self.initial["file"], self.instance.size = stored.file, row["size"]


class FileRows(ContentRows):
    """Attachments. A new file is named at once, and stored when the form is saved."""

    names = FILE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.uploads: dict[str, UploadedFile[Any]] = {}
        super().__init__(*args, **kwargs)

    def initial_of(self, row: Row) -> Row:
        return {"position": row["position"], "name": row["name"], "kept": row["file"]}

    def row(self, form: Any) -> Row:
        row, file = super().row(form), form.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            name = upload_to(form.instance, file.name or "")
            self.uploads[name] = file
            named = row["name"] or Attachment.named_after(file.name or "")
            return {**row, "file": name, "size": file.size, "name": named}
        kept = self.version.files[str(file)]
        return {**row, "file": kept["file"], "size": kept["size"], "name": row["name"] or kept["name"]}

    def store(self) -> None:
        """Write the new files to the storage, under the names that they got."""
        for name, file in self.uploads.items():
            default_storage.save(name, file)
