"""安全检查: the findings of `manage.py check_site`, for the people who may change the site's settings."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from yanjiang.health.findings import State
from yanjiang.health.security import site

PERMISSION = "home.change_sitesettings"
HEADINGS = {State.FAILED: "危险，马上处理", State.DEGRADED: "留意", State.OK: "正常"}


@require_safe
def page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Show the findings by state. `frame` is the context that every page of the admin needs.

    The site is asked from outside when somebody chooses it, because that may take seconds.
    """
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    from_outside = "outside" in request.GET
    found = site.findings(timezone.now(), from_outside=from_outside)
    groups = {heading: [one.words for one in found if one.state is state] for state, heading in HEADINGS.items()}
    context = {"title": "安全检查", "groups": groups, "from_outside": from_outside}
    return TemplateResponse(request, "admin/health/check_site.html", {**frame, **context})
