"""Sums of closed days, which reports add up instead of every article's every day.

The sums of a section leave out the sections below it, so that the tree may change at any time: a report of a section
adds those up. Later only a merge changes sums, by their keys, and a view that comes late adds to them.
"""

import json
from collections import Counter
from collections.abc import Mapping, Set
from datetime import date
from heapq import nsmallest
from typing import Any, TypeVar

from django.db import connection, models

from yanjiang.lib.rows import insert

WHOLE_SITE = 0  # the section that stands for all of them together


class Facet(models.TextChoices):
    """The dimensions of reports besides articles and sections."""

    AUTHOR = "author", "作者"
    EDITOR = "editor", "责任编辑"
    CONSULTANT = "consultant", "写作顾问"
    TAG = "tag", "关键字"
    SOURCE = "source", "文章来源"
    REFERRER = "referrer", "访问来源"


FACET_TOP = 300  # values in a facet's top, which reports read first
FEW = 40  # values that are found by searching a text sooner than by parsing it

Sums = TypeVar("Sums", bound=models.Model, covariant=True)


class SumsQuerySet(models.QuerySet[Sums]):
    """Rows of sums whose primary key has a section."""

    def hand_over(self, section: int, target: int) -> None:
        """Add the numbers of one section to those of another. Call it under the lock of `HitState`."""
        table, keys = self.model._meta.db_table, [field.name for field in self.model._meta.pk_fields]
        counts = [field.name for field in self.model._meta.concrete_fields if field.name not in keys]
        taken = ["%s" if name == "section" else name for name in (*keys, *counts)]
        added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counts)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join((*keys, *counts))})"
                f" SELECT {', '.join(taken)} FROM {table} WHERE section = %s"
                f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}",
                [target, section],
            )
        self.filter(section=section).delete()


class ClosedDay(models.Model):
    """A day that is over and has its sums. Written by `hits.closing`, once and for all."""

    day = models.DateField("日期", primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "已结算的日期"

    def __str__(self) -> str:
        return str(self.day)


class SectionDay(models.Model):
    """The counts of a closed day in one section, without the sections below it.

    Written by `hits.closing`, and by the roll-up if a view comes late.
    """

    pk = models.CompositePrimaryKey("day", "section", verbose_name="主键")
    day = models.DateField("日期")
    section = models.BigIntegerField("当时的栏目")
    reads = models.PositiveBigIntegerField("阅读")
    repeats = models.PositiveBigIntegerField("重复")
    visitors = models.PositiveBigIntegerField("访客")
    staff = models.PositiveBigIntegerField("工作人员")
    search = models.PositiveBigIntegerField("搜索引擎爬虫")
    ai = models.PositiveBigIntegerField("人工智能爬虫")
    machine = models.PositiveBigIntegerField("其他机器")
    prefetch = models.PositiveBigIntegerField("预取")

    objects = SumsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目每日点击"

    def __str__(self) -> str:
        return f"{self.day} {self.section}: {self.reads}"


class FacetDayQuerySet(models.QuerySet["FacetDay"]):
    """The writes. Call each of them under the lock of `HitState`."""

    def add(self, day: date, found: Mapping[tuple[int, str], Mapping[str, int]]) -> None:
        """Add reads by section and facet to what the day has."""
        there = self.filter(day=day, section__in={section for section, _facet in found})
        known = {(section, facet): reads for section, facet, reads in there.values_list("section", "facet", "reads")}
        sums = {key: Counter(values) for key, values in found.items()}
        for key in sums.keys() & known.keys():
            sums[key].update(json.loads(known[key]))
        self._write(day, sums)

    def hand_over(self, section: int, target: int) -> None:
        """Add the reads of one section to those of another."""
        rows = self.filter(section=section)
        for day in sorted(set(rows.order_by().values_list("day", flat=True))):
            of_day = rows.filter(day=day).values_list("facet", "reads")
            self.add(day, {(target, facet): json.loads(reads) for facet, reads in of_day})
        rows.delete()

    def merge_values(self, facet: str, value: str, into: str) -> None:
        """Give the reads of one value to another. The site's rows say which days have it."""
        having = self.filter(facet=facet, reads__contains=f"{_text(value)}:")
        for day in list(having.filter(section=WHOLE_SITE).order_by("day").values_list("day", flat=True)):
            sums = {}
            for section, reads in having.filter(day=day).values_list("section", "reads"):
                values = Counter(json.loads(reads))
                values[into] += values.pop(value, 0)
                sums[section, facet] = values
            self._write(day, sums)

    def _write(self, day: date, sums: Mapping[tuple[int, str], Mapping[str, int]]) -> None:
        insert(
            FacetDay,
            ("day", "section", "facet", "reads", "top"),
            ((day, *key, _text(values), _text(top_of(values, FACET_TOP))) for key, values in sums.items()),
            unique=("day", "section", "facet"),
        )


class FacetDay(models.Model):
    """The reads of a closed day by a facet, in the whole site or in a section without those below it.

    Written by `hits.closing` from the articles as they are then: later changes of articles change no report of the
    past. The roll-up adds a view that comes late; merged sections and tags add up their reads.
    """

    pk = models.CompositePrimaryKey("day", "section", "facet", verbose_name="主键")
    day = models.DateField("日期")
    section = models.BigIntegerField("当时的栏目", help_text="不含下级栏目；0 为全站。")
    facet = models.CharField("类别", max_length=10, choices=Facet.choices)
    # One text holds all values: as rows of their own they were twenty times as large as the days that they sum up.
    reads = models.TextField("阅读", help_text="JSON：每个值的阅读次数。人和关键字以编号为值。")
    top = models.TextField("前列", help_text="JSON：其中阅读最多的。")

    objects = FacetDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每日分类点击"

    def __str__(self) -> str:
        return f"{self.day} {self.section} {self.facet}"


def top_of(values: Mapping[str, int], count: int) -> dict[str, int]:
    """Return the values read most, most first; equal ones are in the order of their characters."""
    return dict(nsmallest(count, values.items(), key=lambda item: (-item[1], item[0])))


def reads_in(text: str, wanted: Set[str]) -> dict[str, int]:
    """Return the reads of these values in a text of FacetDay, without values that it lacks.

    A few values are searched in the text, because parsing it takes four times as long.
    """
    if len(wanted) > FEW:
        values = json.loads(text)
        return {value: values[value] for value in wanted & values.keys()}
    found, text = {}, f",{text[1:-1]},"
    for value in wanted:
        # The key matches no part of another value: a quotation mark inside a value has a backslash before it.
        key = f",{_text(value)}:"
        if (at := text.find(key)) >= 0:
            start = at + len(key)
            found[value] = int(text[start : text.index(",", start)])
    return found


def _text(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


class HourReads(models.Model):
    """The reads of an hour in one section alone, written by the roll-up and deleted after two weeks.

    The report compares the hours of today that are over with the same hours of other days.
    """

    pk = models.CompositePrimaryKey("day", "hour", "section", verbose_name="主键")
    day = models.DateField("日期")
    hour = models.PositiveSmallIntegerField("小时")
    section = models.BigIntegerField("当时的栏目")
    reads = models.PositiveIntegerField("阅读", default=0)

    objects = SumsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每小时点击"

    def __str__(self) -> str:
        return f"{self.day} {self.hour}: {self.reads}"
