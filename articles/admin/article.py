"""Writing, publishing and finding articles in the admin."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime, now

from articles import projections
from articles.admin import history, roles
from articles.admin.actions import BULK_ACTIONS
from articles.admin.attachments import AttachmentInline
from articles.admin.changelist import ArticleChangeList, BoundedPaginator
from articles.admin.emptiness import CONFIRMED
from articles.admin.filters import AuthorFilter, FlagFilter, GapFilter, SectionFilter, StateFilter, TagFilter
from articles.admin.forms import ArticleForm, PersonChoiceField, staff
from articles.admin.preview import render_preview
from articles.admin.related import RelatedLinkInline
from articles.admin.suggestions import suggest_tags
from articles.admin.telling import TellingAdmin
from articles.attachments import send
from articles.editing import changes
from articles.fulltext.query import parse
from articles.hits import charts
from articles.models import FLAGS, Article, ArticleQuerySet, Attachment, SearchEntry, knows, section_tree
from articles.search.ranking import Matches
from yanjiang.lib.chinese import person_name
from yanjiang.lib.editing import GuardedAdmin
from yanjiang.lib.numbers import row_number
from yanjiang.lib.pictures import names
from yanjiang.lib.pictures.texts import describe
from yanjiang.lib.pictures.widgets import choosing

BASICS = ("基本", {"fields": ("title", "short_title", "title_color", "section", "further_sections", "tags")})
BODY = ("正文", {"fields": ("body", "summary", "cover")})
REVISED_BODY = ("正文", {"fields": (*BODY[1]["fields"], "revision_note")})
CREDITS = ("署名", {"fields": ("source", "author", "responsible_editor", "consultant")})
MARKS = ("标记", {"fields": (tuple(FLAGS), "redirect_url", "pinned_until", "weight")})
PUBLICATION = ("发布", {"fields": ("status", "publish_at", "expire_at", "owner")})
SAME_TITLES_NAMED = 3

PUBLISHED_MEANWHILE = "这篇文章已经发布，作者不能再改，这一次没有存上。要改的地方还在下面，请复制下来交给编辑。"


@admin.register(Article)
class ArticleAdmin(TellingAdmin, GuardedAdmin):
    measure, add_label, another_label = "篇", "写文章", "保存并再写一篇"
    form = ArticleForm
    inlines = (RelatedLinkInline, AttachmentInline)
    autocomplete_fields = ("section", "further_sections", "consultant", "owner", "responsible_editor")
    raw_id_fields = ("cover",)
    list_display = (
        "thumbnail",
        "marked_title",
        "section_name",
        "state_now",
        "author",
        "published",
        "hits_total",
        "lately",
    )
    list_display_links = ("marked_title",)
    list_filter = (StateFilter, SectionFilter, FlagFilter, GapFilter, TagFilter, AuthorFilter, "publish_at")
    list_select_related = ()
    list_per_page = 50
    paginator = BoundedPaginator
    search_fields = ("title", "author")
    search_help_text = "按标题、关键字、作者、摘要、正文或编号查找"
    # Counting a million articles, or each filter's share of them, is for the reports.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-pk",)

    class Media:
        css = {"all": ("css/admin_article.css",)}
        js = ("js/admin_article.js", "js/admin_suggest_tags.js")

    # --- Who sees and does what ---------------------------------------------------------------------------------

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return columns if roles.sees_figures(request) else [name for name in columns if name != "lately"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = cast(ArticleQuerySet, super().get_queryset(request))
        if roles.is_autocomplete(request):
            # A link leads to what readers can see, or will: of drafts, to one's own alone.
            hidden = Q(status__in=(Article.Status.DRAFT, Article.Status.TRASH))
            return articles.known_to(request.user).exclude(hidden & ~Q(owner=request.user.pk)).only("title")
        return articles if roles.edits_all(request) else articles.filter(owner=request.user.pk)

    def may_know(self, request: HttpRequest, article: Article) -> bool:
        return knows(request.user, article, now())

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        # A form that is refused as a whole is shown again: what was typed into it is not lost.
        may_write = obj is None or roles.may_write(request, obj) or hasattr(request, "refused")
        return super().has_change_permission(request, obj) and may_write

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        article: Article | None = super().get_object(request, object_id, from_field)
        # A form that is sent reads the article under its lock: nobody can publish it behind this look.
        if request.method == "POST" and article and not roles.may_write(request, article):
            request.refused = PUBLISHED_MEANWHILE  # type: ignore[attr-defined]
        return article

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is not None and obj.status == Article.Status.TRASH:
            return roles.empties_trash(request)
        return super().has_delete_permission(request, obj) and (obj is None or roles.may_write(request, obj))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not self.has_change_permission(request):
            return {}
        return {action.name: (action, action.name, action.label) for action in BULK_ACTIONS if action.allowed(request)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = False, **kwargs: Any) -> Any:  # noqa: FBT002
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user
        return form

    # --- The form -----------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if not roles.publishes(request):
            return (BASICS, BODY, CREDITS)
        came_out = obj is not None and obj.publish_at is not None and obj.publish_at <= now()
        return (BASICS, REVISED_BODY if came_out else BODY, CREDITS, MARKS, PUBLICATION)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        user = cast(User, request.user)
        name = person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)
        defaults = {"author": name, "owner": user.pk}
        if roles.publishes(request):
            defaults["responsible_editor"] = user.pk
        asked = super().get_changeform_initial_data(request)  # by the address, as the front page does
        for name in self.autocomplete_fields:
            value = asked.get(name)
            if None in map(row_number, value if isinstance(value, list) else [value]):
                asked.pop(name, None)  # the database would refuse to look for it
        return {**defaults, **asked}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("owner", "responsible_editor"):
            kwargs |= {"form_class": PersonChoiceField, "queryset": staff()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choosing(db_field))

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: Any) -> None:
        if not obj.owner_id:
            obj.owner = cast(User, request.user)
        if "_restore" in request.POST and form.was == Article.Status.TRASH:
            obj.status = Article.Status.DRAFT
        elif "_publish" in request.POST and roles.publishes(request) and form.was != Article.Status.TRASH:
            if obj.status != Article.Status.PUBLISHED and not obj.responsible_editor_id:
                # An author's text: whoever publishes it answers for it.
                obj.responsible_editor = cast(User, request.user)
            obj.status = Article.Status.PUBLISHED
        obj.save(with_derived=False)  # these follow at the end of `save_related`, where tags and sections are known

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        if "tags" in form.changed_data or any(formset.has_changed() for formset in formsets):
            Article.objects.filter(pk=form.instance.pk).date_changes(now())
        projections.write([form.instance.pk])
        if form.instance.is_visible(now()):
            # Everybody who uses the library reads the description: no title of a draft may stand in it.
            describe(form.instance, form.instance.title)
        if "title" in form.changed_data:
            self._warn_of_same_title(request, form.instance)

    def _warn_of_same_title(self, request: HttpRequest, article: Article) -> None:
        known = Article.objects.known_to(request.user).filter(title=article.title).exclude(pk=article.pk)
        same = known.only("pk", "owner").order_by("-pk")[:SAME_TITLES_NAMED]
        links = [(self._way_to(request, other), other.pk) for other in same]
        if links:
            numbers = format_html_join("、", '<a href="{}">{} 号</a>', links)
            messages.warning(request, format_html("已有同名文章：{}。如不是重复发表，可以不管。", numbers))

    def _way_to(self, request: HttpRequest, article: Article) -> str:
        """Return the article's form, or its page where this person cannot open the form."""
        opens = roles.edits_all(request) or article.owner_id == request.user.pk
        return reverse("admin:articles_article_change" if opens else "articles:detail", args=[article.pk])

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: Any = False) -> Any:  # noqa: FBT002
        """Tell which fields were changed. The status has a line of its own, which says what it became."""
        form.instance.was = form.was
        form.changed_data = [name for name in form.changed_data if name != "status"]
        return super().construct_change_message(request, form, formsets, add)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if what := history.way(getattr(obj, "was", obj.status), obj, now()):
            super().log_change(request, obj, what)
        return super().log_change(request, obj, message)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Show the status of what lies in the trash: a save leaves it there, `_restore` takes it out."""
        is_trashed = obj is not None and obj.status == Article.Status.TRASH
        return ("status",) if is_trashed and roles.publishes(request) else ()

    # --- The trash ----------------------------------------------------------------------------------------------

    delete_confirmation_template = "admin/articles/article/trash.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        # What goes to the trash keeps everything that points at it.
        return [str(article) for article in objs], {}, set(), []

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep in the history of what goes to the trash that it went there."""
        thrown = [article for article in queryset if article.status != Article.Status.TRASH]
        for article in thrown:
            self.log_change(request, article, history.TRASHED)
        gone: Any = [article for article in queryset if article not in thrown]
        return super().log_deletions(request, gone) if gone else None

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Put the article in the trash; out of the trash, delete it for good."""
        chosen = Article.objects.filter(pk=obj.pk)
        if obj.status == Article.Status.TRASH:
            changes.purge(chosen)
        else:
            changes.trash(chosen)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        response = super().response_delete(request, obj_display, obj_id)
        list(messages.get_messages(request))  # Django's own, which says that it is deleted
        where = "移到回收站" if Article.objects.filter(pk=obj_id).exists() else "彻底删除"
        messages.success(request, f"《{obj_display}》已{where}。")
        return response

    # --- Pages of its own ---------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview_view), name="articles_article_preview"),
            path("attachments/<int:pk>/", view(self.attachment_view), name="articles_article_attachment"),
            path("suggest-tags/", view(suggest_tags), name="articles_article_suggest_tags"),
            *super().get_urls(),
        ]

    def attachment_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send an attachment to somebody who may see its article's form."""
        attachment = get_object_or_404(Attachment.objects.filter(article__in=self.get_queryset(request)), pk=pk)
        if not self.has_view_permission(request, attachment.article):
            raise PermissionDenied
        return send(request, str(attachment.file.name), save_as=attachment.download_name)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show the typed article without saving it. `?id=` names the saved one that is being changed."""
        wanted = request.GET.get("id", "")
        article = get_object_or_404(self.get_queryset(request), pk=row_number(wanted)) if wanted else None
        allowed = self.has_change_permission(request, article) if article else self.has_add_permission(request)
        if request.method != "POST" or not allowed:
            return HttpResponse("请从文章的编辑页打开预览。", status=403, content_type="text/plain; charset=utf-8")
        typed = request.POST.copy()
        typed.pop("seen", None)  # another's changes are no matter for a look
        typed[CONFIRMED] = "yes"
        form = self.get_form(request, article, change=article is not None)(typed, request.FILES, instance=article)
        formsets, _inlines = super()._create_formsets(  # type: ignore[misc]
            request, form.instance, change=article is not None
        )
        return render_preview(request, form, formsets)

    # --- The list -----------------------------------------------------------------------------------------------

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if not search_term.strip():
            return queryset, False
        matches = Matches(parse(search_term), SearchEntry.objects.all()).within()
        return queryset.filter(Q(pk__in=matches.values("pk")) | Q(pk=row_number(search_term.strip()))), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleChangeList]:
        return ArticleChangeList

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:  # a day of the year 1 is none in another time zone
            raise IncorrectLookupParameters(error) from error

    @admin.display(description="图")
    def thumbnail(self, article: Article) -> str:
        if not article.picture_url:
            return ""
        return format_html(
            '<img class="thumbnail" src="{}" alt="" width="48" height="32">', names.thumbnail(article.picture_url)
        )

    @admin.display(description="标题", ordering="title")
    def marked_title(self, article: Article) -> str:
        marks = [(label,) for name, label in FLAGS.items() if getattr(article, name)]
        if article.pinned_until and article.pinned_until > now():
            marks.insert(0, ("置顶",))
        return format_html("{} {}", article.title, format_html_join(" ", '<small class="mark">{}</small>', marks))

    @admin.display(description="栏目", ordering="section")
    def section_name(self, article: Article) -> str:
        section = section_tree().get(article.section_id)
        return section.name if section else ""

    @admin.display(description="状态", ordering="status")
    def state_now(self, article: Article) -> str:
        if not article.is_visible(now()):
            return article.state
        url = reverse("articles:detail", args=[article.pk])
        link = '{}<a class="on-site" href="{}" target="_blank" rel="noopener">查看网页</a>'
        return format_html(link, article.state, url)

    def view_on_site(self, article: Article) -> str | None:
        """Link the form to the article's page; to none while visitors cannot see it."""
        return article.get_absolute_url() if article.is_visible(now()) else None

    @admin.display(description="发布时间", ordering="publish_at")
    def published(self, article: Article) -> str:
        return localtime(article.publish_at).strftime("%Y-%m-%d %H:%M") if article.publish_at else ""

    @admin.display(description="点击", ordering="hits__total")
    def hits_total(self, article: Article) -> str:
        return f"{article.hits.total:,}"

    @admin.display(description="近 7 天", ordering="hits__week")
    def lately(self, article: Article) -> str:
        """Show the curve of the last 30 days and the reads of the last 7, which lead to the article's figures."""
        week = article.hits.week
        shown = format_html(
            '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true"><polyline points="{}"/></svg>{}',
            charts.SPARK_WIDTH,
            charts.SPARK_HEIGHT,
            article.spark,  # type: ignore[attr-defined]
            f"{week:,}",
        )
        url = reverse("admin:articles_articlehits_change", args=[article.pk])
        return format_html(
            '<a href="{}" aria-label="《{}》的点击统计，近 7 天 {} 次">{}</a>', url, article.title, week, shown
        )
