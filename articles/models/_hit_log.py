"""The log that beacons append to and the roll-up consumes, and the rows that it keeps for 48 hours to judge by."""

from datetime import timedelta

from django.db import models

# A roll-up is due if the last one began longer ago. With the time that it takes, no number is more than 60 s behind.
STALE_AFTER = timedelta(seconds=30)


class Hit(models.Model):
    """One view of an article's page. Appended by `hits.ingest`, consumed by `hits.rollup`."""

    class Kind(models.TextChoices):
        READER = "reader", "读者"
        STAFF = "staff", "工作人员"
        SEARCH = "search", "搜索引擎爬虫"
        AI = "ai", "人工智能爬虫"
        MACHINE = "machine", "其他机器"
        PREFETCH = "prefetch", "预取"

    event = models.UUIDField("事件号")
    # There are no constraints here and in the days: reads stay when an article or a section is deleted, and an insert
    # locks no row but its own.
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="文章",
    )
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="当时的栏目",
    )
    at = models.DateTimeField("时间")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    visitor = models.BigIntegerField("访客", help_text="地址和浏览器的散列，当天有效，无法还原。")
    referrer = models.CharField("来源", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "待汇总的点击"

    def __str__(self) -> str:
        return str(self.event)


class SeenEvent(models.Model):
    """An event id rolled up in the last 48 hours. A later view with this id is a replay. Written by the roll-up."""

    event = models.UUIDField("事件号", primary_key=True)
    seen_at = models.DateTimeField("汇总时间")

    class Meta:
        verbose_name = verbose_name_plural = "已汇总的事件"
        indexes = [
            # Deletion of old events.
            models.Index(fields=["seen_at"], name="seen_event_at"),
        ]

    def __str__(self) -> str:
        return str(self.event)


class LastRead(models.Model):
    """The time of the last counted read of one article, day and visitor, which tells a repeat. Written by the roll-up.

    The key is a hash of the three. Rows are deleted after 48 hours.
    """

    key = models.BigIntegerField("文章、日期和访客", primary_key=True)
    read_at = models.DateTimeField("上次阅读")
    seen_at = models.DateTimeField("汇总时间")

    class Meta:
        verbose_name = verbose_name_plural = "近期的阅读"
        indexes = [
            # Deletion of old reads.
            models.Index(fields=["seen_at"], name="last_read_seen_at"),
        ]

    def __str__(self) -> str:
        return str(self.read_at)


class HitStateQuerySet(models.QuerySet["HitState"]):
    def lock(self, *, wait: bool = True) -> "HitState | None":
        """Lock the one row, and with it all figures, to the end of the transaction.

        Without `wait`, return None if another process has the lock. Take this lock before those of articles or
        sections.
        """
        self.get_or_create(pk=1)
        return self.select_for_update(skip_locked=not wait).filter(pk=1).first()


class HitState(models.Model):
    """One row that all processes share: today's salt, and the state of the roll-up. Writers of figures lock it."""

    salt = models.BinaryField("盐", default=bytes, help_text="访客散列的密钥，每天更换，旧的即销毁。")
    salt_day = models.DateField("盐的日期", null=True)
    claimed_at = models.DateTimeField("上次汇总", null=True, help_text="最近一次有进程开始汇总的时间。")
    windows_day = models.DateField("近期点击的日期", null=True, help_text="近 7 天和近 30 天以这一天为最后一天。")

    objects = HitStateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "点击统计的状态"

    def __str__(self) -> str:
        return str(self.claimed_at)
