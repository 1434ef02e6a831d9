"""The tables of the search: an entry for every article, its normalised text, and the lexemes of that text."""

from collections.abc import Iterable, Mapping

from django.db import models

from articles.fulltext import index
from articles.fulltext.matching import Fields
from articles.models._visibility import TimedQuerySet
from yanjiang.lib.batches import batches
from yanjiang.lib.rows import insert, select

BATCH = 200  # texts in memory at once, with their lexemes


class SearchEntry(models.Model):
    """An article's entry, with copies of the article's times. Written by `projections` alone."""

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="文章"
    )
    publish_at = models.DateTimeField("发布时间", null=True)
    expire_at = models.DateTimeField("下线时间", null=True)
    # The digest of the fields that the text was made from. The text is made again only when it differs.
    digest = models.CharField("指纹", max_length=32, default="", editable=False)

    objects = TimedQuerySet["SearchEntry"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "搜索索引"

    def __str__(self) -> str:
        return str(self.article_id)


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    """Writes texts and their lexemes in the index together, so that they always agree."""

    def store(self, texts: Mapping[int, Fields]) -> None:
        """Replace the texts and lexemes of entries, given by their ids."""
        held = self._held(texts)
        insert(
            SearchText,
            ("entry", *Fields._fields),
            ((pk, *fields) for pk, fields in texts.items() if held.get(pk) != fields),
            unique=("entry",),
        )
        index.write(texts, held)

    def discard(self, article_ids: Iterable[int]) -> None:
        """Remove the texts of these articles and their lexemes."""
        for ids in batches(article_ids, size=BATCH):
            index.write({}, self._held(ids))
            self.filter(pk__in=ids).delete()

    def _held(self, ids: Iterable[int]) -> dict[int, Fields]:
        texts = select(SearchText, ("entry", *Fields._fields), by="entry", among=ids)
        return {pk: Fields(*fields) for pk, *fields in texts}


class SearchText(models.Model):
    """An article's normalised fields, so that the check of a candidate does not normalise each body again."""

    entry = models.OneToOneField(
        SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text", verbose_name="索引"
    )
    title = models.TextField("标题")
    labels = models.TextField("关键字和作者")
    summary = models.TextField("摘要")
    body = models.TextField("正文")

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "搜索文本"

    def __str__(self) -> str:
        return self.title

    @property
    def fields(self) -> Fields:
        return Fields(self.title, self.labels, self.summary, self.body)
