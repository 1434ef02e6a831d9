"""Writes to the tags of articles when the articles may be read."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from articles.models import PUBLISHED, Article, Tag, TaggedArticle
from articles.projections.rows import Rows, Times


def write_times(rows: Collection[Rows]) -> None:
    wanted = {one.source.pk: one.times for one in rows}
    late, unmarked = [], set()
    for pk, article_id, tag_id, was_published, held in held_times(rows):
        if held != wanted[article_id]:
            late.append(pk)
        if wanted[article_id].publish_at and not was_published:
            unmarked.add(tag_id)
    if late:
        # From the articles' rows, which are locked: one statement, however many times there are.
        published = Article.objects.filter(pk=OuterRef("content_object_id"), status=PUBLISHED)
        TaggedArticle.objects.filter(pk__in=late).update(
            **{name: Subquery(published.values(name)) for name in Times._fields}
        )
    if unmarked:
        # In the order of their numbers, as whoever else marks them: two never wait for each other.
        marked = Tag.objects.filter(pk__in=unmarked).order_by("pk").select_for_update().values_list("pk", flat=True)
        Tag.objects.filter(pk__in=list(marked)).update(was_published=1)


def held_times(rows: Collection[Rows]) -> list[tuple[int, int, int, int, Times]]:
    """Return of the tags of these articles: row, article, tag, whether the tag was published, and the times held."""
    tagged = TaggedArticle.objects.filter(content_object_id__in=[one.source.pk for one in rows]).order_by()
    values = tagged.values_list("pk", "content_object_id", "tag_id", "tag__was_published", "publish_at", "expire_at")
    return [(pk, article_id, tag_id, marked, Times(*times)) for pk, article_id, tag_id, marked, *times in values]
