"""The search page, and the request by which its script counts a search."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.fulltext.query import Query, is_too_long, parse, without_marks
from articles.search import log, nearest, rules
from articles.search.form import SearchForm
from articles.search.ranking import A_PAGE, Ranking
from articles.search.results import Results
from articles.visitors import visitor
from yanjiang.lib import paging
from yanjiang.lib.pages import public_page
from yanjiang.lib.per_minute import times_this_minute
from yanjiang.metrics import tally


@public_page
def search(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = SearchForm(request.GET)
    form.is_valid()  # a wrong value is reported beside its field and ignored
    query = parse(form.query).with_synonyms(rules.synonyms())
    results = Results(Ranking(query, form.entries(now), by_date=form.by_date), query.words)
    context = {
        "form": form,
        "query": form.query,
        "focus": not form.query,
        "only_excludes": bool(query.excluded) and not query.terms,
        "is_cut": query.is_cut or is_too_long(request.GET.get("q", "")),
        "best_bets": rules.best_bets(form.query),
        **_found(form, query, results, request.GET.get("page")),
        **_instead(form, now, nothing_found=bool(query.terms) and not results),
    }
    return render(request, "articles/search.html", context)


def _found(form: SearchForm, query: Query, results: Results, wanted: str | None) -> dict[str, Any]:
    """Return one page of the results, and the seal that its script sends back."""
    page = paging.page(results, wanted, size=A_PAGE)
    # A further page of a search, its filters and its order are not counted as another search.
    seals = query.terms and form.is_plain and page.number == 1
    if seals:
        tally.count(tally.SEARCHES, "yes" if len(results) else "no")
    return {"results": results, "page": page, "seal": log.seal(form.query, len(results)) if seals else ""}


def _instead(form: SearchForm, at: datetime, *, nothing_found: bool) -> dict[str, Any]:
    """Return suggestions if nothing was found, or else empty ones."""
    if not nothing_found:
        return {"without_marks": "", "nearest_titles": [], "nearest_tags": []}
    plain = without_marks(form.query)
    return {
        "without_marks": plain if plain != form.query else "",
        "nearest_titles": nearest.nearest_titles(form.query, at),
        "nearest_tags": nearest.nearest_tags(form.query, at),
    }


@csrf_exempt  # visitors have no cookie that a forged request could use
@require_POST
def searched(request: HttpRequest) -> HttpResponse:
    """Count a search. The script of a page of results calls this when the page is shown."""
    now = timezone.now()
    sealed, ip = request.POST.get("seal", ""), request.META.get("REMOTE_ADDR", "")
    if request.user.is_staff:
        return HttpResponse(status=204)
    # Counters are keyed by a hash: neither the IP address nor what was searched from it is kept.
    times = times_this_minute(f"searched:{visitor(ip, '', now)}", now) or 0
    same = times_this_minute(f"searched:{visitor(ip, sealed, now)}", now) or 0
    ours = log.record(sealed, times=times, same=same, today=timezone.localdate(now))
    return HttpResponse(status=204 if ours else 400)
