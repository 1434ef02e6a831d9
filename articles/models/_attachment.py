"""Attachments (附件): documents to download with an article."""

import re
import secrets
import zipfile
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models, transaction

from articles.models._versions import Revision
from yanjiang.lib import file_kinds, pdf_locks
from yanjiang.lib.plaintext import NameField, normal_name
from yanjiang.lib.positions import SmallPositionField
from yanjiang.sent.removals import remove_after_commit

MAX_BYTES = 50 * 1024 * 1024
# Suffixes of files that a double click runs in Windows, Office or a browser.
PROGRAMS = {
    ".apk", ".app", ".bat", ".chm", ".cmd", ".com", ".cpl", ".dll", ".docm", ".dotm", ".exe", ".hta", ".htm", ".html",
    ".inf", ".iso", ".jar", ".js", ".jse", ".lnk", ".mht", ".msi", ".msp", ".php", ".pif", ".pptm", ".ps1", ".py",
    ".reg", ".scf", ".scr", ".sh", ".svg", ".url", ".vbe", ".vbs", ".wsf", ".wsh", ".xhtml", ".xlam", ".xlsm",
}  # fmt: skip
# Signs that no name of a file may have in Windows: a folder ends at two of them.
_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
# The folder of each kind of Office document inside its ZIP file (ECMA-376, part 2).
OFFICE_FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}


def upload_to(attachment: "Attachment", filename: str) -> str:
    # The stored name is random; browsers save the file under `name`.
    return f"attachments/{secrets.token_hex(12)}{PurePath(filename).suffix.lower()}"


def validate_document(file: File) -> None:  # type: ignore[type-arg]
    """Refuse a document whose content is of another kind than its name says, or that readers cannot open."""
    if getattr(file, "_committed", False) or hasattr(file.file, "held"):
        return  # it was checked when it was uploaded
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
    if suffix == ".zip" and (program := _program(file)):
        raise ValidationError(
            f"zip 里有程序或网页（{program}），附件不收。请去掉它，重新压缩后再上传。", code="program"
        )
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
    """Return a message for a document that asks for a password, "" for any other."""
    file.seek(0)
    if suffix == ".pdf":
        is_locked = pdf_locks.needs_password(file.read())
        return "这个 PDF 加了密码，读者打不开。请去掉密码，另存后再上传。" if is_locked else ""
    with zipfile.ZipFile(file) as archive:
        is_locked = any(entry.flag_bits & 1 for entry in archive.infolist())
    return "这个 zip 加了密码，读者打不开。请不设密码，重新压缩后再上传。" if is_locked else ""


def _program(file: Any) -> str:
    """Return the name of the first program in an archive, "" if there is none."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    names = (PurePath(_name_in(entry).rstrip(". ")) for entry in entries)
    return next((name.name[-60:] for name in names if name.suffix.lower() in PROGRAMS), "")


def _name_in(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry. Chinese Windows writes names in GBK, which `zipfile` reads as cp437."""
    is_utf8 = entry.flag_bits & 0x800
    return entry.filename if is_utf8 else entry.filename.encode("cp437", "replace").decode("gb18030", "replace")


def remove_files_of(articles: Collection[int]) -> None:
    """Remove the files of articles that are deleted, those of their versions too: the cascade deletes only rows."""
    rows = Attachment.objects.filter(article__in=articles).values_list("file", flat=True)
    remove_after_commit({*rows, *Revision.objects.filter(article__in=articles).files()})


def remove_unused(files: Iterable[tuple[int, str]]) -> None:
    """Remove files, each with its article, that neither a row nor a version of the article refers to any more."""
    wanted = {name: article for article, name in files}
    articles = set(wanted.values())
    rows = Attachment.objects.filter(article__in=articles).values_list("file", flat=True)
    remove_after_commit(wanted.keys() - {*rows, *Revision.objects.filter(article__in=articles).files()})


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            files = list(self.order_by().values_list("article_id", "file"))
            deleted = super().delete()
            remove_unused(files)
        return deleted


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
            # Finds the article of a file's address.
            models.Index(fields=["file"], name="attachment_file"),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def named_after(filename: str) -> str:
        """Return the name that an attachment has if its editor gives none."""
        return normal_name(PurePath(filename).name)[-120:]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.name:
            self.name = self.named_after(self.file.name or "")
        with suppress(FileNotFoundError):  # an error would not help the person who edits the row
            self.size = self.file.size
        with transaction.atomic():
            before = list(Attachment.objects.filter(pk=self.pk).values_list("article_id", "file")) if self.pk else []
            super().save(*args, **kwargs)
            if replaced := [(article, name) for article, name in before if name != self.file.name]:
                remove_unused(replaced)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return Attachment.objects.filter(pk=self.pk).delete()

    @property
    def download_name(self) -> str:
        """Return the name to save it under, with the suffix of the file."""
        suffix = PurePath(self.file.name or "").suffix
        name = _NO_FILE_NAME.sub("_", self.name)
        return name if name.lower().endswith(suffix) else f"{name}{suffix}"
