"""Attachments (附件): documents to download with an article."""

import secrets
import zipfile
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models

from yanjiang.lib.plaintext import NameField, folded
from yanjiang.lib.positions import SmallPositionField

MAX_BYTES = 50 * 1024 * 1024
# The folder of each kind of Office document inside its ZIP file (ECMA-376, part 2).
OFFICE_FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}


def upload_to(attachment: "Attachment", filename: str) -> str:
    # A name of our own: what the visitor's browser saves it as is `name`.
    return f"attachments/{secrets.token_hex(12)}{PurePath(filename).suffix.lower()}"


def validate_document(file: File) -> None:  # type: ignore[type-arg]
    """Refuse what is not, by its content, the kind of document that its name says."""
    suffix = PurePath(file.name or "").suffix.lower()
    if file.size > MAX_BYTES:
        raise ValidationError(f"附件不能超过 {MAX_BYTES // 1024 // 1024} MB。", code="too_large")
    if suffix not in {".pdf", ".zip", *OFFICE_FOLDERS}:
        raise ValidationError("附件只能是 pdf、docx、xlsx、pptx 或 zip 文件。", code="kind")
    file.seek(0)
    if not _is(suffix, file):
        raise ValidationError(f"这个文件的内容不是 {suffix[1:]} 文件，可能已损坏。", code="content")
    file.seek(0)


def _is(suffix: str, file: Any) -> bool:
    if suffix == ".pdf":
        return b"%PDF-" in file.read(1024)
    try:
        with zipfile.ZipFile(file) as archive:
            return suffix == ".zip" or any(name.startswith(OFFICE_FOLDERS[suffix]) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


class Attachment(models.Model):
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="attachments", verbose_name="文章"
    )
    file = models.FileField("文件", upload_to=upload_to, validators=[validate_document])
    name = NameField("名称", max_length=120, blank=True, help_text="留空则用文件原来的名称。")
    size = models.PositiveBigIntegerField("大小", editable=False, default=0)
    position = SmallPositionField(within=("article",))

    class Meta:
        verbose_name = verbose_name_plural = "附件"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.name:
            self.name = folded(PurePath(self.file.name or "").name)[-120:]
        self.size = self.file.size
        super().save(*args, **kwargs)

    @property
    def download_name(self) -> str:
        """Return the name to save it under, which ends as the file does."""
        suffix = PurePath(self.file.name or "").suffix
        return self.name if self.name.lower().endswith(suffix) else f"{self.name}{suffix}"
