"""Which editors have the form of an article open."""

from typing import Any

from django.conf import settings
from django.db import models


class Presence(models.Model):
    """An editor at the form of an article. Written by `articles.editing.presence` alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="编辑")
    # Without a constraint in the database, a first write does not wait for a save, which has the article locked.
    article: Any = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, db_constraint=False, related_name="+", verbose_name="文章"
    )
    seen_at = models.DateTimeField("最近在场")
    typed_at = models.DateTimeField("最近打字", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "正在编辑的人"
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="presence_article")]
        indexes = [
            # `presence.tidy()` deletes old rows by this index.
            models.Index(fields=["seen_at"], name="presence_seen_at"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} 号在改文章 {self.article_id} 号"
