"""Drafts that authors handed over to the editors (交稿), until they are published, and remarks on articles (批注)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models._people import DELETED, name_of
from yanjiang.lib.plaintext import NameField, PlainTextField

REMARK_CHARS = 1_000


class HandingOver(models.Model):
    """A draft that waits for an editor, or that an editor returned. Written by `articles.editing.handing_over` alone.

    There is a row from the first handing over until the draft is published or taken back.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待审"
        RETURNED = "returned", "已退回"

    article: Any = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="handing_over",
        verbose_name="文章",
    )
    state = models.CharField("状态", max_length=10, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="经手人"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    note = PlainTextField("留言", max_length=REMARK_CHARS, blank=True)  # the author's, or the reason of a return
    # The version that was returned: what the author changed since is compared with it.
    returned = models.ForeignKey(
        "articles.Revision", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="退回的版本"
    )

    class Meta:
        verbose_name = verbose_name_plural = "交稿"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "returned"]), name="handing_over_state_is_known"
            ),
        ]
        indexes = [
            # The front page of the admin reads it: the drafts that wait, the oldest first.
            models.Index(fields=["state", "at"], name="handing_over_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}：{self.article_id} 号"

    @property
    def by_name(self) -> str:
        """Return who handed it over or returned it, in words."""
        return name_of(self.by, otherwise=DELETED)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    def waited(self, at: datetime) -> str:
        """Return in words for how long it has had its state, such as "3 小时"."""
        minutes = int((at - self.at).total_seconds()) // 60
        if minutes < 1:
            return "不到 1 分钟"
        if minutes < 60:
            return f"{minutes} 分钟"
        return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"


def handing_of(article: Any) -> HandingOver | None:
    """Return the row of an article's handing over, None if there is none. The article keeps it."""
    row: HandingOver | None = getattr(article, "handing_over", None)
    return row


class Remark(models.Model):
    """A remark on a paragraph, or on the article as a whole. Written by `articles.editing.remarks` alone."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="remarks", verbose_name="文章"
    )
    # The paragraph is a block of the body of this version, by its number. It is None for the article as a whole.
    revision = models.ForeignKey(
        "articles.Revision", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="版本"
    )
    place = models.PositiveIntegerField("第几段", null=True)
    quote = models.CharField("原文", max_length=200, blank=True)  # the beginning of the paragraph
    text = PlainTextField("批注", max_length=REMARK_CHARS)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="批注者"
    )
    # The name that somebody without an account gave, and the preview that was open.
    visitor = NameField("看预览的人", max_length=40, blank=True, default="", db_default="")
    link = models.ForeignKey(
        "articles.PreviewLink", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="预览链接"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    reply = PlainTextField("答复", max_length=REMARK_CHARS, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="处理者"
    )
    done_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批注"

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def by_name(self) -> str:
        """Return who wrote it, in words."""
        if self.visitor:
            return f"{self.visitor}（从预览链接）"
        return name_of(self.by, otherwise=DELETED)

    @property
    def done_by_name(self) -> str:
        """Return who ticked it off, in words."""
        return name_of(self.done_by, otherwise=DELETED)
