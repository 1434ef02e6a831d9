"""Edit the home page's blocks."""

from django.contrib import admin
from django.db.models import Case, Value, When

from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.home.models import Block

# Sorts by the order of the columns on the page: top, main, side.
_COLUMN = Case(*(When(column=column, then=Value(index)) for index, column in enumerate(Block.Column.values)))


@admin.register(Block)
class BlockAdmin(GuardedAdmin):
    list_display = ("printed_heading", "kind", "column", "section", "count", "position", "is_active")
    list_editable = ("position", "is_active")
    list_filter = ("column", "is_active", "kind")
    list_select_related = ("section",)
    autocomplete_fields = ("section",)
    ordering = (_COLUMN, "position", "pk")
    fieldsets = (
        (None, {"fields": ("kind", "section", "title", "count")}),
        ("显示", {"fields": ("column", "position", "is_active")}),
    )

    @admin.display(description="标题")
    def printed_heading(self, block: Block) -> str:
        return block.heading
