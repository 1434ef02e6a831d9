"""The text that an editor has typed into the form of an article and not saved yet."""

from typing import Any

from django.conf import settings
from django.db import models


class WorkingCopy(models.Model):
    """The fields of a form as they were typed. Written by `articles.editing.working_copies` alone.

    An editor has one for each article, and one for each form of a new article. It is no version: it is replaced while
    one types, and deleted when the form is saved.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="谁写的"
    )
    # Without a constraint in the database, a first write does not wait for a save, which has the article locked.
    article: Any = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name="文章",
    )
    page = models.UUIDField("页面")  # the opened form that wrote it last
    fields = models.JSONField("填写的内容")  # name -> values, as the form sends them
    typed_at = models.DateTimeField("存下的时间")

    class Meta:
        verbose_name = verbose_name_plural = "没有保存的草稿"
        constraints = [
            models.UniqueConstraint(fields=["user", "article"], name="workingcopy_article"),
            models.UniqueConstraint(fields=["user", "page"], name="workingcopy_page"),
        ]
        indexes = [
            # `working_copies.tidy()` deletes old rows by this index.
            models.Index(fields=["typed_at"], name="workingcopy_typed_at"),
        ]

    def __str__(self) -> str:
        return self.title or "还没有标题的文章"

    @property
    def title(self) -> str:
        """Return the title as it was typed."""
        return str((self.fields.get("title") or [""])[-1]).strip()
