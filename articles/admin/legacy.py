"""Looking up and mending old addresses."""

from django.contrib import admin

from articles.admin.changelist import BoundedPaginator
from articles.models import LegacyPath
from yanjiang.lib.editing import GuardedAdmin


@admin.register(LegacyPath)
class LegacyPathAdmin(GuardedAdmin):
    list_display = ("path", "leads_to")
    list_select_related = ("section", "article")
    search_fields = ("path", "url")
    fieldsets = (
        (
            None,
            {
                "fields": ("path", "article", "section", "url"),
                "description": "三个“转到”填一个；都不填，打开旧路径的人看到“内容已经撤下”（410），搜索引擎会删掉它。",
            },
        ),
    )
    autocomplete_fields = ("section", "article")
    ordering = ("path",)
    show_full_result_count = False
    paginator = BoundedPaginator

    @admin.display(description="转到")
    def leads_to(self, legacy: LegacyPath) -> str:
        return legacy.target_url or "已永久删除（410）"
