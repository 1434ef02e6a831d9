"""Tags (关键字): Chinese names and addresses, split as Chinese editors type them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from taggit.managers import TaggableManager, _TaggableManager
from taggit.models import ItemBase, TagBase

from articles.models._content import ContentChange
from articles.models._derived import derived
from articles.models._legacy import LegacyPath
from articles.models._look import LOOK_CHARS, LookField, look_of
from articles.models._rights import Person, knows_all, worked_on
from articles.models._visibility import IN_TIME, TimedQuerySet, moments
from yanjiang.lib.links import address
from yanjiang.lib.plaintext import NameField, PlainTextField, normal_name

SLUG_CHARS = 90  # of the column's 100: a number may follow
_SEPARATORS = re.compile(r"[,，、;；\r\n]+")


def tags_from_string(text: str) -> list[str]:
    """Split what was typed at , ， 、 ； ; and line ends; each tag once, in the order typed."""
    names = map(normal_name, _SEPARATORS.split(text))
    return list(dict.fromkeys(name for name in names if name))


def string_from_tags(tags: Any) -> str:
    return "，".join(tag.name for tag in tags)


def page_of(slug: str) -> str:
    """Return the path of a tag's page as the table of old paths has it: not encoded."""
    return f"/tags/{slug}/"


USES_COUNTED = 1_000  # beyond that a tag is just common
# Raw SQL: the ORM cannot count the rows of a limited subquery.
_USES = """(SELECT COUNT(*) FROM (
    SELECT 1 FROM articles_taggedarticle AS used
    WHERE used.tag_id = articles_tag.id AND used.publish_at IS NOT NULL LIMIT %s) AS counted)"""

_READABLE = f"""(SELECT COUNT(*) FROM (
    SELECT 1 FROM articles_taggedarticle AS used WHERE used.tag_id = articles_tag.id
    AND {IN_TIME} LIMIT %s) AS counted)"""  # noqa: S608


class TagQuerySet(models.QuerySet["Tag"]):
    def get_by_natural_key(self, name: str) -> "Tag":
        """Return the tag of a name in a fixture: `dumpdata --natural-foreign` writes taggit's tags by name."""
        return self.get(name=name)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these tags; their addresses answer 410 from then on."""
        with transaction.atomic():
            pages = [page_of(slug) for slug in self.order_by().values_list("slug", flat=True)]
            items = TaggedArticle.objects.filter(tag__in=self.order_by().values("pk"))
            tagged = list(items.order_by().values_list("content_object_id", flat=True))
            deleted = super().delete()
            LegacyPath.objects.bury(pages)
            derived.write(tagged)
        return deleted

    def found_or_made(self, names: Iterable[str]) -> list["Tag"]:
        """Return the tags of these names, found in one query or made. Names that look alike are one tag."""
        looks = {look_of(name): name for typed in names if (name := normal_name(typed))}
        found = {tag.look: tag for tag in self.filter(look__in=looks).order_by("-pk")}
        return [found.get(look) or self.get_or_create(name=name)[0] for look, name in looks.items()]

    def in_use(self, at: datetime) -> Self:
        """Keep the tags of articles that a visitor may read."""
        return self.filter(Exists(TaggedArticle.objects.filter(tag=OuterRef("pk")).visible(at)))

    def known_to(self, person: Person, at: datetime) -> Self:
        """Keep the tags of the articles that this person may know of."""
        if knows_all(person):
            return self
        own = TaggedArticle.objects.filter(worked_on(person, "content_object__"), tag=OuterRef("pk"))
        return self.filter(Exists(TaggedArticle.objects.filter(tag=OuterRef("pk")).visible(at)) | Exists(own))

    def with_uses(self) -> Self:
        """Annotate each tag with `uses`: how many published articles have it, counted up to USES_COUNTED."""
        return self.annotate(uses=RawSQL(_USES, [USES_COUNTED], output_field=models.IntegerField()))  # noqa: S611

    def with_readable(self, at: datetime) -> Self:
        """Annotate each tag with `readable`: how many articles a visitor finds under it, counted up to USES_COUNTED."""
        parameters = [*moments(at), USES_COUNTED]
        return self.annotate(readable=RawSQL(_READABLE, parameters, output_field=models.IntegerField()))  # noqa: S611


class Tag(TagBase):
    """A tag. Made by the article form and by importers, described and merged in its admin."""

    uses = 0  # what `with_uses()` counts; a tag that is not saved has none

    name = NameField("名称", max_length=100, unique=True)
    look = LookField("样子", max_length=LOOK_CHARS, editable=False)
    # 1 or 0, because SQLite uses no index for a boolean. It is never reset: `in_use()` tells what visitors see.
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
        return address("articles:tag", self.slug)

    @property
    def meta_description(self) -> str:
        return self.description or f"关于“{self.name}”的文章。"

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Keep the name as it is where an address allows it: /tags/党的群众路线/."""
        # Names such as —— would have an empty slug and get the word "tag". The slug is cut, because some characters are
        # normalized to many: ﷺ to eighteen.
        slug: str = super().slugify(tag)[:SLUG_CHARS] or "tag"
        return slug if i is None else f"{slug}-{i}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the articles be found by a new name, which takes some 20 ms for each article.

        If the address changes, the old one leads to the new one.
        """
        with transaction.atomic():
            old = Tag.objects.filter(pk=self.pk).only("name", "slug").first() if self.pk else None
            super().save(*args, **kwargs)
            if old:
                ContentChange.objects.note()
            if old and old.name != self.name:
                derived.write(
                    TaggedArticle.objects.filter(tag=self).order_by().values_list("content_object_id", flat=True)
                )
            if old and old.slug != self.slug:
                LegacyPath.objects.move(page_of(old.slug), page_of(self.slug))

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the tag; its address answers 410 from then on."""
        return Tag.objects.filter(pk=self.pk).delete()

    delete.alters_data = True  # type: ignore[attr-defined]


POPULAR_AMONG = 2_000  # the latest uses of tags are counted: counting all would read the whole table


class TaggedArticleQuerySet(TimedQuerySet["TaggedArticle"]):
    def popular_tags(self, at: datetime | None = None, *, count: int = 30) -> list[Tag]:
        """Return the tags that visible articles use most lately, most used first, in one query.

        The articles are those visible at that moment, by default now: visitors must not learn of tags that only drafts
        have.
        """
        # Count in Python: with GROUP BY, a database starts at the tags and reads every use of each.
        visible = self.visible(at or timezone.now())
        uses = visible.order_by("-pk").values_list("tag_id", "tag__name", "tag__slug")
        counted = Counter(uses[:POPULAR_AMONG]).items()
        most_used = sorted(counted, key=lambda item: (-item[1], item[0][1]))[:count]
        return [Tag(pk=pk, name=name, slug=slug) for (pk, name, slug), _times in most_used]

    def names_by_article(self, article_ids: Iterable[int]) -> dict[int, list[str]]:
        """Return the names of each article's tags, in the order that they were given."""
        names: dict[int, list[str]] = {pk: [] for pk in article_ids}
        rows = self.filter(content_object_id__in=names).order_by().values_list("pk", "content_object_id", "tag__name")
        # Sort in Python: with ORDER BY, SQLite may read all tags of all articles in that order.
        for _pk, article_id, name in sorted(rows):
            names[article_id].append(name)
        return names

    def newest_first(self) -> Self:
        return self.order_by("-publish_at", "-content_object_id")

    def oldest_first(self) -> Self:
        return self.order_by("publish_at", "content_object_id")


class TaggedArticle(ItemBase):
    """An article's tag, with copies of the article's times as in `Listing`, empty while it is not published."""

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
            # The tags of an article, and of every article that was read on a day.
            models.Index(fields=["content_object", "tag"], name="tagged_of_article"),
        ]


class ArticleTags(_TaggableManager):
    """The tags of an article. A change of them sets the article's time of change and writes its derived rows.

    With `with_derived=False` it does neither, for callers that do both at the end.
    """

    def add(self, *tags: Any, with_derived: bool = True, **kwargs: Any) -> None:
        """Add tags, given by name or as instances, in one statement."""
        with self._changing(with_derived=with_derived):
            self._put(self._to_tag_model_instances(tags, {}))

    def remove(self, *tags: Any) -> None:
        with self._changing(with_derived=True):
            super().remove(*tags)

    def clear(self) -> None:
        with self._changing(with_derived=True):
            super().clear()

    def set(self, tags: Any, *, with_derived: bool = True, **kwargs: Any) -> None:
        """Replace the tags by these."""
        with self._changing(with_derived=with_derived):
            wanted = self._to_tag_model_instances(tags, {})
            TaggedArticle.objects.filter(content_object=self.instance).exclude(tag__in=wanted).delete()
            self._put(wanted)

    def _put(self, tags: Iterable[Tag]) -> None:
        self._remove_prefetched_objects()
        items = [TaggedArticle(tag=tag, content_object=self.instance) for tag in tags]
        TaggedArticle.objects.bulk_create(items, ignore_conflicts=True)

    @contextmanager
    def _changing(self, *, with_derived: bool) -> Iterator[None]:
        with transaction.atomic():
            before = self._ids() if with_derived else frozenset()
            yield
            if with_derived and self._ids() != before:
                type(self.instance).objects.filter(pk=self.instance.pk).date_changes(timezone.now())
                derived.write([self.instance.pk])

    def _ids(self) -> frozenset[int]:
        items = TaggedArticle.objects.filter(content_object=self.instance.pk)
        return frozenset(items.order_by().values_list("tag_id", flat=True))

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: Any) -> Any:
        given = [tag for tag in tags if isinstance(tag, Tag)]
        named = Tag.objects.found_or_made(tag for tag in tags if isinstance(tag, str))
        return list(dict.fromkeys([*given, *named]))


class TagsField(TaggableManager):
    """taggit's field, which gives a form the tags that are loaded already."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "taggit.managers.TaggableManager", args, kwargs

    def value_from_object(self, obj: models.Model) -> Any:
        loaded = getattr(obj, "_prefetched_objects_cache", {}).get(self.name)
        return super().value_from_object(obj) if loaded is None else loaded
