"""The model field of rich text: edited in CKEditor, cleaned whatever path the text comes by."""

from typing import TYPE_CHECKING, Any

from django.db import models

from yanjiang.lib.html import clean
from yanjiang.lib.pictures.widgets import RichTextWidget

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class RichTextField(_TextField):
    """HTML that is clean in the database: forms, imports, `bulk_create()` and `update()` all pass here."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 (Django's signature)
        html = clean(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, html)
        return html

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(clean(value) if isinstance(value, str) else value, connection)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "widget": RichTextWidget()})
