"""The admin of tags: describe and merge them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import now

from articles.admin.merge_action import merge_view
from articles.editing import tagging
from articles.models import Tag, TaggedArticle
from yanjiang.admin_pages.choosing import is_autocomplete
from yanjiang.admin_pages.editing import GuardedAdmin, GuardedForm


class TagForm(GuardedForm):
    class Meta:
        model = Tag
        fields = ("name", "slug", "description")
        labels = {"name": "名称", "slug": "网址中的写法"}
        help_texts = {"slug": "留空则与名称相同；修改后旧网址会自动转到新网址。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or Tag().slugify(self.cleaned_data.get("name", ""))


@admin.register(Tag)
class TagAdmin(GuardedAdmin):
    form = TagForm
    list_display = ("name", "articles_count", "on_site")
    search_fields = ("name",)
    ordering = ("name",)
    actions = ("merge",)
    list_per_page = 100

    def has_view_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """Hide the list from authors: they have the permission only to choose tags."""
        if is_autocomplete(request):
            return super().has_view_permission(request, obj)
        return self.has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        tags: Any = super().get_queryset(request)
        chosen: QuerySet[Tag] = tags.known_to(request.user, now())
        return chosen

    def view_on_site(self, tag: Tag) -> str | None:
        """Link the form to the tag's page, but only while visitors can see it."""
        return tag.get_absolute_url() if Tag.objects.in_use(now()).filter(pk=tag.pk).exists() else None

    @admin.action(description="合并到另一个关键字…", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> Any:
        targets = Tag.objects.order_by("name")
        tag = TaggedArticle._meta.get_field("tag")
        return merge_view(
            self,
            request,
            queryset,
            targets,
            merge=tagging.merge_tags,
            title="合并关键字",
            what="文章",
            searched_by=tag,
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name only the number of articles that lose a tag: Django would load and list all of them."""
        named = [f"{tag}（{tag.items.count()} 篇文章）" for tag in objs]
        return named, {self.opts.verbose_name: len(named)}, set(), []

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        # Only the tags of this page are counted: counting every tag's articles would read the whole table.
        numbers = [tag.pk for tag in changelist.result_list]
        counted = Tag.objects.filter(pk__in=numbers).annotate(used=Count("items")).values_list("pk", "used")
        used = dict(counted)
        on_site = set(Tag.objects.in_use(now()).filter(pk__in=numbers).values_list("pk", flat=True))
        for tag in changelist.result_list:
            tag.used = used.get(tag.pk, 0)
            tag.is_on_site = tag.pk in on_site
        return changelist

    @admin.display(description="文章数")
    def articles_count(self, tag: Any) -> str:
        url = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?tag={}">{}</a>', url, tag.pk, tag.used)

    @admin.display(description="网站")
    def on_site(self, tag: Any) -> str:
        if not tag.is_on_site:
            return ""
        return format_html('<a href="{}" target="_blank" rel="noopener">查看网页</a>', tag.get_absolute_url())
