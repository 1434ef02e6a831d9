"""Bulk changes: what an action changed in many articles, so that it can be undone."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from yanjiang.lib.chinese import person_name

UNDOABLE_FOR = timedelta(days=30)


class BulkChangeQuerySet(models.QuerySet["BulkChange"]):
    def undoable(self, at: datetime) -> "BulkChangeQuerySet":
        return self.filter(undone_at__isnull=True, at__gt=at - UNDOABLE_FOR)


class BulkChange(models.Model):
    """An action of one person on many articles."""

    action = models.CharField("操作", max_length=20)  # the name by which the admin finds who may undo it
    words = models.CharField("内容", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="操作者"
    )
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    count = models.PositiveIntegerField("篇数")
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="撤销者"
    )

    objects = BulkChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量操作"

    def __str__(self) -> str:
        return f"{self.words}（{self.count} 篇）"

    @classmethod
    def record(
        cls, action: str, words: str, *, by: Any, changed: Collection[tuple[int, int, int]]
    ) -> "BulkChange | None":
        """Record an action by the article, the revision before and the one after of each change.

        Returns None if nothing was changed. Call it in the transaction of the action.
        """
        if not changed:
            return None
        with transaction.atomic(savepoint=False):
            change = cls.objects.create(action=action, words=words[:200], by=by, count=len(changed))
            items = [
                BulkItem(change=change, article_id=pk, before_id=before, after_id=after)
                for pk, before, after in changed
            ]
            BulkItem.objects.bulk_create(items, batch_size=500)
        return change

    @property
    def by_name(self) -> str:
        return _name(self.by)

    @property
    def undone_by_name(self) -> str:
        return _name(self.undone_by)

    def is_undoable(self, at: datetime) -> bool:
        """Tell of this row what `undoable()` asks of many."""
        return self.undone_at is None and self.at > at - UNDOABLE_FOR


class BulkItem(models.Model):
    """An article that a bulk change changed, with its versions before and after."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="items", verbose_name="批量操作")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+", verbose_name="文章")
    before: Any = models.ForeignKey(
        "articles.Revision", on_delete=models.CASCADE, related_name="+", verbose_name="操作前的版本"
    )
    after: Any = models.ForeignKey(
        "articles.Revision", on_delete=models.CASCADE, related_name="+", verbose_name="操作后的版本"
    )

    class Meta:
        verbose_name = verbose_name_plural = "批量操作的文章"
        constraints = [models.UniqueConstraint(fields=["change", "article"], name="bulk_item_once")]

    def __str__(self) -> str:
        return f"{self.change}：{self.article_id} 号"


def _name(user: Any) -> str:
    if not user:
        return ""
    return person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)
