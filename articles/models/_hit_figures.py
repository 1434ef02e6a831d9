"""What reports add up instead of every article's every day: derived from the days, and made anew at any time."""

from typing import Any

from django.db import models
from django.db.models import F

WHOLE_SITE = 0  # the scope that is no section's


class Facet(models.TextChoices):
    """What reads are told by, besides articles and sections."""

    AUTHOR = "author", "作者"
    EDITOR = "editor", "责任编辑"
    CONSULTANT = "consultant", "写作顾问"
    TAG = "tag", "关键字"
    SOURCE = "source", "文章来源"
    REFERRER = "referrer", "访问来源"


FACET_TOP = 300  # values in a facet's top: what reports look at first


class ClosedDayQuerySet(models.QuerySet["ClosedDay"]):
    def open_again(self, days: Any = None) -> None:
        """Have these days summed up anew, all of them if none are named: their reads or the tree are others now."""
        chosen = self if days is None else self.filter(day__in=days)
        chosen.delete()


class ClosedDay(models.Model):
    """A day of the past whose figures below are whole. Written by `hits.closing`; the roll-up opens a day again."""

    day = models.DateField("日期", primary_key=True)

    objects = ClosedDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已结算的日期"

    def __str__(self) -> str:
        return str(self.day)


class SectionDay(models.Model):
    """What a closed day counts in one section alone, without what is below it. Written by `hits.closing`."""

    pk = models.CompositePrimaryKey("day", "section", verbose_name="主键")
    day = models.DateField("日期")
    # A number and no relation: sections that are merged have their days opened again instead.
    section = models.BigIntegerField("当时的栏目")
    reads = models.PositiveBigIntegerField("阅读")
    repeats = models.PositiveBigIntegerField("重复")
    visitors = models.PositiveBigIntegerField("访客")
    staff = models.PositiveBigIntegerField("工作人员")
    search = models.PositiveBigIntegerField("搜索引擎爬虫")
    ai = models.PositiveBigIntegerField("人工智能爬虫")
    machine = models.PositiveBigIntegerField("其他机器")
    prefetch = models.PositiveBigIntegerField("预取")

    class Meta:
        verbose_name = verbose_name_plural = "栏目每日点击"

    def __str__(self) -> str:
        return f"{self.day} {self.section}: {self.reads}"


class FacetDay(models.Model):
    """The reads of a closed day by a facet, in the whole site or in a section and all below it.

    Written by `hits.closing`, from the articles as they are then: what is changed later changes no report of the past.
    """

    pk = models.CompositePrimaryKey("day", "scope", "facet", verbose_name="主键")
    day = models.DateField("日期")
    scope = models.BigIntegerField("栏目", help_text="含下级栏目；0 为全站。")
    facet = models.CharField("类别", max_length=10, choices=Facet.choices)
    # As one text: in rows of their own they were twenty times as large as the days that they sum up.
    reads = models.TextField("阅读", help_text="JSON：每个值的阅读次数。人和关键字以编号为值。")
    top = models.TextField("前列", help_text="JSON：其中阅读最多的。")

    class Meta:
        verbose_name = verbose_name_plural = "每日分类点击"

    def __str__(self) -> str:
        return f"{self.day} {self.scope} {self.facet}"


class HourReadsQuerySet(models.QuerySet["HourReads"]):
    def hand_over(self, section: int, target: int) -> None:
        """Add the reads of one section to those of another, hour by hour: two weeks of them at most."""
        for hours in self.filter(section=section):
            there = self.filter(day=hours.day, hour=hours.hour, section=target)
            if not there.update(reads=F("reads") + hours.reads):
                self.create(day=hours.day, hour=hours.hour, section=target, reads=hours.reads)
        self.filter(section=section).delete()


class HourReads(models.Model):
    """The reads of an hour in one section alone: what today is compared by, as far as it goes. Written by the roll-up.

    Forgotten after two weeks.
    """

    pk = models.CompositePrimaryKey("day", "hour", "section", verbose_name="主键")
    day = models.DateField("日期")
    hour = models.PositiveSmallIntegerField("小时")
    section = models.BigIntegerField("当时的栏目")
    reads = models.PositiveIntegerField("阅读", default=0)

    objects = HourReadsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每小时点击"

    def __str__(self) -> str:
        return f"{self.day} {self.hour}: {self.reads}"
