"""What visitors search, counted by day and query for the search desk.

A results page carries its query and number of results under a signature; a script sends them back. So a GET writes
nothing, machines that run no scripts are not counted, and nothing is that this site did not answer.
"""

from datetime import date, timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F

from articles.fulltext.query import MOST_CHARS, normal_query
from articles.models import SearchedQuery

A_MINUTE = 30  # from one address
QUERIES_A_DAY = 5_000  # different ones; what comes after is counted only if it is among them
KEPT = timedelta(days=400)
_signer = Signer(salt="articles.search.desk")


def seal(typed: str, results: int) -> str:
    """Return what `record` takes: the same for the same search, or the page would change at each visit."""
    return _signer.sign_object([normal_query(typed)[:MOST_CHARS], results])


def record(sealed: str, *, times: int, same: int, today: date) -> bool:
    """Count a search, unless it is one of too many, or the same again. Returns False where the seal is not ours.

    `times` is how often the sender has searched in this minute, this time included; `same` how often this.
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
