"""How many articles of each day a section's list holds, so that no page has to count or skip the rows of `Listing`."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection, models, transaction

DAY = timedelta(days=1)
Key = tuple[int, date]  # a section and a day


class ListingCountQuerySet(models.QuerySet["ListingCount"]):
    def add(self, changes: Counter[Key]) -> None:
        """Add to the numbers of sections' days. Call it in the transaction that writes the rows of `Listing`.

        A row that another transaction has locked stays as it is, and a further row is inserted. No writer waits for
        another.
        """
        changed = {key: number for key, number in changes.items() if number}
        if not changed:
            return
        with transaction.atomic(savepoint=False):
            free = self.filter(
                section__in={section for section, _day in changed}, day__in={day for _section, day in changed}
            )
            sums, replaced = Counter(changed), []
            for pk, section, day, number in free.select_for_update(skip_locked=True).values_list(
                "pk", "section", "day", "number"
            ):
                if (section, day) in changed:
                    sums[section, day] += number
                    replaced.append(pk)
            self.filter(pk__in=replaced).delete()
            self.bulk_create(
                ListingCount(section_id=section, day=day, number=number)
                for (section, day), number in sorted(sums.items())
                if number
            )

    def of(self, section_id: int) -> dict[date, int]:
        """Return the number of articles of each day."""
        days = self.filter(section=section_id).order_by().values_list("day")
        return dict(days.annotate(sum=models.Sum("number")).exclude(sum=0))

    def lock(self) -> None:
        """Wait until others have committed their changes of numbers, and let nobody change them until the commit."""
        if connection.vendor == "postgresql":  # SQLite has one writer at a time
            with connection.cursor() as cursor:
                # Weaker modes let others lock rows, which the holder of this lock may want to delete.
                cursor.execute("LOCK TABLE articles_listingcount IN EXCLUSIVE MODE")


class ListingCount(models.Model):
    """A part of the number of articles that a section lists of one day. The sum of a day's rows is the number.

    Written by `projections` alone. Articles that are not visible yet, or no longer, count as well.
    """

    # No constraint in the database: its check would wait for a transaction that changes the section.
    section = models.ForeignKey(
        "articles.Section", on_delete=models.CASCADE, related_name="+", db_constraint=False, verbose_name="栏目"
    )
    day = models.DateField("日期", help_text="发布时间的日期，按世界时。")
    number = models.IntegerField("篇数")

    objects = ListingCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目篇数"
        indexes = [models.Index(fields=["section", "day", "number"], name="listing_count")]

    def __str__(self) -> str:
        return f"{self.section_id} {self.day}: {self.number}"


def day_of(publish_at: datetime) -> date:
    """Return the day under which an article is counted: that of UTC, which no setting changes."""
    return publish_at.astimezone(UTC).date()


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
