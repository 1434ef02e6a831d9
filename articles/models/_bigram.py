"""Rare pairs of characters of titles and summaries: what tells that two articles speak of one thing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models

from articles.models._listing import ListedQuerySet, listed_of
from yanjiang.lib.batches import batches
from yanjiang.lib.chinese import bigrams
from yanjiang.lib.rows import insert

RARE = 50  # a pair that so many articles have says little about any
KEPT = 24  # of an article: those of its title, and room for some of its summary
ASKED_AT_ONCE = 32_000  # PostgreSQL may read the whole table for it; SQLite takes 32,766 values at most

_COUNT = "SELECT bigram, COUNT(*) FROM articles_articlebigram WHERE bigram"
# Article, pair, publish_at, expire_at.
Row = tuple[int, str, Any, Any]


class ArticleBigramQuerySet(ListedQuerySet["ArticleBigram"]):
    def refile(self, ids: Iterable[int], published: dict[int, Any], *, common: set[str] | None = None) -> None:
        """Write what these articles lack, and take away what they should not have.

        `published` are those of them that stand in lists, by number, with their times. An article that has its pairs
        keeps them: whoever changes a title or a summary takes them away first, as `Article.save()` does. `common` is
        for who comes again and again: the pairs that are no longer rare, which need not be counted once more.
        """
        self.filter(article_id__in=set(ids) - published.keys()).delete()
        kept = self.filter(article_id__in=published).order_by().distinct()
        times = {pk: tuple(at) for pk, *at in kept.values_list("article_id", "publish_at", "expire_at")}
        for pk in times:
            now = (published[pk].publish_at, published[pk].expire_at)
            if times[pk] != now:
                self.filter(article_id=pk).update(publish_at=now[0], expire_at=now[1])
        new = [article for pk, article in published.items() if pk not in times]
        insert(ArticleBigram, ("article", "bigram", "publish_at", "expire_at"), _rows(new, common))

    def add(self, ids: Iterable[int], *, common: set[str]) -> None:
        """Write what those of these articles lack that stand in lists. Call it in a transaction."""
        self.refile((), listed_of(ids), common=common)


class ArticleBigram(models.Model):
    """A rare pair of an article, with the article's time of visibility as in `Listing`. Written by `refile()` alone."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, db_index=False, related_name="bigrams", verbose_name="文章"
    )
    bigram = models.CharField("字对", max_length=2)
    publish_at = models.DateTimeField("发布时间")
    expire_at = models.DateTimeField("下线时间", null=True)

    objects = ArticleBigramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章字对"
        constraints = [models.UniqueConstraint(fields=["article", "bigram"], name="bigram_once_an_article")]
        indexes = [
            # The articles that share a pair; how many have it.
            models.Index(fields=["bigram", "article", "publish_at", "expire_at"], name="bigram_articles"),
        ]

    def __str__(self) -> str:
        return self.bigram


def chosen(titled: set[str], summed_up: set[str], articles: Counter[str]) -> list[str]:
    """Choose the pairs that say most of a text. `articles` tells how many have each.

    Those of the title before the summary's, and of these first what other articles have too, the rarest before all.
    """
    rare = [pair for pair in titled | summed_up if articles[pair] < RARE]
    rare.sort(key=lambda pair: (pair not in titled, not articles[pair], articles[pair], pair))
    return rare[:KEPT]


def _rows(articles: list[Any], common: set[str] | None = None) -> Iterator[Row]:
    common = set() if common is None else common
    read = [(article, _pairs(article.title) - common, _pairs(article.summary) - common) for article in articles]
    pairs = {pair for _article, titled, summed_up in read for pair in titled | summed_up}
    counted: Counter[str] = Counter()
    for asked in batches(sorted(pairs), size=ASKED_AT_ONCE):
        counted.update(_count(asked))
    for article, titled, summed_up in read:
        chose = chosen(titled, summed_up, counted)
        counted.update(chose)
        yield from ((article.pk, pair, article.publish_at, article.expire_at) for pair in chose)
    common.update(pair for pair, times in counted.items() if times >= RARE)


def _pairs(text: str) -> set[str]:
    return {pair for pair in bigrams(text) if len(pair) == 2}


# Written out: with two dozen pairs an article the ORM took longer over them than the database does.
def _count(pairs: list[str]) -> dict[str, int]:
    """Tell how many articles have each pair that any has."""
    places = ", ".join(["%s"] * len(pairs))
    with connection.cursor() as cursor:
        cursor.execute(f"{_COUNT} IN ({places}) GROUP BY bigram", pairs)
        return dict(cursor.fetchall())
