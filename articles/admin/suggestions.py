"""Suggests tags for the text that is typed in the article's form."""

from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from articles.editing.suggestions import suggest
from articles.models import Tag

WRITE_PERMISSIONS = ("articles.add_article", "articles.change_article")


@require_POST
def suggest_tags(request: HttpRequest) -> JsonResponse:
    """Read `title` and plain `text`, and return `{"tags": [{"name": …, "exists": …}]}`."""
    if not any(request.user.has_perm(permission) for permission in WRITE_PERMISSIONS):
        raise PermissionDenied
    tags = Tag.objects.known_to(request.user, now())
    suggestions = suggest(request.POST.get("title", ""), request.POST.get("text", ""), tags=tags)
    return JsonResponse({"tags": [asdict(suggestion) for suggestion in suggestions]})
