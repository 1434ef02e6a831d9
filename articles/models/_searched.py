"""The search log (搜索记录): the queries of visitors, and the synonyms and best bets that staff add."""

from django.core.exceptions import ValidationError
from django.db import models

from articles.fulltext.query import MOST_CHARS, parse
from yanjiang.lib.links import validate_link
from yanjiang.lib.plaintext import NameField
from yanjiang.sitewide.rows import SitewideModel


class SearchedQuery(models.Model):
    """How often a query was searched on a day, and how many articles it last found. It holds nothing about visitors.

    Written by `articles.search.log` alone.
    """

    query = models.CharField("查询", max_length=MOST_CHARS)
    day = models.DateField("日期")
    count = models.PositiveIntegerField("次数", default=0)
    results = models.PositiveIntegerField("结果数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "搜索记录"
        default_permissions = ()
        permissions = [("view_searchedquery", "可以查看搜索记录")]
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="searched_once_a_day")]
        indexes = [
            # The list of the log: queries that found nothing first, the most searched before the rest.
            models.Index(fields=["results", "-count", "-day"], name="searched_desk"),
        ]

    def __str__(self) -> str:
        return self.query


class Synonym(SitewideModel):
    """A word for which another is found too. It applies to the query; the index does not depend on it."""

    word = NameField("搜索的词", max_length=MOST_CHARS)
    synonym = NameField(
        "同义词",
        max_length=MOST_CHARS,
        help_text="搜索上面的词时，也找出含有这个词的文章；中间有空格的，当作连在一起的一句。",
    )
    both_ways = models.BooleanField("反过来也一样", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        constraints = [
            models.UniqueConstraint(
                fields=["word", "synonym"], name="synonym_once", violation_error_message="这一对同义词已经有了。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} {'=' if self.both_ways else '→'} {self.synonym}"

    def clean(self) -> None:
        """Refuse what would change no search: text without a word, excluded words, and two words that are the same."""
        queries = {name: parse(getattr(self, name)) for name in ("word", "synonym")}
        for name, query in queries.items():
            if query.excluded:
                raise ValidationError({name: "要排除的词（前面有 - 的）不能设同义词。"})
            if not query.terms:
                raise ValidationError({name: "这里没有可以搜索的词。"})
        if queries["word"].words == queries["synonym"].words:
            raise ValidationError({"synonym": "两个词是一样的，搜索本来就不分繁简、全角半角和大小写。"})


class BestBet(SitewideModel):
    """A page that stands above the results of one query."""

    query = NameField("查询", max_length=MOST_CHARS, help_text="读者输入的全部内容，不分繁简和大小写。")
    title = NameField("标题", max_length=120)
    url = NameField(
        "网址", max_length=500, validators=[validate_link], help_text="本站的网址从 / 开始，例如 /pages/about/。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "置顶结果"
        constraints = [models.UniqueConstraint(fields=["query", "url"], name="best_bet_once")]

    def __str__(self) -> str:
        return f"{self.query} → {self.title}"
