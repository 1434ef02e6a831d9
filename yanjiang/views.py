"""What belongs to no app: uploads and health."""

import mimetypes
from pathlib import PurePosixPath

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles import attachments

# Shown in the page; anything else is saved to the reader's disk, whatever it claims to be.
PICTURES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif"}


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponse:
    """Serve an uploaded file, as the embedded default does; in production the web server does."""
    if "\0" in path:
        raise Http404
    if attachment := attachments.named(path):
        return attachments.public(request, attachment, timezone.now())
    response: HttpResponse = serve(request, path, document_root=str(settings.MEDIA_ROOT))  # type: ignore[assignment]
    kind = PICTURES.get(PurePosixPath(path).suffix.lower())
    response["Content-Type"] = kind or mimetypes.guess_type(path)[0] or "application/octet-stream"
    if not kind:
        response["Content-Disposition"] = "attachment"
    # Names are made by the server and never used twice.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a load balancer whether this node can answer, its database included."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
