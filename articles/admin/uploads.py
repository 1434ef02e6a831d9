"""Pictures that are pasted or dropped into the rich text editor."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from yanjiang.lib import images

# Whoever writes any rich text of the site.
WRITING = (
    "articles.add_article",
    "articles.change_article",
    "articles.change_section",
    "consultants.change_consultant",
    "home.change_page",
)


@require_POST
def upload_picture(request: HttpRequest) -> JsonResponse:
    """Keep the picture in the field `upload`; answer as CKEditor's simple upload adapter expects."""
    if not any(request.user.has_perm(permission) for permission in WRITING):
        raise PermissionDenied
    upload = request.FILES.get("upload")
    if upload is None or upload.file is None:
        return _refused("请选择一张图片。")
    try:
        picture = images.rewrite(upload.file)
    except ValidationError as error:
        return _refused(error.messages[0])
    folder = images.folder("pictures", timezone.localdate())
    name = default_storage.save(f"{folder}/{picture.name}", picture)
    return JsonResponse({"url": default_storage.url(name)})


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"error": {"message": message}}, status=400)
