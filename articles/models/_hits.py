"""Totals of hits, in a table apart from the articles, so that saving one never changes the other."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from articles.models._visibility import visible


class ArticleHitsQuerySet(models.QuerySet["ArticleHits"]):
    def most_read(self, at: datetime, *, lately: str) -> Self:
        """Keep articles that a visitor may read and that were read lately, most read first, by one index.

        `lately` is "week" or "month": the last 7 or 30 days.
        """
        # EXISTS instead of a join: SQLite would start a join at the articles, and sort all of them.
        articles: Any = ArticleHits._meta.get_field("article").related_model
        readable = articles._base_manager.filter(visible(at), pk=OuterRef("article_id"))
        return self.filter(Exists(readable), **{f"{lately}__gt": 0}).order_by(f"-{lately}", "-article_id")


class ArticleHits(models.Model):
    """How often an article was read. Created with the article; afterwards only the counting of reads writes it."""

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="hits", verbose_name="文章"
    )
    opening = models.PositiveBigIntegerField("期初点击", default=0, help_text="从旧系统带来的点击次数。")
    total = models.PositiveBigIntegerField("点击次数", default=0, help_text="期初点击加上本站统计的阅读。")
    week = models.PositiveIntegerField("近 7 天阅读", default=0)
    month = models.PositiveIntegerField("近 30 天阅读", default=0)

    objects = ArticleHitsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "点击统计"
        default_permissions = ()
        permissions = [("view_articlehits", "可以查看点击统计")]
        constraints = [models.CheckConstraint(condition=Q(total__gte=F("opening")), name="hits_total_holds_opening")]
        indexes = [
            # The lists of most read articles.
            models.Index(fields=["-total", "-article"], name="hits_most_read"),
            # The lists of articles most read lately.
            models.Index(fields=["-week", "-article"], name="hits_most_read_week"),
            models.Index(fields=["-month", "-article"], name="hits_most_read_month"),
        ]

    def __str__(self) -> str:
        return str(self.total)
