"""Reads by day, which reports add up. Days are Shanghai's."""

from django.db import models

# The counts of an article's day, each a column.
COUNTS = ("reads", "repeats", "visitors", "staff", "search", "ai", "machine", "prefetch")


class ArticleDay(models.Model):
    """An article's day. Totals include only `reads`; the rest is shown beside them. Written by the roll-up.

    The section is the one that the article was filed under at the day's first view: the day's reads stay there.
    """

    # Every report reads a range of days by the primary key.
    pk = models.CompositePrimaryKey("day", "article", verbose_name="主键")
    day = models.DateField("日期")
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="days",
        verbose_name="文章",
    )
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="article_days",
        verbose_name="当时的栏目",
    )
    reads = models.PositiveIntegerField("阅读", default=0)
    repeats = models.PositiveIntegerField("重复", default=0, help_text="同一访客 30 分钟内再次打开。")
    visitors = models.PositiveIntegerField("访客", default=0)
    staff = models.PositiveIntegerField("工作人员", default=0)
    search = models.PositiveIntegerField("搜索引擎爬虫", default=0)
    ai = models.PositiveIntegerField("人工智能爬虫", default=0)
    machine = models.PositiveIntegerField("其他机器", default=0)
    prefetch = models.PositiveIntegerField("预取", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文章每日点击"
        indexes = [
            # An article's curve, its sum, its last days.
            models.Index(fields=["article", "day"], name="article_day_curve"),
            # The most read articles of a day: a report of the most read articles reads the top of each day.
            models.Index(fields=["day", "-reads"], name="article_day_most_read"),
            # The same of a section, and an article's place in it.
            models.Index(fields=["section", "day"], name="article_day_of_section"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.article_id}: {self.reads}"


class ReferrerDay(models.Model):
    """The reads of an article's day with one referrer: a host, a known name, or "" if none was sent."""

    pk = models.CompositePrimaryKey("day", "referrer", "article", verbose_name="主键")
    day = models.DateField("日期")
    referrer = models.CharField("来源", max_length=100)
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="referrer_days",
        verbose_name="文章",
    )
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="referrer_days",
        verbose_name="当时的栏目",
    )
    reads = models.PositiveIntegerField("阅读", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文章每日来源"
        indexes = [
            # An article's referrers.
            models.Index(fields=["article", "day"], name="referrer_day_of_article"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.referrer or '直接'}: {self.reads}"
