"""Serve uploaded files where no web server does; in production nginx serves them."""

import mimetypes
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.pages import attachments
from yanjiang.lib import file_parts
from yanjiang.lib.stored import UploadsAwayError, uploads

# Types that browsers show. Any other file is downloaded, whatever type it claims.
PICTURES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif"}
_PLAIN_NAME = re.compile(r"[\w.-]+", re.ASCII)


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponse | StreamingHttpResponse:
    """Serve an uploaded file. An attachment is served only while its article is visible."""
    if "\0" in path:
        raise Http404
    if attachment := attachments.attachment_name(path):
        return attachments.public(request, attachment, timezone.now())
    kind = PICTURES.get(PurePosixPath(path).suffix.lower())
    headers = {
        "Content-Type": kind or _type(path),
        "Content-Disposition": "inline" if kind else f"attachment{_save_as(path)}",
        # The server makes the names and never uses one twice.
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
    try:
        return file_parts.send(request, uploads().served(path), headers)
    except UploadsAwayError:
        raise
    except (SuspiciousOperation, ValueError, OSError) as error:
        # The path leaves the folder, or is no possible name of a file; or the file has just been deleted.
        raise Http404 from error


def _type(path: str) -> str:
    """Return the type of a file that is downloaded. The encoding of a text of an old site is unknown."""
    found = mimetypes.guess_type(path)[0]
    return found if found and not found.startswith("text/") else "application/octet-stream"


def _save_as(path: str) -> str:
    """Return the name for Content-Disposition, as nginx gives it: the file's own, where it needs no quoting."""
    name = PurePosixPath(path).name
    return f'; filename="{name}"' if _PLAIN_NAME.fullmatch(name) else ""


def gzip(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], Any]:
    """Compress answers as Django does, except files that support range requests: ranges count uncompressed bytes."""
    compress = GZipMiddleware(get_response).process_response

    def handle(request: HttpRequest) -> Any:
        response = get_response(request)
        return response if response.has_header("Accept-Ranges") else compress(request, response)

    return handle
