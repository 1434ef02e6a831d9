"""The row of a form that was saved."""

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """One opening of a form in the admin, by its token. Written by `Sending` in the transaction that saves the form."""

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
            # Old rows, which each new one removes.
            models.Index(fields=["at"], name="sentform_at"),
        ]

    def __str__(self) -> str:
        return str(self.token)
