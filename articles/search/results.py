"""The results that a visitor sees: articles in order, with the found words marked."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.fulltext.excerpts import Part, SearchedText
from articles.models import Article, Section, TaggedArticle, section_tree
from articles.search.ranking import Ranking
from yanjiang.lib.html import to_text


@dataclass(frozen=True)
class Result:
    """A found article: title, excerpt, and the labels (tags, author, short title) with a word of the query."""

    article: Article
    section: Section | None
    title: list[Part]
    excerpt: list[Part]
    labels: list[list[Part]]


class Results:
    """The articles of a ranking, loaded for the sliced page. An empty page takes no query."""

    def __init__(self, ranking: Ranking, words: list[str]) -> None:
        self._ranking = ranking
        self._words = words

    def __len__(self) -> int:
        return len(self._ranking)

    count = __len__

    def __iter__(self) -> Iterator[Result]:
        return iter(self[:])

    def __getitem__(self, wanted: slice) -> list[Result]:
        start, stop, _step = wanted.indices(len(self))
        ids = self._ranking.ids(start, stop) if start < stop else []
        articles = Article.objects.select_related("hits").in_bulk(ids)
        tags = TaggedArticle.objects.names_by_article(articles)
        tree = section_tree()
        found = (articles[pk] for pk in ids if pk in articles)
        return [self._result(article, tree.get(article.section_id), tags[article.pk]) for article in found]

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more results than are shown."""
        return self._ranking.is_more

    @property
    def number(self) -> str:
        """Return the number of results as it is shown."""
        return f"{len(self)}+" if self._ranking.is_more else str(len(self))

    def _result(self, article: Article, section: Section | None, tags: list[str]) -> Result:
        read = [SearchedText(label, self._words) for label in (*tags, article.author, article.short_title)]
        return Result(
            article=article,
            section=section,
            title=SearchedText(article.title, self._words).whole(),
            excerpt=self._excerpt(article),
            labels=[label.whole() for label in read if label.words],
        )

    def _excerpt(self, article: Article) -> list[Part]:
        """Cut the excerpt out of the summary, or out of the body if that has more of the words."""
        summary = SearchedText(article.summary, self._words)
        if len(summary.words) < len(self._words):
            body = SearchedText(to_text(article.body), self._words)
            if len(body.words) > len(summary.words):
                return body.excerpt()
        return summary.excerpt()
