"""Attachments (附件): documents to download with an article."""

import secrets
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction

from yanjiang.lib import file_kinds, pdf_locks
from yanjiang.lib.plaintext import NameField, folded
from yanjiang.lib.positions import SmallPositionField

MAX_BYTES = 50 * 1024 * 1024
# The folder of each kind of Office document inside its ZIP file (ECMA-376, part 2).
OFFICE_FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}


def upload_to(attachment: "Attachment", filename: str) -> str:
    # A name of our own: what the visitor's browser saves it as is `name`.
    return f"attachments/{secrets.token_hex(12)}{PurePath(filename).suffix.lower()}"


def validate_document(file: File) -> None:  # type: ignore[type-arg]
    """Refuse what is not, by its content, the kind of document that its name says, and what readers cannot open."""
    if getattr(file, "_committed", False):
        return  # it was looked at when it came
    suffix = PurePath(file.name or "").suffix.lower()
    if file.size > MAX_BYTES:
        raise ValidationError(f"附件不能超过 {MAX_BYTES // 1024 // 1024} MB。", code="too_large")
    kind = file_kinds.kind_of(file)
    named = f"这个文件{kind.what}。{kind.as_document}" if kind else ""
    if kind in (file_kinds.EMPTY, file_kinds.LOCKED):
        raise ValidationError(named, code="locked" if kind is file_kinds.LOCKED else "empty")
    if suffix not in {".pdf", ".zip", *OFFICE_FOLDERS}:
        raise ValidationError(f"附件只能是 pdf、docx、xlsx、pptx 或 zip 文件。{named}", code="kind")
    if not _is(suffix, file):
        raise ValidationError(
            f"这个文件的内容不是 {suffix[1:]} 文件。{named or '它可能已损坏，请重新取得后再上传。'}",
            code="content",
        )
    if locked := _locked(suffix, file):
        raise ValidationError(locked, code="locked")
    file.seek(0)


def _is(suffix: str, file: Any) -> bool:
    file.seek(0)
    if suffix == ".pdf":
        return b"%PDF-" in file.read(1024)
    try:
        with zipfile.ZipFile(file) as archive:
            return suffix == ".zip" or any(name.startswith(OFFICE_FOLDERS[suffix]) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _locked(suffix: str, file: Any) -> str:
    """Say what is wrong with a document that asks for a password, "" for one that does not."""
    file.seek(0)
    if suffix == ".pdf":
        is_locked = pdf_locks.needs_password(file.read())
        return "这个 PDF 加了密码，读者打不开。请去掉密码，另存后再上传。" if is_locked else ""
    with zipfile.ZipFile(file) as archive:
        is_locked = any(entry.flag_bits & 1 for entry in archive.infolist())
    return "这个 zip 加了密码，读者打不开。请不设密码，重新压缩后再上传。" if is_locked else ""


def remove_files(names: Iterable[str]) -> None:
    """Remove the files of attachments that are gone, once that is certain."""
    for name in names:
        transaction.on_commit(lambda name=name: default_storage.delete(name), robust=True)  # type: ignore[misc]


def remove_files_of(articles: Iterable[int]) -> None:
    """Remove the files of the attachments of articles that are deleted, which go by the database's cascade."""
    remove_files(list(Attachment.objects.filter(article__in=articles).values_list("file", flat=True)))


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            remove_files(list(self.order_by().values_list("file", flat=True)))
            return super().delete()


class Attachment(models.Model):
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="attachments", verbose_name="文章"
    )
    file = models.FileField("文件", upload_to=upload_to, validators=[validate_document])
    name = NameField("名称", max_length=120, blank=True, help_text="留空则用文件原来的名称。")
    size = models.PositiveBigIntegerField("大小", editable=False, default=0)
    position = SmallPositionField(within=("article",))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        indexes = [
            # The article of an address.
            models.Index(fields=["file"], name="attachment_file"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.name:
            self.name = folded(PurePath(self.file.name or "").name)[-120:]
        with suppress(FileNotFoundError):  # whoever edits the row mends nothing by an error
            self.size = self.file.size
        with transaction.atomic():
            before = list(Attachment.objects.filter(pk=self.pk).values_list("file", flat=True)) if self.pk else []
            super().save(*args, **kwargs)
            remove_files(name for name in before if name != self.file.name)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return Attachment.objects.filter(pk=self.pk).delete()

    @property
    def download_name(self) -> str:
        """Return the name to save it under, which ends as the file does."""
        suffix = PurePath(self.file.name or "").suffix
        return self.name if self.name.lower().endswith(suffix) else f"{self.name}{suffix}"
