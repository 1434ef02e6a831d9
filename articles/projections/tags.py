"""Copies the times of articles to the rows of their tags."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from articles.models import PUBLISHED, Article, Tag, TaggedArticle
from articles.projections.article_data import Tagged
from articles.projections.derived_rows import Rows, Times


def write_times(rows: Collection[Rows]) -> None:
    late: list[int] = []
    unmarked: set[int] = set()
    for one in rows:
        late += [tag.pk for tag in one.data.tagged if is_late(tag, one)]
        if one.times.publish_at:
            unmarked.update(tag.tag_id for tag in one.data.tagged if not tag.was_published)
    if late:
        # The times come from the articles' rows, which are locked: one statement, however many different times there
        # are.
        published = Article.objects.filter(pk=OuterRef("content_object_id"), status=PUBLISHED)
        TaggedArticle.objects.filter(pk__in=late).update(
            **{name: Subquery(published.values(name)) for name in Times._fields}
        )
    if unmarked:
        # Locked in the order of their ids, as all other writers do, so that two never deadlock.
        marked = Tag.objects.filter(pk__in=unmarked).order_by("pk").select_for_update().values_list("pk", flat=True)
        Tag.objects.filter(pk__in=list(marked)).update(was_published=1)


def is_late(tag: Tagged, one: Rows) -> bool:
    """Tell whether a tag's row holds other times than its article has."""
    return (tag.publish_at, tag.expire_at) != one.times
