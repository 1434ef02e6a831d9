"""Changes many articles at once, in bounded batches, each with its derived rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles import projections
from articles.models import SEEN, Article, ArticleQuerySet, Section
from yanjiang.lib.batches import batches

Status = Article.Status


def publish(articles: ArticleQuerySet, at: datetime) -> int:
    """Publish these articles at their own times, or else at `at`. Returns how many were not published before."""
    drafts = articles.exclude(status=Status.PUBLISHED)
    return write(drafts, status=Status.PUBLISHED, publish_at=Coalesce("publish_at", Value(at)))


def withdraw(articles: ArticleQuerySet) -> int:
    """Make drafts of these articles, published ones and those in the trash. Returns how many were no drafts before."""
    return write(articles.exclude(status=Status.DRAFT), status=Status.DRAFT)


def trash(articles: ArticleQuerySet) -> int:
    """Put these articles in the trash. Returns how many were not in it before."""
    return write(articles.exclude(status=Status.TRASH), status=Status.TRASH)


def purge(articles: ArticleQuerySet) -> int:
    """Delete for good the articles among these that are in the trash. Returns how many there were."""
    with transaction.atomic():
        gone = numbers(articles.filter(status=Status.TRASH))
        for ids in batches(gone):
            Article.objects.filter(pk__in=ids).delete()
    return len(gone)


def move(articles: ArticleQuerySet, section: Section) -> int:
    """File these articles under another section, and remove it from their further sections."""
    with transaction.atomic():
        further = Article.further_sections.through._default_manager
        further.filter(article_id__in=articles.order_by().values("pk"), section_id=section.pk).delete()
        return write(articles, section=section)


def set_flags(articles: ArticleQuerySet, names: Iterable[str], *, on: bool) -> int:
    return write(articles, **dict.fromkeys(names, on))


def numbers(articles: ArticleQuerySet) -> list[int]:
    """Return the ids of articles, before a change of the fields that they were chosen by."""
    return list(articles.order_by("pk").values_list("pk", flat=True))


def write(articles: ArticleQuerySet, **values: Any) -> int:
    """Write these values into the rows, bring what is derived up to date, and return the number of rows."""
    changed = 0
    if values.keys() & set(SEEN):
        values["updated_at"] = timezone.now()
    with transaction.atomic():
        for ids in batches(numbers(articles)):
            changed += Article.objects.filter(pk__in=ids).update(**values)
            projections.write(ids)
    return changed
