"""The beacons of article pages: POST /hits/<id>/ from their script, GET /hits/<id>.gif from readers without scripts."""

import json
import logging
import uuid
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.hits.ingest import View, append
from articles.hits.limits import is_one_too_many
from articles.hits.referrers import referrer
from articles.hits.rollup import roll_up_if_due
from articles.models import ArticleHits
from yanjiang.lib.numbers import row_number
from yanjiang.metrics import tally

logger = logging.getLogger("django.hits")

MAX_BODY = 8_192  # bytes: an event, and the address of the page before, which browsers cut at 4,096
# A GIF of one transparent pixel.
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
PREFETCH = {
    "HTTP_SEC_PURPOSE": "prefetch",
    "HTTP_PURPOSE": "prefetch",
    "HTTP_X_PURPOSE": "preview",
    "HTTP_X_MOZ": "prefetch",
}
# These answers load nothing, so they have a fixed policy: otherwise the pages' policy would be built for each answer.
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


class Refused(Exception):  # noqa: N818
    """A view that is not counted: the answer's status, and why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status, self.reason = status, reason


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a reader's beacon before the middleware of sessions, forms, pages and compression, which it does not need.

    Each page that is read sends a beacon, even if the page came from a cache. The middleware below would be half of its
    cost. A request with a session may be from staff, so it passes through all middleware.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        found = HIT.resolve(request.path_info[1:]) if request.method == "POST" else None
        if not found or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        request.get_host()  # raises for a host that is not ours, as it would below
        response = hit(request, **found.kwargs)
        response["Content-Length"] = str(len(response.content))
        return response

    return handle


@csrf_exempt
@require_POST
def hit(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the article's reads, after the view was committed to disk."""
    try:
        event, came_from = _report(request)
        return JsonResponse({"hits": _count(request, pk, event, came_from)}, headers=HEADERS)
    except Refused as refused:
        tally.count(tally.BEACONS, "refused")
        return JsonResponse({"error": refused.reason}, status=refused.status, headers=HEADERS)


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with a picture, after the view was committed to disk. HEAD is not counted."""
    try:
        if request.method == "GET":
            _count(request, pk, uuid.uuid4(), "")
        return HttpResponse(GIF, content_type="image/gif", headers=HEADERS)
    except Refused as refused:
        tally.count(tally.BEACONS, "refused")
        return HttpResponse(refused.reason, "text/plain; charset=utf-8", refused.status, headers=HEADERS)


HIT = path("hits/<int:pk>/", hit, name="hit")


def _report(request: HttpRequest) -> tuple[uuid.UUID, str]:
    """Read the event id and the referring address. Raises Refused."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            raise Refused(413, "内容过长。")
        report = json.loads(request.body)
        event, came_from = uuid.UUID(report["event"]), report.get("referrer")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, UnreadablePostError) as error:
        raise Refused(400, "内容不是 {“event”: “<uuid4>”}。") from error
    if event.version != 4:
        raise Refused(400, "事件号不是 UUID 4。")
    return event, came_from if isinstance(came_from, str) else ""


def _count(request: HttpRequest, pk: int, event: uuid.UUID, came_from: str) -> int:
    """Count the view; return the article's reads. Raises Refused."""
    if not _is_from_here(request):
        raise Refused(403, "只统计本站页面的阅读。")
    if row_number(str(pk)) is None:
        raise Refused(404, "没有这篇文章。")
    try:
        view = _view(request, pk, event, came_from)
        if is_one_too_many(view.ip, view.at):
            raise Refused(429, "访问过于频繁，请稍后再试。")
        appended = append(view)
    except Error as error:
        logger.warning("A view could not be stored", exc_info=True)
        raise Refused(503, "暂时无法记录，请稍后再试。") from error
    if appended is None:
        raise Refused(404, "没有这篇文章。")
    tally.count(tally.BEACONS, view.kind)
    if appended.roll_up_is_due:
        return _rolled_up_total(pk, view.at, otherwise=appended.total)
    return appended.total


def _rolled_up_total(pk: int, at: datetime, otherwise: int) -> int:
    """Roll up and return the article's reads, or `otherwise` after an error: the view itself is stored already."""
    try:
        roll_up_if_due(now=at)
        return ArticleHits.objects.values_list("total", flat=True).get(pk=pk)
    except (Error, ArticleHits.DoesNotExist):
        logger.warning("The hits were not rolled up", exc_info=True)
        return otherwise


def _view(request: HttpRequest, pk: int, event: uuid.UUID, came_from: str) -> View:
    agent = request.META.get("HTTP_USER_AGENT", "")
    return View(
        event=event,
        article_id=pk,
        at=timezone.now(),
        ip=request.META.get("REMOTE_ADDR", ""),
        agent=agent,
        referrer=referrer(came_from, agent=agent, own_host=request.get_host() if came_from else ""),
        # Without its cookie the session is not loaded.
        is_staff=settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated,
        is_prefetch=is_prefetch(request),
    )


def is_prefetch(request: HttpRequest) -> bool:
    """Tell whether a browser fetches the page before anybody wants to see it."""
    return any(word in request.META.get(name, "") for name, word in PREFETCH.items())


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether a page of this site sent this. An old browser may not say so; it is judged by its agent."""
    if site := request.META.get("HTTP_SEC_FETCH_SITE"):
        return bool(site == "same-origin")
    origin = request.META.get("HTTP_ORIGIN", "")
    return not origin or origin in (*settings.CSRF_TRUSTED_ORIGINS, f"{request.scheme}://{request.get_host()}")
