"""What belongs to no app: uploads, health, and the pages for what went wrong."""

import mimetypes
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles.search import nearest_section, nearest_titles

TOO_MUCH: dict[type[Exception], str] = {
    RequestDataTooBig: f"提交的文字超过了 {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024} MB。",
    TooManyFieldsSent: f"提交的表单超过了 {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} 项。",
    TooManyFilesSent: f"一次最多上传 {settings.DATA_UPLOAD_MAX_NUMBER_FILES} 个文件。",
}

# Shown in the page; anything else is saved to the reader's disk, whatever it claims to be.
PICTURES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif"}


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponse:
    """Serve an uploaded file, as the embedded default does; in production the web server does."""
    if "\0" in path:
        raise Http404
    response: HttpResponse = serve(request, path, document_root=str(settings.MEDIA_ROOT))  # type: ignore[assignment]
    kind = PICTURES.get(PurePosixPath(path).suffix.lower())
    response["Content-Type"] = kind or mimetypes.guess_type(path)[0] or "application/octet-stream"
    if not kind:
        response["Content-Disposition"] = "attachment"
    # Names are made by the server and never used twice.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
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


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"nearest": nearest_titles(request.path, timezone.now()), "section": nearest_section(request.path)}
    return render(request, "404.html", context, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what a request had too much of. Nothing of it can be shown again, for it was not read."""
    reason = next((words for kind, words in TOO_MUCH.items() if isinstance(exception, kind)), "这个请求无法识别。")
    return HttpResponse(render(None, "400.html", {"reason": reason}).content, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the site's frame, which asks the database: that may be what went wrong.
    return HttpResponse(render(None, "500.html").content, status=500)
