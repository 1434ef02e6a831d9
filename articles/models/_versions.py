"""The versions of an article: what was saved when, by whom, and which one waits beside the live page."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models._people import name_of
from yanjiang.lib.plaintext import NameField


class RevisionQuerySet(models.QuerySet["Revision"]):
    def files(self) -> set[str]:
        """Return the files of the attachments that these versions have."""
        lists: Iterable[Any] = self.order_by().values_list("content__attachments", flat=True)
        return {row["file"] for rows in lists for row in rows or ()}


class Revision(models.Model):
    """The whole content of an article after a save that changed it. Written by `articles.editing.revisions` alone.

    Rows are never changed, except that one is named, or goes live later than it was saved.
    """

    class Kind(models.TextChoices):
        FOUND = "found", "此前的内容"  # what a change of unknown origin left, recorded before the next change
        SAVED = "saved", "保存"
        MERGED = "merged", "合并保存"
        RESTORED = "restored", "恢复"
        ACTION = "action", "批量操作"

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, db_index=False, related_name="revisions", verbose_name="文章"
    )
    kind = models.CharField("来历", max_length=10, choices=Kind.choices, default=Kind.SAVED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="保存者"
    )
    at = models.DateTimeField("保存时间", default=timezone.now)
    live_at = models.DateTimeField("上线时间", null=True)  # when its content became that of the article's row
    content = models.JSONField("内容")  # as `articles.editing.contents` reads it
    digest = models.CharField("指纹", max_length=32)  # of the content
    # The revisions that it was made from: one, or two where the changes of two people were merged.
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="前一版")
    merged = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="合并的一版"
    )
    reason = NameField("修改原因", max_length=200, blank=True)
    name = NameField("版本名称", max_length=40, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        indexes = [
            # The list of an article's versions. By the index of all ids, PostgreSQL would read a million of others.
            models.Index(fields=["article", "id"], name="revision_listed"),
            # The content that a form was opened with.
            models.Index(fields=["article", "digest"], name="revision_content"),
            # The version of an article that went live last.
            models.Index(fields=["article", "live_at", "id"], name="revision_live"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.get_kind_display()} {timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}"

    @property
    def by_name(self) -> str:
        """Return the name of the person who saved it, "" if that is not known."""
        return name_of(self.by)


class PendingChange(models.Model):
    """A changed version (修改稿) of an article that readers see in its former version until the change goes live."""

    article: Any = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="pending_change",
        verbose_name="文章",
    )
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+", verbose_name="修改稿")
    base = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+", verbose_name="修改前的版本")
    go_live_at = models.DateTimeField("上线时间", null=True, blank=True, db_index=True)
    problem = models.CharField("没能上线的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "修改稿"

    def __str__(self) -> str:
        return f"修改稿：{self.article_id} 号"
