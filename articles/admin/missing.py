"""The admin's inbox of addresses that were not found. One click lets each lead to the nearest article."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from articles.models import Article, LegacyPath, MissingPath
from articles.search.nearest import nearest_to_paths
from yanjiang.admin_pages.logged import Kind
from yanjiang.admin_pages.wording import WordedAdmin
from yanjiang.lib.numbers import row_number
from yanjiang.staff_log.writing import Origin, record, record_rows

PERMISSION = "articles.add_legacypath"


class _Inbox(ChangeList):
    """The list, with the nearest article of each row. One query reads the titles for all rows."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        nearest = nearest_to_paths([missing.path for missing in self.result_list], now())
        for missing in self.result_list:
            missing.nearest = nearest.get(missing.path)


@admin.register(MissingPath)
class MissingPathAdmin(WordedAdmin):
    list_display = ("path_asked", "leads_to", "count", "linked_from", "last_at")
    list_display_links = None
    search_fields = ("path",)
    ordering = ("-count", "-last_at", "pk")
    list_per_page = 30
    show_full_result_count = False
    actions = ("mark_gone",)

    class Media:
        css = {"all": ("css/admin_missing.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: MissingPath | None = None) -> bool:
        return False

    def has_redirect_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[_Inbox]:
        return _Inbox

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.redirect_view))
        return [path("<str:pk>/redirect/", view, name="articles_missingpath_redirect"), *super().get_urls()]

    def redirect_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Let the path lead to an article from now on."""
        if not self.has_redirect_permission(request):
            raise PermissionDenied
        missing = MissingPath.objects.filter(pk=row_number(pk) or 0).first()
        article = get_object_or_404(Article.objects.published(), pk=row_number(request.POST.get("article")) or 0)
        if missing is None:
            messages.warning(request, "这个地址已经处理过了。")
        else:
            LegacyPath.objects.remember(missing.path, article=article)
            record(Origin.of(request), Kind.CHANGE, missing, f"转到“{article}”")
            messages.success(request, f"{missing.path} 从现在起转到“{article}”。")
        query = request.GET.urlencode()
        return HttpResponseRedirect(reverse("admin:articles_missingpath_changelist") + (f"?{query}" if query else ""))

    @admin.action(description="标记为已永久删除（410）", permissions=["redirect"])
    def mark_gone(self, request: HttpRequest, queryset: QuerySet[MissingPath]) -> None:
        rows = list(queryset)
        for missing in rows:
            LegacyPath.objects.remember(missing.path)
        record_rows(Origin.of(request), Kind.CHANGE, rows, "标记为已永久删除（410）")
        messages.success(request, f"{len(rows)} 个地址从现在起回答“已永久删除”。")

    @admin.display(description="地址", ordering="path")
    def path_asked(self, missing: MissingPath) -> str:
        return format_html('<a href="{0}" target="_blank" rel="noopener">{0}</a>', missing.path)

    @admin.display(description="来源页面")
    def linked_from(self, missing: MissingPath) -> str:
        line = '<a class="referrer" href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>'
        return format_html_join("", line, ((address,) for address in missing.referrers))

    @admin.display(description="最接近的文章")
    def leads_to(self, missing: Any) -> str:
        other = format_html(
            '<a href="{}?{}">转到别处…</a>', reverse("admin:articles_legacypath_add"), urlencode({"path": missing.path})
        )
        if not missing.nearest:
            return other
        # The button is inside the list's form, so it sends the form's CSRF token.
        return format_html(
            '<span class="nearest">{}</span><button type="submit" class="button" formaction="{}" name="article"'
            ' value="{}">转到这篇</button> {}',
            missing.nearest.title,
            reverse("admin:articles_missingpath_redirect", args=[missing.pk]),
            missing.nearest.pk,
            other,
        )
