"""Rare pairs of characters of titles and summaries: articles that share them have the same subject."""

from django.db import models

from articles.models._visibility import TimedQuerySet


class ArticleBigram(models.Model):
    """A rare pair of an article, with copies of the article's times. Written by `projections` alone."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, db_index=False, related_name="bigrams", verbose_name="文章"
    )
    bigram = models.CharField("字对", max_length=2)
    publish_at = models.DateTimeField("发布时间")
    expire_at = models.DateTimeField("下线时间", null=True)

    objects = TimedQuerySet["ArticleBigram"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章字对"
        constraints = [models.UniqueConstraint(fields=["article", "bigram"], name="bigram_once_an_article")]
        indexes = [
            # Finds the articles that share a pair, and counts those that have it.
            models.Index(fields=["bigram", "article", "publish_at", "expire_at"], name="bigram_articles"),
        ]

    def __str__(self) -> str:
        return self.bigram
