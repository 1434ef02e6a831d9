"""The ledger of an article: when it was handed over, returned, remarked on, and by whom. Saves are logged elsewhere."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from yanjiang.lib.plaintext import PlainTextField


class ArticleEvent(models.Model):
    """Something that was done about an article. Rows are added by `articles.editing`, and never changed.

    Its history (`articles.editing.chronicle`) puts them together with Django's log and the versions.
    """

    class Kind(models.TextChoices):
        HANDED_OVER = "handed_over", "交稿"
        TAKEN_BACK = "taken_back", "撤回交稿"
        RETURNED = "returned", "退回"
        REMARKED = "remarked", "批注"
        DONE = "done", "批注已处理"
        REOPENED = "reopened", "批注重新打开"
        SHARED = "shared", "分享预览"
        UNSHARED = "unshared", "收回预览链接"

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="events", verbose_name="文章"
    )
    kind = models.CharField("事项", max_length=12, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="谁"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    text = PlainTextField("内容", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        indexes = [
            # The history of an article, the latest first.
            models.Index(fields=["article", "at"], name="event_of_article"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}" if self.text else self.get_kind_display()
