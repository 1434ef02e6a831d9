"""Where published articles are listed: a row per article and section, ancestors included, in the order of the list.

A section's page is then one range of one index, however large the subtree, and an article that is filed below a
section twice is listed there once.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from yanjiang.lib.batches import batches
from yanjiang.lib.rows import insert

PUBLISHED = "published"  # Article.Status.PUBLISHED, which imports this module

# Written out: the ORM has no INSERT of what a SELECT finds.
_JOIN = (
    "INSERT INTO articles_listing (section_id, article_id, publish_at, expire_at, pinned_until)"
    " SELECT %s, article_id, publish_at, expire_at, pinned_until FROM articles_listing WHERE section_id = %s"
    " ON CONFLICT (section_id, article_id) DO NOTHING"
)

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ListedQuerySet(models.QuerySet[Row]):
    """Rows that carry an article's time of visibility, so that lists need not look at the article."""

    def visible(self, at: datetime) -> Self:
        return self.filter(Q(expire_at__gt=at) | Q(expire_at=None), publish_at__lte=at)

    def newest_first(self) -> Self:
        return self.order_by("-publish_at", "-article_id")

    def oldest_first(self) -> Self:
        return self.order_by("publish_at", "article_id")


class ListingQuerySet(ListedQuerySet["Listing"]):
    def pinned(self, at: datetime) -> Self:
        return self.visible(at).filter(pinned_until__gt=at)

    def refile(self, article_ids: Iterable[int], *, pairs: bool = True) -> None:
        """Write the rows of these articles anew, from their sections, further sections, tags and status.

        Call it, in the same transaction, after any write to those that is not `Article.save()`. Whoever writes many new
        articles may leave their pairs to `related.build_missing()`.
        """
        for ids in batches(sorted(set(article_ids))):
            with transaction.atomic():
                _refile(ids, pairs=pairs)

    def follow(self, section_id: int, *, out_of: int | None, into: int | None) -> None:
        """Take all that is listed in a section out of what was above it and into what is: few statements, however many.

        Call it in the transaction that moves the section.
        """
        parents = dict(_model("Section")._base_manager.values_list("pk", "parent_id"))
        left, joined = list(_upwards(out_of, parents)), list(_upwards(into, parents))
        with connection.cursor() as cursor:
            for above in set(joined) - set(left):
                cursor.execute(_JOIN, [above, section_id])
        for above in left:  # from below: what stays in one of them stays in all above
            if above not in joined:
                self._stay_behind(above, section_id).delete()

    def _stay_behind(self, above: int, section_id: int) -> Self:
        """Return the rows that `above` has by that section alone: neither filed there nor in another one below it."""
        others = self.filter(article=OuterRef("article"), section__parent=above).exclude(section=section_id)
        listed = self.filter(section=section_id).values("article")
        rows = self.filter(~Exists(others), section=above, article__in=listed)
        return rows.exclude(article__section=above).exclude(article__further_sections=above)


class Listing(models.Model):
    """An article's place in the list of a section. Written by `refile()`, and by `follow()` when sections move."""

    section = models.ForeignKey(
        "articles.Section", on_delete=models.CASCADE, related_name="listings", verbose_name="栏目"
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="listings", verbose_name="文章"
    )
    publish_at = models.DateTimeField("发布时间")
    expire_at = models.DateTimeField("下线时间", null=True)
    pinned_until = models.DateTimeField("置顶到", null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目列表"
        constraints = [models.UniqueConstraint(fields=["section", "article"], name="listing_once_a_section")]
        indexes = [
            # A section's page, its count, and an article's neighbours.
            models.Index(fields=["section", "-publish_at", "-article", "expire_at"], name="listing_newest"),
            # The articles that stand above the rest.
            models.Index(
                fields=["section", "pinned_until"], condition=Q(pinned_until__isnull=False), name="listing_pinned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.article_id}"


def listed_of(ids: Iterable[int]) -> dict[int, Any]:
    """Lock these articles; return those of them that stand in lists, by number, with what their rows are made of."""
    # Locked: of two saves of one article the second writes the rows that last.
    locked = _model("Article").objects.filter(pk__in=ids).select_for_update().order_by("pk")
    return {
        article.pk: article
        for article in locked.only("section", "status", "publish_at", "expire_at", "pinned_until", "title", "summary")
        if article.status == PUBLISHED
    }


def _refile(ids: list[int], *, pairs: bool) -> None:
    listed = listed_of(ids)
    _retime_tags(ids, listed)
    _model("SearchEntry").objects.retime(ids)
    wanted = {(pk, section_id) for pk, sections in _sections_of(listed.values()).items() for section_id in sections}
    rows = Listing.objects.filter(article_id__in=ids).order_by().values_list("pk", "article_id", "section_id")
    Listing.objects.filter(pk__in=[pk for pk, *place in rows if tuple(place) not in wanted]).delete()
    if pairs:
        _model("ArticleBigram").objects.refile(ids, listed)
    times = {pk: (article.publish_at, article.expire_at, article.pinned_until) for pk, article in listed.items()}
    insert(
        Listing,
        ("article", "section", "publish_at", "expire_at", "pinned_until"),
        # In an order that does not tell how many were written at once.
        ((pk, section_id, *times[pk]) for pk, section_id in sorted(wanted)),
        unique=("section", "article"),
    )


def _retime_tags(ids: list[int], listed: dict[int, Any]) -> None:
    """Copy to the tags of these articles when they may be seen, where they do not say so yet."""
    tags = _model("TaggedArticle").objects.filter(content_object_id__in=ids)
    times = {pk: (article.publish_at, article.expire_at) for pk, article in listed.items()}
    rows = tags.order_by().distinct().values_list("content_object_id", "publish_at", "expire_at")
    if changed := {pk for pk, *at in rows if tuple(at) != times.get(pk, (None, None))}:
        published = _model("Article").objects.filter(pk=OuterRef("content_object_id"), status=PUBLISHED)
        tags.filter(content_object_id__in=changed).update(
            publish_at=Subquery(published.values("publish_at")), expire_at=Subquery(published.values("expire_at"))
        )
        _model("Tag").objects.note_published(changed)


def _sections_of(articles: Iterable[Any]) -> dict[int, set[int]]:
    """Return all sections that list each article: its own, its further ones, and what lies above them."""
    parents = dict(_model("Section")._base_manager.values_list("pk", "parent_id"))
    direct = {article.pk: {article.section_id} for article in articles}
    further = _model("Article").further_sections.through._base_manager.filter(article_id__in=direct)
    for article_id, section_id in further.values_list("article_id", "section_id"):
        direct[article_id].add(section_id)
    return {pk: {above for below in sections for above in _upwards(below, parents)} for pk, sections in direct.items()}


def _upwards(section_id: int | None, parents: dict[int, int | None]) -> Iterator[int]:
    while section_id:
        yield section_id
        section_id = parents[section_id]


def _model(name: str) -> Any:
    # By name: the models that are filed here import this module.
    return apps.get_model("articles", name)
