"""The form's question which tags would suit what is typed."""

from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from articles.models import Tag
from articles.suggestions import suggest

WRITING = ("articles.add_article", "articles.change_article")


@require_POST
def suggest_tags(request: HttpRequest) -> JsonResponse:
    """Answer the fields `title` and `text` (plain) with `{"tags": [{"name": …, "exists": …}]}`."""
    if not any(request.user.has_perm(permission) for permission in WRITING):
        raise PermissionDenied
    tags = Tag.objects.known_to(request.user, now())
    suggestions = suggest(request.POST.get("title", ""), request.POST.get("text", ""), tags=tags)
    return JsonResponse({"tags": [asdict(suggestion) for suggestion in suggestions]})
