"""What is searched: an entry in the index for every article, and its text as it is compared."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import OuterRef, Subquery

from articles.fulltext import index
from articles.fulltext.matching import Fields, fields_of
from articles.fulltext.tokens import tokens_of
from articles.models._listing import PUBLISHED, ListedQuerySet
from yanjiang.lib.batches import batches
from yanjiang.lib.html import to_text

BATCH = 200  # articles in memory at once, with their tokens


class SearchEntryQuerySet(ListedQuerySet["SearchEntry"]):
    def reindex(self, article_ids: Iterable[int], *, anew: bool = False) -> None:
        """Bring the index up to what these articles say now; write of one that says the same only if `anew`.

        Call it, in the same transaction, after any write to title, summary, body, author or tags that is not
        `Article.save()` or a change of `article.tags`.
        """
        for ids in batches(sorted(set(article_ids)), size=BATCH):
            with transaction.atomic():
                _reindex(ids, anew=anew)

    def retime(self, article_ids: Iterable[int]) -> None:
        """Copy from these articles when they may be seen."""
        published = _articles().filter(pk=OuterRef("article_id"), status=PUBLISHED)
        self.filter(article_id__in=article_ids).update(
            publish_at=Subquery(published.values("publish_at")), expire_at=Subquery(published.values("expire_at"))
        )

    def forget(self, article_ids: Iterable[int]) -> None:
        """Take articles out of the index, before they are deleted."""
        for ids in batches(sorted(set(article_ids)), size=BATCH):
            with transaction.atomic():
                held = dict(_held(ids))
                index.write({}, {pk: tokens_of(fields) for pk, fields in held.items()})
                self.filter(article_id__in=ids).delete()


class SearchEntry(models.Model):
    """An article's entry, with its time of visibility as in `Listing`. Its tokens are the index's: `fulltext.index`.

    Written by `reindex()`, `retime()` and `forget()` alone.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="文章"
    )
    publish_at = models.DateTimeField("发布时间", null=True)
    expire_at = models.DateTimeField("下线时间", null=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "搜索索引"

    def __str__(self) -> str:
        return str(self.article_id)


class SearchText(models.Model):
    """An article's fields as they are compared: a second look then does not normalise each body again."""

    entry = models.OneToOneField(
        SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text", verbose_name="索引"
    )
    title = models.TextField("标题")
    labels = models.TextField("关键字和作者")
    summary = models.TextField("摘要")
    body = models.TextField("正文")

    class Meta:
        verbose_name = verbose_name_plural = "搜索文本"

    def __str__(self) -> str:
        return self.title

    @property
    def fields(self) -> Fields:
        return Fields(self.title, self.labels, self.summary, self.body)


def _reindex(ids: list[int], *, anew: bool) -> None:
    # Locked: of two changes of one article the second writes the entry that lasts.
    current = dict(_current(_articles().filter(pk__in=ids).select_for_update().order_by("pk")))
    held = dict(_held(ids))
    changed = {pk: fields for pk, fields in current.items() if anew or held.get(pk) != fields}
    SearchEntry.objects.bulk_create([SearchEntry(article_id=pk) for pk in changed], ignore_conflicts=True)
    SearchEntry.objects.retime(changed)
    SearchText.objects.bulk_create(
        [SearchText(entry_id=pk, **fields._asdict()) for pk, fields in changed.items() if held.get(pk) != fields],
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=Fields._fields,
    )
    tokens = {pk: tokens_of(fields) for pk, fields in changed.items()}
    old = {pk: tokens[pk] if held[pk] == changed[pk] else tokens_of(held[pk]) for pk in changed if pk in held}
    index.write(tokens, old)


def _current(articles: Any) -> Iterator[tuple[int, Fields]]:
    rows = list(articles.values_list("pk", "title", "short_title", "author", "summary", "body"))
    tagged: Any = apps.get_model("articles", "TaggedArticle")._default_manager
    tags = tagged.names_by_article([pk for pk, *_ in rows])
    for pk, title, short_title, author, summary, body in rows:
        labels = [*tags[pk], author, short_title]
        yield pk, fields_of(title=title, labels=labels, summary=summary, body=to_text(body))


def _held(ids: list[int]) -> Iterator[tuple[int, Fields]]:
    for text in SearchText.objects.filter(pk__in=ids):
        yield text.pk, text.fields


def _articles() -> Any:
    # By name: articles write here when they are saved.
    return apps.get_model("articles", "Article")._base_manager
