"""Links by which somebody without an account sees a preview of an article (预览链接)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models._people import DELETED, name_of
from yanjiang.lib.plaintext import NameField


class PreviewLink(models.Model):
    """A link to a preview. Written by `articles.editing.sharing` alone.

    Its address has a token that no column holds. The token is made from `seed` and the site's secret key, so that
    editors can copy it at any time, and a stolen database opens nothing. Rows are found by `digest`, the token's hash.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+", verbose_name="文章")
    # Without a version the link shows what the editors work on. A link to a version ends with it.
    revision = models.ForeignKey(
        "articles.Revision", on_delete=models.CASCADE, null=True, related_name="+", verbose_name="版本"
    )
    seed = models.CharField("种子", max_length=32)
    digest = models.CharField("指纹", max_length=64, unique=True)
    name = NameField("给谁看", max_length=60, blank=True)
    takes_remarks = models.BooleanField("可以写批注", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="分享者"
    )
    at = models.DateTimeField("分享时间", default=timezone.now)
    expires_at = models.DateTimeField("到期时间")
    withdrawn_at = models.DateTimeField("收回时间", null=True)
    opened = models.PositiveIntegerField("打开次数", default=0)
    opened_at = models.DateTimeField("最近打开", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "预览链接"
        indexes = [
            # `sharing.tidy()` deletes old rows by this index.
            models.Index(fields=["expires_at"], name="preview_link_expires_at"),
        ]

    def __str__(self) -> str:
        return self.name or f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} 的预览链接"

    @property
    def by_name(self) -> str:
        """Return who made it, in words."""
        return name_of(self.by, otherwise=DELETED)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the link can be opened at a moment. The article may be in the trash all the same."""
        return self.withdrawn_at is None and self.expires_at > at
