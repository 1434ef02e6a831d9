"""The inbox of addresses that were not found (未找到的地址)."""

from datetime import datetime

from django.db import models
from django.db.models import F

MOST_PATHS = 5_000
MOST_REFERRERS = 5
PATH_CHARS = 300
REFERRER_CHARS = 300


class MissingPathQuerySet(models.QuerySet["MissingPath"]):
    def note(self, path: str, referrer: str, at: datetime) -> None:
        """Count a path once more. If the inbox is full, a new path replaces the one asked for least.

        Two concurrent notes may lose a count or a referrer: the inbox says what to look at first, not how much there
        was.
        """
        known = self.filter(path=path).first()
        if known is None:
            self._make_room()
            self.bulk_create([MissingPath(path=path, first_at=at, last_at=at)], ignore_conflicts=True)
            known = MissingPath(path=path)
        referrers = known.referrers
        if referrer:
            referrers = [referrer, *(other for other in referrers if other != referrer)][:MOST_REFERRERS]
        self.filter(path=path).update(count=F("count") + 1, last_at=at, referrers=referrers)

    def _make_room(self) -> None:
        too_many = self.count() - MOST_PATHS + 1
        if too_many > 0:
            least = self.order_by("count", "last_at", "pk").values_list("pk", flat=True)[:too_many]
            self.filter(pk__in=list(least)).delete()


class MissingPath(models.Model):
    """A path that answered 404: how often, and which pages link to it. The row holds nothing about visitors.

    `articles.old_urls.missing` writes it for a part of the requests. Its admin, and an old address for the path, delete
    it.
    """

    path = models.CharField("地址", max_length=PATH_CHARS, unique=True)
    count = models.PositiveIntegerField("次数", default=0)
    referrers = models.JSONField("来源页面", default=list)
    first_at = models.DateTimeField("首次")
    last_at = models.DateTimeField("最近")

    objects = MissingPathQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "未找到的地址"
        default_permissions = ("view", "delete")
        indexes = [
            # The inbox, most asked for first, and from the other end the paths to delete when it is full.
            models.Index(fields=["count", "last_at"], name="missing_path_by_count"),
        ]

    def __str__(self) -> str:
        return self.path
