"""The addresses for load balancers and monitoring. Their answers are neither counted nor kept."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from yanjiang.health import checks
from yanjiang.health.findings import State, worst

NOT_KEPT = {"Cache-Control": "no-store"}


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer, which tells that this process runs. It checks nothing, because a restart would mend nothing else."""
    return HttpResponse("ok\n", "text/plain; charset=utf-8", headers=NOT_KEPT)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Run all checks, and answer 503 if this node cannot answer readers. A degraded node answers 200.

    The JSON has the result of each check.
    """
    found = checks.findings(timezone.now())
    state = worst(found)
    told = {
        finding.name: {"state": finding.state, "words": finding.words, "figure": finding.figure} for finding in found
    }
    return JsonResponse(
        {"state": state, "checks": told},
        status=503 if state is State.FAILED else 200,
        headers=NOT_KEPT,
        json_dumps_params={"ensure_ascii": False},
    )
