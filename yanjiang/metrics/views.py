"""The address that Prometheus asks. Without the token it is an address like any that does not exist."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from yanjiang.metrics.exposition import exposed


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _has_token(request):
        raise Http404
    return HttpResponse(exposed(timezone.now()), CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
