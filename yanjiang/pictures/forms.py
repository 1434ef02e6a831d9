"""The forms of the picture library."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from yanjiang.admin_pages.chosen_files import ChosenFileField, ChosenFileInput
from yanjiang.admin_pages.editing import GuardedForm
from yanjiang.lib.stored import UploadsAwayError
from yanjiang.pictures.intake import Encoded, encoded
from yanjiang.pictures.library import found, store
from yanjiang.pictures.models import Picture


class PictureForm(GuardedForm):
    class Meta:
        model = Picture
        fields = ("alt",)
        widgets = {"alt": forms.TextInput(attrs={"class": "vTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "alt" in self.fields:
            # The model allows a blank text for pictures that came without a form, by a paste into a text.
            self.fields["alt"].required = True


class UploadForm(PictureForm):
    upload = ChosenFileField(
        label="图片文件",
        widget=ChosenFileInput(
            attrs={"accept": "image/jpeg,image/png,image/gif,image/webp,image/avif,image/bmp,image/tiff"}
        ),
        help_text="JPG、PNG、GIF、WebP 或 AVIF，不超过 10 MB、四千万像素。"
        "宽度超过 2560 像素的会缩小，长图不限高度。动图只保留第一帧。",
    )
    existing: Picture | None = None
    written: Encoded

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        try:
            self.existing = found(upload)
            if not self.existing:
                self.written = encoded(upload)
        except UploadsAwayError as error:  # a file that was held when the form was sent before
            raise ValidationError("存放文件的服务器没有回答，请过一两分钟再保存。", code="away") from error
        return upload

    def kept(self, uploader: User) -> Picture:
        """Return the library's picture of this file, or store a new one."""
        return self.existing or store(self.written, alt=self.cleaned_data["alt"], uploader=uploader)
