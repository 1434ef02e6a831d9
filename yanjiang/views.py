"""The health check for load balancers."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yanjiang.lib import patience

HEALTH_SECONDS = 2.0  # load balancers ask every few seconds and wait about as long
PLAIN = "text/plain; charset=utf-8"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a load balancer whether this node and its database can answer."""
    try:
        with patience.waiting_at_most(HEALTH_SECONDS), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return HttpResponse("database\n", PLAIN, 503, headers={"Cache-Control": "no-store"})
    return HttpResponse("ok\n", PLAIN, headers={"Cache-Control": "no-store"})
