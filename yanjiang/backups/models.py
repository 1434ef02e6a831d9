"""The site's own record of its backups and restores."""

import uuid

from django.db import models


class Backup(models.Model):
    """A backup that was finished: its file was complete and on the disk. The command `backup` writes it."""

    made_at = models.DateTimeField("时间", db_index=True, help_text="备份里的内容是这一刻的。")
    file = models.CharField("文件", max_length=1000)
    size = models.PositiveBigIntegerField("字节")
    rows = models.PositiveBigIntegerField("行数")
    uploads = models.PositiveIntegerField("上传的文件", null=True, help_text="空着：没有备份上传的文件。")

    class Meta:
        verbose_name = verbose_name_plural = "备份"
        default_permissions = ("view",)  # whoever has it is warned on the front page of the admin

    def __str__(self) -> str:
        return self.file


class Restore(models.Model):
    """A restore that took place. Its row comes with the restored rows, in one transaction.

    This row says whether a restore that was killed has replaced the database.
    """

    key = models.UUIDField("编号", primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField("时间")
    made_at = models.DateTimeField("备份的时间")
    file = models.CharField("文件", max_length=1000)

    class Meta:
        verbose_name = verbose_name_plural = "恢复"
        default_permissions = ()

    def __str__(self) -> str:
        return self.file
