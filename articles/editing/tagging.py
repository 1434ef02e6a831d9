"""Changes the tags of many articles, and merges tags."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from articles import projections
from articles.editing.changes import numbers
from articles.models import Article, ArticleQuerySet, Facet, FacetDay, HitState, LegacyPath, Tag, TaggedArticle, page_of
from yanjiang.lib.batches import batches


def add_tags(articles: ArticleQuerySet, names: Iterable[str]) -> int:
    """Add tags of these names to articles that lack them; return how many articles there are. Missing tags are made."""
    with transaction.atomic():
        tags = Tag.objects.found_or_made(names)
        chosen = numbers(articles)
        for ids in batches(chosen):
            tagged = TaggedArticle.objects.filter(content_object_id__in=ids, tag__in=tags)
            had = set(tagged.order_by().values_list("content_object_id", "tag_id"))
            lacking = [(pk, tag) for pk in ids for tag in tags if (pk, tag.pk) not in had]
            TaggedArticle.objects.bulk_create(
                [TaggedArticle(content_object_id=pk, tag=tag) for pk, tag in lacking], ignore_conflicts=True
            )
            _changed({pk for pk, _tag in lacking})
    return len(chosen)


def remove_tags(articles: ArticleQuerySet, tags: Collection[Tag]) -> int:
    """Remove tags from articles; return how many articles had one of them."""
    changed = 0
    with transaction.atomic():
        for ids in batches(numbers(articles)):
            tagged = TaggedArticle.objects.filter(content_object_id__in=ids, tag__in=tags).order_by()
            having = set(tagged.values_list("content_object_id", flat=True))
            tagged.delete()
            _changed(having)
            changed += len(having)
    return changed


def merge_tags(tag: Tag, target: Tag) -> None:
    """Give all articles of a tag to another tag, and delete it. Its address then leads to the other tag."""
    if target.pk == tag.pk:
        return
    with transaction.atomic():
        HitState.objects.lock()
        # Figures refer to this tag by its id, which is gone after `delete()`.
        FacetDay.objects.merge_values(Facet.TAG, str(tag.pk), str(target.pk))
        tagged = list(TaggedArticle.objects.filter(tag=tag).order_by().values_list("content_object_id", flat=True))
        both = TaggedArticle.objects.filter(tag=target).values("content_object_id")
        TaggedArticle.objects.filter(tag=tag, content_object_id__in=both).delete()
        TaggedArticle.objects.filter(tag=tag).update(tag=target)
        LegacyPath.objects.move(page_of(tag.slug), page_of(target.slug))
        tag.delete()
        projections.write(tagged)


def _changed(article_ids: Collection[int]) -> None:
    Article.objects.filter(pk__in=article_ids).date_changes(timezone.now())
    projections.write(article_ids)
