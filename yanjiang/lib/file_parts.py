"""Send a file, or the requested part of it, so that an interrupted download can be resumed."""

import re
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import http_date, parse_http_date_safe
from whitenoise.middleware import WhiteNoiseFileResponse
from whitenoise.responders import SlicedFile

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def send(request: HttpRequest, file: Path, headers: dict[str, str]) -> HttpResponse | StreamingHttpResponse:
    """Answer with the file, a part of it (206, 416), or 304. Raises FileNotFoundError."""
    stat = file.stat()
    etag = f'"{int(stat.st_mtime):x}-{stat.st_size:x}"'
    headers = {**headers, "Last-Modified": http_date(stat.st_mtime), "ETag": etag, "Accept-Ranges": "bytes"}
    if _is_known(request, etag, int(stat.st_mtime)):
        return HttpResponseNotModified(headers=headers)
    return _part(request, file, stat.st_size, headers)


def _is_known(request: HttpRequest, etag: str, changed: int) -> bool:
    """Tell whether the client has the file already (RFC 9110, section 13.2.2)."""
    if known := request.META.get("HTTP_IF_NONE_MATCH"):
        return etag in known or known.strip() == "*"
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and changed <= since


def _part(request: HttpRequest, file: Path, size: int, headers: dict[str, str]) -> HttpResponse | StreamingHttpResponse:
    asked = _RANGE.fullmatch(request.META.get("HTTP_RANGE", "").replace(" ", ""))
    condition = request.META.get("HTTP_IF_RANGE", headers["ETag"])
    if not asked or not any(asked.groups()) or condition not in (headers["ETag"], headers["Last-Modified"]):
        return _sent(file.open("rb"), 200, {**headers, "Content-Length": str(size)})
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers |= {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
    return _sent(SlicedFile(file.open("rb"), start, end), 206, headers)


def _sent(file: Any, status: int, headers: dict[str, str]) -> StreamingHttpResponse:
    # Django's FileResponse would derive type and disposition from the file's name.
    response: StreamingHttpResponse = WhiteNoiseFileResponse(file, status=status, headers=headers)
    return response
