"""The inbox of addresses that nothing was found at (未找到的地址)."""

from datetime import datetime

from django.db import models
from django.db.models import F

MOST_PATHS = 5_000
MOST_REFERRERS = 5
PATH_CHARS = 300
REFERRER_CHARS = 300


class MissingPathQuerySet(models.QuerySet["MissingPath"]):
    def note(self, path: str, referrer: str, at: datetime) -> None:
        """Count a path once more. A new one takes, where the inbox is full, the place of the least asked for.

        Two at once may lose one of their counts: it says what to look at first, not how much there was.
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
    """A path that answered 404: how often, and which pages link to it. Nothing of who asked.

    Written by `articles.missing`, for a share of what is asked; its admin and a redirect for the path take it away.
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
            # The inbox, most asked for first; and what gives way when it is full, from the other end.
            models.Index(fields=["count", "last_at"], name="missing_path_by_count"),
        ]

    def __str__(self) -> str:
        return self.path
