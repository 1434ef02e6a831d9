"""Forms that were saved, files of forms that are not saved yet, and files that have to go."""

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """A saved admin form, by the token of its page. `Sending` writes it in the transaction that saves the form."""

    token = models.UUIDField("编号", primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="提交者"
    )
    content = models.CharField("内容摘要", max_length=64)
    object_id = models.CharField("存成的内容", max_length=40, blank=True)
    after = models.CharField("存后的样子", max_length=64, blank=True)
    at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "提交过的表单"
        indexes = [
            # `Sending.begin()` deletes old rows by this index.
            models.Index(fields=["at"], name="sentform_at"),
        ]

    def __str__(self) -> str:
        return str(self.token)


class HeldFile(models.Model):
    """A file that was chosen in a form which is not saved yet. `held_files` writes it."""

    key = models.CharField("编号", primary_key=True, max_length=24)  # random, in hexadecimal
    # Without its person, nobody gets the file, and `held_files.tidy()` deletes it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="谁选的"
    )
    name = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("大小")  # bytes
    at = models.DateTimeField("存下的时间")

    class Meta:
        verbose_name = verbose_name_plural = "选好还没有保存的文件"
        indexes = [
            # `held_files.tidy()` deletes old rows by this index.
            models.Index(fields=["at"], name="heldfile_at"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        # The web server sends nothing of this form unless an attachment of a visible article has the name.
        return f"attachments/{self.key}.held"


class FileToRemove(models.Model):
    """A file of a deleted row that the storage did not remove. `removals` writes it."""

    name = models.CharField("文件名", primary_key=True, max_length=255)
    tried_at = models.DateTimeField("上次没有删成的时间")

    class Meta:
        verbose_name = verbose_name_plural = "还没有删成的文件"

    def __str__(self) -> str:
        return self.name
