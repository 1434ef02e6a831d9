"""Pictures that are pasted or dropped into the rich text editor."""

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from yanjiang.lib.pictures.library import keep


@require_POST
def upload_picture(request: HttpRequest) -> JsonResponse:
    """Keep the picture in the field `upload`; answer as CKEditor's simple upload adapter expects."""
    if not request.user.has_perm("pictures.add_picture"):
        raise PermissionDenied
    upload = request.FILES.get("upload")
    if upload is None or upload.file is None:
        return _refused("请选择一张图片。")
    try:
        picture = keep(upload.file, uploader=cast(User, request.user))
    except ValidationError as error:
        return _refused(error.messages[0])
    return JsonResponse({"url": picture.url})


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"error": {"message": message}}, status=400)
