"""The lists of published articles: a row per article and section, ancestors included, in the order of the list.

A section's page is then one range of one index, however large the subtree, and an article that is filed below a
section twice is listed there once.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from articles.models._visibility import TimedQuerySet


class ListingQuerySet(TimedQuerySet["Listing"]):
    def pinned(self, at: datetime) -> Self:
        return self.visible(at).filter(pinned_until__gt=at)

    def early(self, at: datetime) -> Self:
        """Return the rows of articles that come out later."""
        return self.filter(publish_at__gt=at)

    def expired(self, at: datetime) -> Self:
        return self.filter(publish_at__lte=at, expire_at__lte=at)


class Listing(models.Model):
    """An article's row in the list of a section. Written by `projections` alone."""

    section = models.ForeignKey(
        "articles.Section", on_delete=models.CASCADE, related_name="listings", verbose_name="栏目"
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="listings", verbose_name="文章"
    )
    publish_at = models.DateTimeField("发布时间")
    expire_at = models.DateTimeField("下线时间", null=True)
    pinned_until = models.DateTimeField("置顶到", null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目列表"
        constraints = [models.UniqueConstraint(fields=["section", "article"], name="listing_once_a_section")]
        indexes = [
            # A section's page, its count, and an article's neighbours.
            models.Index(fields=["section", "-publish_at", "-article", "expire_at"], name="listing_newest"),
            # The pinned articles of a section.
            models.Index(
                fields=["section", "pinned_until"], condition=Q(pinned_until__isnull=False), name="listing_pinned"
            ),
            # The expired articles of a section, which are subtracted from its numbers of articles.
            models.Index(
                fields=["section", "expire_at", "publish_at"],
                condition=Q(expire_at__isnull=False),
                name="listing_expiring",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.article_id}"
