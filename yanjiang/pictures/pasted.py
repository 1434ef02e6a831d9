"""Views that store pictures pasted into the rich text editor, and pictures of other hosts that a text shows."""

import logging
from collections.abc import Callable
from typing import IO, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from yanjiang.pictures.elsewhere import fetch
from yanjiang.pictures.library import keep
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

NOT_KEPT = "图片没有存上，服务器的磁盘可能满了。请告诉网站管理员，稍后再试。"

logger = logging.getLogger(__name__)


@require_POST
def upload_picture(request: HttpRequest) -> JsonResponse:
    """Store the picture in the field `upload`, and answer as CKEditor's simple upload adapter expects."""
    _may_add(request)
    upload = request.FILES.get("upload")
    if upload is None or upload.file is None:
        return _refused("请选择一张图片。")
    return _kept(request, lambda: cast(IO[bytes], upload.file))


@require_POST
def fetch_picture(request: HttpRequest) -> JsonResponse:
    """Fetch the picture at the URL in the field `url`, and store it in the library."""
    _may_add(request)
    return _kept(request, lambda: fetch(request.POST.get("url", "")))


def _may_add(request: HttpRequest) -> None:
    if not request.user.has_perm("pictures.add_picture"):
        raise PermissionDenied


def _kept(request: HttpRequest, file: Callable[[], IO[bytes]]) -> JsonResponse:
    try:
        picture = keep(file(), uploader=cast(User, request.user))
    except ValidationError as error:
        return _refused(error.messages[0])
    except OSError:
        logger.exception("A picture could not be kept.")
        return _refused(NOT_KEPT, status=503)
    record(Origin.of(request), Entry.Kind.ADD, picture, "粘贴到正文")
    return JsonResponse({"url": picture.url, **({"told": picture.told} if picture.told else {})})


def _refused(message: str, *, status: int = 400) -> JsonResponse:
    return JsonResponse({"error": {"message": message}}, status=status)
