"""The rules of staff for queries: synonyms, and pages above the results. They are sitewide rows, read from memory."""

from collections import defaultdict
from collections.abc import Iterable

from articles.fulltext.query import normal_query, parse
from articles.fulltext.spellings import other_spellings
from articles.models import BestBet, Synonym
from yanjiang.sitewide import cache as sitewide


@sitewide.cached
def synonyms() -> dict[str, frozenset[str]]:
    """Return the synonyms by normalised word, or by several words with blanks between them."""
    also: dict[str, set[str]] = defaultdict(set)
    for rule in Synonym.objects.order_by("pk"):
        word, synonym = (parse(text).typed for text in (rule.word, rule.synonym))
        also[word].add(synonym)
        if rule.both_ways:
            also[synonym].add(word)
    return {word: _every_spelling(others) - {word, ""} for word, others in also.items()}


def _every_spelling(words: Iterable[str]) -> frozenset[str]:
    return frozenset(spelled for word in words for spelled in (word, *other_spellings(word)))


@sitewide.cached
def _best_bets() -> dict[str, list[BestBet]]:
    bets: dict[str, list[BestBet]] = defaultdict(list)
    for bet in BestBet.objects.order_by("pk"):
        bets[normal_query(bet.query)].append(bet)
    return dict(bets)


def best_bets(typed: str) -> list[BestBet]:
    return _best_bets().get(normal_query(typed), [])
