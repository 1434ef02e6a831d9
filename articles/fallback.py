"""A second look at what was not found: a slash that is missing, or an address of the past.

Asked by the handler of 404 alone, before it makes its page: pages that exist never pay for it, and an old address that
a search engine asks for by the thousand is not answered with a page that is thrown away.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles import missing, old_urls
from articles.models import MissingPath
from yanjiang.lib.batches import batches


def elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Return the answer of an address that has moved or is gone; None where nothing is known of it, which is noted."""
    if request.method not in ("GET", "HEAD") or "\0" in request.path:
        return None
    answer = _with_slash(request) or old_urls.answer(request)
    if answer is None:
        missing.note(request, timezone.now())
    return answer


def clear_inbox() -> int:
    """Take the paths out of the inbox that have an answer by now; return how many.

    For who lays down many old addresses at once; one that is saved by itself takes its own path out.
    """
    answered = [row.pk for row in MissingPath.objects.only("path").order_by("pk") if old_urls.is_known(row.path)]
    for some in batches(answered):
        MissingPath.objects.filter(pk__in=some).delete()
    return len(answered)


def _with_slash(request: HttpRequest) -> HttpResponse | None:
    """Redirect to the same path with a slash, if a page is there."""
    if request.path.endswith("/") or "." in request.path.rsplit("/", 1)[-1]:
        return None
    try:
        match = resolve(f"{request.path_info}/")
        found = match.func(request, *match.args, **match.kwargs)
    except (Resolver404, Http404):
        return None
    if found.status_code >= 400:
        return None
    return old_urls.redirect(f"{request.path}/", request.META.get("QUERY_STRING", ""))
