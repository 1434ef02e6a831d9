"""Tags (关键字): Chinese names and addresses, split as Chinese editors type them."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from articles.models._hit_figures import Facet, FacetDay
from articles.models._hit_log import HitState
from articles.models._known import Person, knows_all
from articles.models._legacy import LegacyPath
from articles.models._listing import ListedQuerySet
from articles.models._look import LOOK_CHARS, LookField, look_of
from articles.models._search import SearchEntry
from yanjiang.lib.batches import batches
from yanjiang.lib.plaintext import NameField, PlainTextField, folded

SLUG_CHARS = 90  # of the 100 that there are: a number may follow
_SEPARATORS = re.compile(r"[,，、;；\r\n]+")


def tags_from_string(text: str) -> list[str]:
    """Split what was typed at , ， 、 ； ; and line ends; each tag once, in the order typed."""
    names = map(folded, _SEPARATORS.split(text))
    return list(dict.fromkeys(name for name in names if name))


def string_from_tags(tags: Any) -> str:
    return "，".join(tag.name for tag in tags)


def _page_of(slug: str) -> str:
    """Return the path of a tag's page as the table of old paths has it: not encoded."""
    return f"/tags/{slug}/"


USES_COUNTED = 1_000  # beyond that a tag is common, however much more so
# Written out: the ORM cannot count the rows of a limited subquery.
_USES = """(SELECT COUNT(*) FROM (
    SELECT 1 FROM articles_taggedarticle AS used
    WHERE used.tag_id = articles_tag.id AND used.publish_at IS NOT NULL LIMIT %s) AS counted)"""

_READABLE = """(SELECT COUNT(*) FROM (
    SELECT 1 FROM articles_taggedarticle AS used WHERE used.tag_id = articles_tag.id
    AND used.publish_at <= %s AND (used.expire_at IS NULL OR used.expire_at > %s) LIMIT %s) AS counted)"""


class TagQuerySet(models.QuerySet["Tag"]):
    def get_by_natural_key(self, name: str) -> "Tag":
        """Return the tag that a fixture means (`dumpdata --natural-foreign`): taggit writes its name."""
        return self.get(name=name)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these tags; their addresses answer 410 from then on."""
        with transaction.atomic():
            pages = [_page_of(slug) for slug in self.order_by().values_list("slug", flat=True)]
            items = TaggedArticle.objects.filter(tag__in=self.order_by().values("pk"))
            tagged = list(items.values_list("content_object_id", flat=True))
            deleted = super().delete()
            LegacyPath.objects.bury(pages)
            SearchEntry.objects.reindex(tagged)
        return deleted

    def in_use(self, at: datetime) -> Self:
        """Keep the tags that lead to an article which a visitor may read."""
        return self.filter(Exists(TaggedArticle.objects.filter(tag=OuterRef("pk")).visible(at)))

    def known_to(self, person: Person, at: datetime) -> Self:
        """Keep the tags of the articles that this person may know of."""
        if knows_all(person):
            return self
        own = TaggedArticle.objects.filter(tag=OuterRef("pk"), content_object__owner=person.pk)
        return self.filter(Exists(TaggedArticle.objects.filter(tag=OuterRef("pk")).visible(at)) | Exists(own))

    def note_published(self, article_ids: Iterable[int]) -> None:
        """Note of the tags of these articles that a published one has them.

        Call it, in the same transaction, after any write of a tag's time that is not `TaggedArticle.save()`.
        """
        items = TaggedArticle.objects.exclude(publish_at=None)
        for ids in batches(article_ids):
            tags = set(items.filter(content_object_id__in=ids).order_by().values_list("tag_id", flat=True))
            # Not "is 0", for which SQLite would read all that were never published.
            self.filter(pk__in=tags).exclude(was_published=1).update(was_published=1)

    def with_uses(self) -> Self:
        """Annotate each tag with `uses`: how many published articles have it, counted up to USES_COUNTED."""
        return self.annotate(uses=RawSQL(_USES, [USES_COUNTED], output_field=models.IntegerField()))  # noqa: S611

    def with_readable(self, at: datetime) -> Self:
        """Annotate each tag with `readable`: how many articles a visitor finds under it, counted up to USES_COUNTED."""
        moment = connection.ops.adapt_datetimefield_value(at)
        parameters = [moment, moment, USES_COUNTED]
        return self.annotate(readable=RawSQL(_READABLE, parameters, output_field=models.IntegerField()))  # noqa: S611


class Tag(TagBase):
    """A tag. Made by the article form and by importers, described and merged in its admin."""

    uses = 0  # what `with_uses()` counts; a tag that is not saved has none

    name = NameField("名称", max_length=100, unique=True)
    look = LookField("样子", max_length=LOOK_CHARS, editable=False)
    # 1 or 0, for SQLite uses no index for a flag. Never taken back: `in_use` tells what visitors see.
    was_published = models.PositiveSmallIntegerField("发布过", default=0, editable=False)
    description = PlainTextField("说明", blank=True, help_text="显示在关键字页的开头，也作为搜索引擎的描述。")

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "关键字"
        indexes = [
            # The tags that look like a name, when an article is saved, imported or searched.
            models.Index(fields=["look", "id"], name="tag_look"),
            # The page of all tags.
            models.Index(fields=["was_published", "name", "id"], name="tag_published"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("articles:tag", args=[self.slug])

    @property
    def meta_description(self) -> str:
        return self.description or f"关于“{self.name}”的文章。"

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Keep the name as it is wherever an address allows it: /tags/党的群众路线/."""
        # A slug of the rest would be empty for C++ or ——, so such a name gets the word for tag.
        # Cut, for some characters are normalized to many: ﷺ to eighteen.
        slug: str = super().slugify(tag)[:SLUG_CHARS] or "tag"
        return slug if i is None else f"{slug}-{i}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the articles be found by the new name, which takes some 20 ms for each.

        An address that was another leads to the new one.
        """
        with transaction.atomic():
            old = Tag.objects.filter(pk=self.pk).only("name", "slug").first() if self.pk else None
            super().save(*args, **kwargs)
            if old and old.name != self.name:
                SearchEntry.objects.reindex(self._article_ids())
            if old and old.slug != self.slug:
                LegacyPath.objects.move(_page_of(old.slug), _page_of(self.slug))

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the tag; its address answers 410 from then on."""
        with transaction.atomic():
            tagged = self._article_ids()
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            LegacyPath.objects.bury([_page_of(self.slug)])
            SearchEntry.objects.reindex(tagged)
        return deleted

    delete.alters_data = True  # type: ignore[attr-defined]

    def merge_into(self, target: Self) -> None:
        """Give all articles of this tag to `target`, and delete it. Its address then leads there."""
        if target.pk == self.pk:
            return
        with transaction.atomic():
            HitState.objects.lock()
            # Figures know this tag by its number, which is gone behind `delete()`.
            FacetDay.objects.merge_values(Facet.TAG, str(self.pk), str(target.pk))
            tagged = self._article_ids()
            both = TaggedArticle.objects.filter(tag=target).values("content_object_id")
            TaggedArticle.objects.filter(tag=self, content_object_id__in=both).delete()
            TaggedArticle.objects.filter(tag=self).update(tag=target)
            Tag.objects.note_published(tagged)
            LegacyPath.objects.move(_page_of(self.slug), _page_of(target.slug))
            self.delete()
            SearchEntry.objects.reindex(tagged)

    def _article_ids(self) -> list[int]:
        return list(TaggedArticle.objects.filter(tag=self).order_by().values_list("content_object_id", flat=True))


POPULAR_AMONG = 2_000  # uses of tags that are looked at, the latest: counting all would read the whole table


class TaggedArticleQuerySet(ListedQuerySet["TaggedArticle"]):
    def popular_tags(self, at: datetime | None = None, *, count: int = 30) -> list[Tag]:
        """Return the tags that visible articles use most of late, most used first, in one query.

        Visible at that moment, now if none is given: a tag of drafts alone is no visitor's to know.
        """
        # Counted here: asked to group, a database starts at the tags and reads every use of each.
        visible = self.visible(at or timezone.now())
        uses = visible.order_by("-pk").values_list("tag_id", "tag__name", "tag__slug")
        counted = Counter(uses[:POPULAR_AMONG]).items()
        most_used = sorted(counted, key=lambda item: (-item[1], item[0][1]))[:count]
        return [Tag(pk=pk, name=name, slug=slug) for (pk, name, slug), _times in most_used]

    def names_by_article(self, article_ids: Iterable[int]) -> dict[int, list[str]]:
        """Return the names of each article's tags, in the order that they were given."""
        names: dict[int, list[str]] = {pk: [] for pk in article_ids}
        rows = self.filter(content_object_id__in=names).order_by().values_list("pk", "content_object_id", "tag__name")
        # Sorted here: asked for an order, SQLite may read all tags of all articles in it.
        for _pk, article_id, name in sorted(rows):
            names[article_id].append(name)
        return names

    def newest_first(self) -> Self:
        return self.order_by("-publish_at", "-content_object_id")


class TaggedArticle(ItemBase):
    """An article's tag, with the article's time of visibility as in `Listing`: empty while it is not published."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="items", verbose_name="关键字")
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, db_index=False, related_name="tagged", verbose_name="文章"
    )
    publish_at = models.DateTimeField("发布时间", null=True, editable=False)
    expire_at = models.DateTimeField("下线时间", null=True, editable=False)

    objects = TaggedArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章关键字"
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tagged_once")]
        indexes = [
            # A tag's page and its count.
            models.Index(
                fields=["tag", "-publish_at", "-content_object", "expire_at"],
                condition=Q(publish_at__isnull=False),
                name="tagged_newest",
            ),
            # An article's tags; those of every article that was read on a day.
            models.Index(fields=["content_object", "tag"], name="tagged_of_article"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A tag that is added to a published article stands on the tag's page at once.
        article = self.content_object
        published = article.status == article.Status.PUBLISHED
        self.publish_at, self.expire_at = (article.publish_at, article.expire_at) if published else (None, None)
        super().save(*args, **kwargs)
        if published and not self.tag.was_published:
            Tag.objects.filter(pk=self.tag_id).update(was_published=1)
            self.tag.was_published = 1


class ArticleTags(_TaggableManager):
    """An article's tags: what changes them changes what the article is found by."""

    def add(self, *tags: Any, **kwargs: Any) -> None:
        self._change(super().add, *tags, **kwargs)

    def remove(self, *tags: Any) -> None:
        self._change(super().remove, *tags)

    def clear(self) -> None:
        self._change(super().clear)

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: Any) -> Any:
        """Find or make tags by what their names look like, all in one query: two that look alike are one."""
        names = {look_of(name): name for tag in tags if isinstance(tag, str) and (name := folded(tag))}
        found = {tag.look: tag for tag in Tag.objects.filter(look__in=names).order_by("-pk")}
        for look, name in names.items():
            if look not in found:
                found[look] = Tag.objects.get_or_create(name=name)[0]
        looks = (look_of(folded(tag)) for tag in tags if isinstance(tag, str))
        given = [tag for tag in tags if isinstance(tag, Tag)]
        return list(dict.fromkeys([*given, *(found[look] for look in looks if look in found)]))

    def _change(self, change: Any, *args: Any, **kwargs: Any) -> None:
        # `set()` of the base removes and adds, both also where there is nothing to do.
        with transaction.atomic():
            before = self._ids()
            change(*args, **kwargs)
            if self._ids() != before:
                self.instance.touch()
            SearchEntry.objects.reindex([self.instance.pk])

    def _ids(self) -> set[int]:
        items = TaggedArticle.objects.filter(content_object=self.instance.pk)
        return set(items.order_by().values_list("tag_id", flat=True))
