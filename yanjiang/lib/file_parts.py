"""Send a file, or the requested part of it, so that an interrupted download can be resumed."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import http_date, parse_http_date_safe
from whitenoise.middleware import WhiteNoiseFileResponse

from yanjiang.lib.stored import StoredFile

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class FileResponse(WhiteNoiseFileResponse):  # type: ignore[misc]
    """An answer with a file, or with pieces that any thread may fetch (`yanjiang/rsgi.py`).

    Django's FileResponse would derive type and disposition from the file's name.
    """


def send(request: HttpRequest, file: StoredFile, headers: dict[str, str]) -> HttpResponse | StreamingHttpResponse:
    """Answer with the file, a part of it (206, 416), or 304. Raises FileNotFoundError and UploadsAwayError."""
    changed = file.changed_ns // 10**9
    etag = f'"{changed:x}-{file.size:x}"'
    headers = {**headers, "Last-Modified": http_date(changed), "ETag": etag, "Accept-Ranges": "bytes"}
    if _is_known(request, etag, changed):
        return HttpResponseNotModified(headers=headers)
    return _part(request, file, headers)


def _is_known(request: HttpRequest, etag: str, changed: int) -> bool:
    """Tell whether the client has the file already (RFC 9110, section 13.2.2)."""
    if known := request.META.get("HTTP_IF_NONE_MATCH"):
        return etag in known or known.strip() == "*"
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and changed <= since


def _part(request: HttpRequest, file: StoredFile, headers: dict[str, str]) -> HttpResponse | StreamingHttpResponse:
    size = file.size
    asked = _RANGE.fullmatch(request.META.get("HTTP_RANGE", "").replace(" ", ""))
    condition = request.META.get("HTTP_IF_RANGE", headers["ETag"])
    if not asked or not any(asked.groups()) or condition not in (headers["ETag"], headers["Last-Modified"]):
        return _sent(request, file, None, 200, {**headers, "Content-Length": str(size)})
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers |= {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
    return _sent(request, file, (start, end), 206, headers)


def _sent(
    request: HttpRequest, file: StoredFile, part: tuple[int, int] | None, status: int, headers: dict[str, str]
) -> StreamingHttpResponse:
    # HEAD fetches nothing.
    body: Any = () if request.method == "HEAD" else file.body(part)
    response: StreamingHttpResponse = FileResponse(body, status=status, headers=headers)
    return response
