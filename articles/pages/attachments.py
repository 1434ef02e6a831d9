"""Sends attachments to readers: an attachment has an address only while its article is visible."""

import mimetypes
import re
from datetime import datetime
from posixpath import normpath
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from articles.models import Article, Attachment
from yanjiang.lib import file_parts
from yanjiang.lib.stored import uploads

# The names that articles.models gives. Other files in that folder are not attachments: an import may have brought them.
_NAME = re.compile(r"attachments/[0-9a-f]{24}\.[a-z]+")
# nginx sets this header to say that it sends files itself, from the internal location FOLDER
# (yanjiang/deploy/nginx.conf).
SENDS_FILES, FOLDER = "X-Sendfile-Type", "/protected/"


def attachment_name(path: str) -> str:
    """Return the name of the attachment that a path below the uploads means, "" where it means none."""
    name = normpath(path).lstrip("/")
    return name if _NAME.fullmatch(name) else ""


def public(request: HttpRequest, name: str, at: datetime) -> HttpResponse:
    """Send an attachment of a visible article. Raises Http404 for any other, so that drafts stay unknown."""
    visible = Article.objects.published(at).order_by()
    found = Attachment.objects.filter(file=name, article__in=visible).order_by("pk").first()
    if found is None:
        raise Http404
    # It must be gone when its article is.
    return send(request, name, save_as=found.download_name, cache_control="no-cache")


def send(request: HttpRequest, name: str, *, save_as: str, cache_control: str = "private, no-store") -> HttpResponse:
    headers = {
        "Content-Type": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "Content-Disposition": content_disposition_header(True, save_as) or "",  # noqa: FBT003
        "Cache-Control": cache_control,
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
    if request.headers.get(SENDS_FILES) == "X-Accel-Redirect" and uploads().is_folder:
        return HttpResponse(headers={**headers, "X-Accel-Redirect": f"{FOLDER}{name}"})
    try:
        return cast(HttpResponse, file_parts.send(request, uploads().served(name), headers))
    except FileNotFoundError as error:
        raise Http404 from error
