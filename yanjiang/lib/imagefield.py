"""The form field of pictures: what an editor chose in a form is written anew before it comes near the disk."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.db import models

from yanjiang.lib.images import rewrite


class PictureField(forms.ImageField):
    """A file that is decoded and written anew (`yanjiang.lib.images`), or an error in Chinese where it cannot be.

    Only a newly chosen file comes here; the one that is kept, and the box that clears it, are Django's affair. What
    the form then holds has a random name with the suffix of its real format, so two editors' 照片.jpg never meet.
    """

    def to_python(self, data: Any) -> "ContentFile[bytes] | None":
        # FileField's checks alone: ImageField's would decode the file first, whatever its format and its size.
        upload = forms.FileField.to_python(self, data)
        return rewrite(upload) if upload else None


# For a ModelAdmin or an inline: `formfield_overrides = PICTURES`, and every picture of the model is written anew. The
# form's own class stays free, and the widget stays the admin's. For a ModelForm elsewhere:
# `field_classes = {"photo": PictureField}` in its Meta.
PICTURES: "dict[type[models.Field[Any, Any]], dict[str, Any]]" = {models.ImageField: {"form_class": PictureField}}
