"""The admin of old addresses: look them up and correct them."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.related_links import KnownArticleField, keep_chosen
from articles.models import LegacyPath
from yanjiang.admin_pages.bounded_lists import BoundedPaginator
from yanjiang.admin_pages.editing import GuardedAdmin, GuardedForm


class LegacyPathForm(GuardedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_chosen(self, "article")


@admin.register(LegacyPath)
class LegacyPathAdmin(GuardedAdmin):
    form = LegacyPathForm
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

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "article":
            kwargs["form_class"] = partial(KnownArticleField, person=request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="转到")
    def leads_to(self, legacy: LegacyPath) -> str:
        return legacy.target_url or "已永久删除（410）"
