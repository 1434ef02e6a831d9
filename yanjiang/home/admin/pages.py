"""Edit single pages."""

from django.contrib import admin
from django.utils.html import format_html

from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.home.models import Page


@admin.register(Page)
class PageAdmin(GuardedAdmin):
    list_display = ("title", "address", "position", "in_footer", "is_active")
    list_editable = ("position", "in_footer", "is_active")
    list_filter = ("is_active", "in_footer")
    search_fields = ("title", "slug")
    ordering = ("position", "pk")
    fieldsets = (
        (None, {"fields": ("title", "slug", "body", "description")}),
        ("显示", {"fields": ("position", "in_footer", "is_active")}),
    )

    def view_on_site(self, page: Page) -> str | None:
        """Return the page's address for a link from its form, or None while visitors cannot see it."""
        return page.get_absolute_url() if page.is_active else None

    @admin.display(description="网址", ordering="slug")
    def address(self, page: Page) -> str:
        url = page.get_absolute_url()
        return format_html('<a href="{}" target="_blank">{}</a>', url, url) if page.is_active else url
