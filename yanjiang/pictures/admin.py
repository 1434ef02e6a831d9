"""The picture library in the admin: find, upload and describe pictures, and delete unused ones."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.lib.chinese import person_name
from yanjiang.pictures.forms import PictureForm, UploadForm
from yanjiang.pictures.markup import picture_html
from yanjiang.pictures.models import Picture
from yanjiang.pictures.pasted import fetch_picture, upload_picture
from yanjiang.pictures.uses import MOST, Use, uses

NAMED = 3  # uses that the refusal of a deletion names


@admin.register(Picture)
class PictureAdmin(GuardedAdmin):
    measure, add_label, another_label = "张", "上传图片", "保存并再传一张"
    form = PictureForm
    list_display = ("thumbnail", "name", "dimensions", "by", "created_at")
    list_display_links = ("thumbnail", "name")
    list_select_related = ("uploader",)
    list_per_page = 60
    search_fields = ("alt",)
    search_help_text = "按说明文字查找"
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    readonly_fields = ("preview", "address", "dimensions", "by", "created_at", "used_in")

    class Media:
        css = {"all": ("css/admin_pictures.css",)}

    # --- Who sees and does what ---------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_write(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}  # pictures are deleted one at a time, so that the page can name the uses that prevent it

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Picture | None:
        picture: Any = super().get_object(request, object_id, from_field)
        if picture:
            picture.asked_by = request  # the uses that are shown depend on this person's permissions
        return cast("Picture | None", picture)

    # --- Uploading ----------------------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Picture | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        return super().get_form(request, obj, change, **kwargs, **({} if obj else {"form": UploadForm}))

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        return ("preview", "alt", *self.readonly_fields[1:]) if obj else ("upload", "alt")

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Picture:
        picture: Picture = form.save(commit=False) if change else form.kept(cast(User, request.user))
        return picture

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: Any) -> None:
        if change:
            obj.save(update_fields=["alt"])
        elif form.existing:
            messages.info(request, "图库里已有这张图片，没有重复保存，直接使用原来的那一张。")
        elif obj.told:
            messages.warning(request, obj.told)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Do nothing: `library` has stored the picture, and it has no related rows."""

    # --- Deleting -----------------------------------------------------------------------------------------------

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        picture = self.get_object(request, object_id)
        if picture is None or not self.has_delete_permission(request, picture):
            return super().delete_view(request, object_id, extra_context)
        try:
            if not uses(picture, most=1):
                return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            pass  # somebody began to use the picture a moment ago
        known = [use.where for use in uses(picture) if _knows(request, use)][:NAMED]
        named = f"：{'、'.join(known)}等处" if known else ""
        messages.error(request, f"这张图片正在使用，不能删除{named}。请先在用到它的地方换掉它。")
        return HttpResponseRedirect(reverse("admin:pictures_picture_change", args=[picture.pk]))

    # --- Pages of its own ---------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(upload_picture), name="pictures_upload"),
            path("fetch/", view(fetch_picture), name="pictures_fetch"),
            path("<int:pk>/details/", view(self.details_view), name="pictures_picture_details"),
            *super().get_urls(),
        ]

    def details_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer the form in which a picture was chosen."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        picture = get_object_or_404(Picture, pk=pk)
        return JsonResponse({"url": picture.url, "thumbnail": picture.thumbnail_url, "alt": picture.alt})

    # --- What is shown ------------------------------------------------------------------------------------------

    @admin.display(description="图片")
    def thumbnail(self, picture: Picture) -> str:
        # The image is the link's only content, so its text names the picture.
        name = picture.alt or f"第 {picture.pk} 号图片"
        return format_html(
            '<img class="picture-thumbnail" src="{}" alt="{}" loading="lazy">', picture.thumbnail_url, name
        )

    @admin.display(description="说明文字", ordering="alt")
    def name(self, picture: Picture) -> str:
        return picture.alt or "（还没有说明文字）"

    @admin.display(description="图片")
    def preview(self, picture: Picture) -> str:
        return picture_html(picture.url, picture.alt, sizes="480px", css_class="picture-preview")

    @admin.display(description="网址")
    def address(self, picture: Picture) -> str:
        return format_html('<a href="{}" target="_blank">{}</a>', picture.url, picture.url)

    @admin.display(description="尺寸")
    def dimensions(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}，{filesizeformat(picture.size)}"

    @admin.display(description="上传者", ordering="uploader")
    def by(self, picture: Picture) -> str:
        user = picture.uploader
        if not user:
            return ""
        return person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)

    @admin.display(description="用在")
    def used_in(self, picture: Any) -> str:
        found = uses(picture)
        if not found:
            return "还没有用到，可以删除。"
        request = picture.asked_by
        known = [use for use in found if _knows(request, use)]
        hidden = len(found) - len(known)
        links = format_html_join("", "<li>{}</li>", ((_link(request, use),) for use in known))
        told = f"只列出前 {MOST} 处。" if len(found) == MOST else ""
        others = f"另有 {hidden} 处在您看不到的内容里。" if hidden else ""
        return format_html('<ul class="picture-uses">{}</ul>{}{}', links, others, told)


def _may_write(request: HttpRequest, picture: Picture | None) -> bool:
    """Tell whether this person may change or delete the picture: editors may for any, authors for their own."""
    return (
        picture is None or picture.uploader_id == request.user.pk or request.user.has_perm("pictures.edit_all_pictures")
    )


def _knows(request: HttpRequest, use: Use) -> bool:
    """Tell whether this person may know of this use: the drafts of others stay hidden."""
    model_admin: Any = admin.site.get_model_admin(type(use.row))
    return not hasattr(model_admin, "may_know") or model_admin.may_know(request, use.row)


def _link(request: HttpRequest, use: Use) -> str:
    """Link a use to its form, or to its page if this person cannot change it."""
    changes = admin.site.get_model_admin(type(use.row)).has_change_permission(request, use.row)
    page = getattr(use.row, "get_absolute_url", None)
    url = use.url if changes or page is None else page()
    return format_html('<a href="{}">{}</a>', url, use.where)
