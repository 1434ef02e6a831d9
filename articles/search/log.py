"""Counts the searches of visitors by day and query, for the search log.

A results page carries its query and number of results under a signature; a script sends them back. A GET then writes
nothing, machines that run no scripts are not counted, and the signature admits no search that this site did not answer.
"""

from datetime import date, timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F

from articles.fulltext.query import MOST_CHARS, normal_query
from articles.models import SearchedQuery

A_MINUTE = 30  # from one IP address
QUERIES_A_DAY = 5_000  # different ones; later searches of a day are counted only for these queries
KEPT = timedelta(days=400)
_signer = Signer(salt="articles.search.log")


def seal(typed: str, results: int) -> str:
    """Return the signed search for `record`. It is the same for the same search, so that the page stays the same."""
    return _signer.sign_object([normal_query(typed)[:MOST_CHARS], results])


def record(sealed: str, *, times: int, same: int, today: date) -> bool:
    """Count a search, unless there are too many or it is a repetition. Returns False if the signature is wrong.

    `times` is how often the sender has searched in this minute, this time included; `same` is how often this query.
    """
    try:
        query, results = _signer.unsign_object(sealed)
    except (BadSignature, ValueError):
        return False
    if times <= A_MINUTE and same <= 1:
        _count(query, results, today)
    return True


@transaction.atomic
def _count(query: str, results: int, today: date) -> None:
    row = SearchedQuery.objects.filter(day=today, query=query)
    if not row.exists():
        queries = SearchedQuery.objects.filter(day=today).count()
        if queries >= QUERIES_A_DAY:
            return
        if not queries:
            SearchedQuery.objects.filter(day__lt=today - KEPT).delete()
        SearchedQuery.objects.bulk_create([SearchedQuery(day=today, query=query)], ignore_conflicts=True)
    row.update(count=F("count") + 1, results=results)
