"""Writing, publishing and finding articles in the admin."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.timezone import now

from articles import projections
from articles.admin import history, layout, roles
from articles.admin.actions import BULK_ACTIONS
from articles.admin.attachments import AttachmentInline
from articles.admin.calendar import CalendarPages
from articles.admin.changelist import ArticleChangeList
from articles.admin.columns import ArticleColumns
from articles.admin.emptiness import CONFIRMED
from articles.admin.filters import AuthorFilter, FlagFilter, GapFilter, SectionFilter, StateFilter, TagFilter
from articles.admin.forms import ArticleForm
from articles.admin.handing_over import HandingOverPages
from articles.admin.history_page import HistoryPage
from articles.admin.present import PresentEditors
from articles.admin.preview import render_preview
from articles.admin.related_links import RelatedLinkInline
from articles.admin.replacing import ACTION, WORDS, ReplacePages, replace_in_chosen
from articles.admin.same_titles import SameTitles
from articles.admin.sharing import SharingPages
from articles.admin.suggestions import suggest_tags
from articles.admin.telling import TellingAdmin
from articles.admin.undoing import UndoPages
from articles.admin.working_copies import WorkingCopies
from articles.editing import changes, contents, revisions, working_copies
from articles.fulltext.query import parse
from articles.models import Article, ArticleQuerySet, Attachment, SearchEntry, knows
from articles.pages.attachments import send
from articles.search.ranking import Matches
from yanjiang.accounts.staff import PersonChoiceField
from yanjiang.admin_pages.bounded_lists import BoundedPaginator
from yanjiang.admin_pages.choosing import LoadedChoiceField, is_autocomplete
from yanjiang.admin_pages.logged import Kind
from yanjiang.lib.chinese import person_name
from yanjiang.lib.numbers import row_number
from yanjiang.pictures.texts import describe
from yanjiang.pictures.widgets import choosing
from yanjiang.sent import held_files
from yanjiang.staff_log.writing import Origin, record

PUBLISHED_MEANWHILE = "这篇文章已经发布，作者不能再改，这一次没有存上。要改的地方还在下面，请复制下来交给编辑。"
HANDED_OVER_MEANWHILE = "这篇文章已经交稿，作者不能再改，这一次没有存上。要改的地方还在下面；先撤回交稿，再改一次。"


@admin.register(Article)
class ArticleAdmin(
    ArticleColumns,
    TellingAdmin,
    SameTitles,
    ReplacePages,
    UndoPages,
    CalendarPages,
    HistoryPage,
    HandingOverPages,
    SharingPages,
    PresentEditors,
    WorkingCopies,
):
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
    # Counts of a million articles, or of each filter's share of them, take too long here.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-pk",)

    class Media:
        css = {
            "all": (
                "css/admin_article.css",
                "css/admin_article_form.css",
                "css/admin_article_desk.css",
                "css/admin_versions.css",
                "css/admin_remarks.css",
                "css/admin_working_copies.css",
                "css/admin_preview.css",
            )
        }
        js = (
            "js/admin_article.js",
            "js/admin_article_groups.js",
            "js/admin_article_warnings.js",
            "js/admin_shortcuts.js",
            "js/admin_suggest_tags.js",
            "js/admin_kept_here.js",
            "js/admin_autosave.js",
            "js/admin_chosen_files.js",
            "js/admin_others.js",
            "js/admin_preview.js",
        )

    # --- Who sees and does what ---------------------------------------------------------------------------------

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return columns if roles.sees_figures(request) else [name for name in columns if name != "lately"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = cast(ArticleQuerySet, super().get_queryset(request))
        if is_autocomplete(request):
            # Links may lead to articles that readers can see now or later, and to drafts of one's own.
            hidden = Q(status__in=(Article.Status.DRAFT, Article.Status.TRASH))
            return articles.known_to(request.user).exclude(hidden & ~Q(owner=request.user.pk)).only("title")
        return articles.worked_on_by(request.user)

    def may_know(self, request: HttpRequest, article: Article) -> bool:
        return knows(request.user, article, now())

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        # A form that is refused as a whole is shown again, so that the typed text is not lost.
        may_write = obj is None or roles.may_write(request, obj) or hasattr(request, "refused")
        return super().has_change_permission(request, obj) and may_write

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        article: Article | None = super().get_object(request, object_id, from_field)
        # A sent form reads the article under its lock, so nobody can publish it after this check.
        if request.method == "POST" and article and not roles.may_write(request, article):
            is_out = article.status == Article.Status.PUBLISHED
            request.refused = PUBLISHED_MEANWHILE if is_out else HANDED_OVER_MEANWHILE  # type: ignore[attr-defined]
        return article

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is not None and obj.status == Article.Status.TRASH:
            return roles.empties_trash(request, obj)
        return super().has_delete_permission(request, obj) and (obj is None or roles.may_write(request, obj))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not self.has_change_permission(request):
            return {}
        allowed = {
            action.name: (action, action.name, action.label) for action in BULK_ACTIONS if action.allowed(request)
        }
        return {**allowed, ACTION: (replace_in_chosen, ACTION, f"{WORDS}…")}

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = False, **kwargs: Any) -> Any:  # noqa: FBT002
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user
        return form

    # --- The form -----------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        came_out = obj is not None and obj.publish_at is not None and obj.publish_at <= now()
        return layout.fieldsets(publishes=roles.publishes(request, obj), is_new=obj is None, came_out=came_out)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["groups"] = layout.groups(context["adminform"])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        user = cast(User, request.user)
        name = person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)
        defaults = {"author": name, "owner": user.pk}
        if roles.publishes(request):
            defaults["responsible_editor"] = user.pk
        asked = super().get_changeform_initial_data(request)  # from the address, as of the front page's links
        for name in self.autocomplete_fields:
            value = asked.get(name)
            if None in map(row_number, value if isinstance(value, list) else [value]):
                asked.pop(name, None)  # the database would refuse such an id
        return {**defaults, **asked}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        is_person = db_field.name in ("owner", "responsible_editor")
        # The form sets the querysets of people.
        kwargs["form_class"] = PersonChoiceField if is_person else LoadedChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **choosing(db_field))

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: Any) -> None:
        if change:
            contents.lay_on(obj, form.content)
        if not obj.owner_id:
            obj.owner = cast(User, request.user)
        if "_restore" in request.POST and form.was == Article.Status.TRASH:
            obj.status = Article.Status.DRAFT
        elif "_publish" in request.POST and roles.publishes(request, obj) and form.was != Article.Status.TRASH:
            if obj.status != Article.Status.PUBLISHED and not obj.responsible_editor_id:
                # The person who publishes an author's text is responsible for it.
                obj.responsible_editor = cast(User, request.user)
            obj.status = Article.Status.PUBLISHED
            obj.publish_at = obj.publish_at or now()
        if not change:
            obj.save(with_derived=False)  # `save_related` writes them at its end, when tags and sections are saved

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        if change:
            request.saved_form = form  # type: ignore[attr-defined]
            self.save_version(request, form, formsets)
        else:
            super().save_related(request, form, formsets, change)
            projections.write([form.instance.pk])
            revisions.record_new(form.instance.pk, by=cast(User, request.user))
        working_copies.forget(cast(int, request.user.pk), request.POST)
        if not hasattr(request, "beside") and form.instance.is_visible(now()):
            # All users of the picture library read the descriptions, so they must not contain titles of drafts.
            describe(form.instance, form.instance.title)
        if not change or "title" in form.changed_names:
            self.warn_of_same_title(request, form.instance)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: Any = False) -> Any:  # noqa: FBT002
        """Log which fields were changed. The status is left out: log_change() writes its own entry for it."""
        form.instance.was = form.was
        if add:
            return super().construct_change_message(request, form, formsets, add)
        # A summary that was made anew is no change of the editor's.
        untold = {"status"} | ({"summary"} - set(form.changed_data))
        changed = [contents.label(name) for name in form.changed_names if name not in untold]
        return [{"changed": {"fields": changed}}] if changed else []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if what := history.way(Article.Status.DRAFT, obj, now()):
            record(Origin.of(request), history.kind(what), obj, what)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any, *kind: Any) -> Any:
        if what := history.way(getattr(obj, "was", obj.status), obj, now()):
            super().log_change(request, obj, what, history.kind(what))
        elif "_publish" in request.POST:
            kind, message = (Kind.PUBLISH,), message or (history.CHANGE_PUBLISHED if obj.version.change else "")
        return super().log_change(request, obj, message, *kind)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Make the status of an article in the trash read-only: a save leaves it there, `_restore` takes it out."""
        is_trashed = obj is not None and obj.status == Article.Status.TRASH
        return ("status",) if is_trashed and roles.publishes(request, obj) else ()

    # --- The trash ----------------------------------------------------------------------------------------------

    delete_confirmation_template = "admin/articles/article/trash.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        # An article in the trash keeps all rows that refer to it, so no related row is listed.
        return [str(article) for article in objs], {}, set(), []

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Log articles that go to the trash as changes, and only the others as deletions."""
        thrown = [article for article in queryset if article.status != Article.Status.TRASH]
        for article in thrown:
            self.log_change(request, article, history.TRASHED, Kind.DELETE)
        gone: Any = [article for article in queryset if article not in thrown]
        return super().log_deletions(request, gone) if gone else None

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Put the article into the trash, or delete it for good if it is there already."""
        chosen = Article.objects.filter(pk=obj.pk)
        if obj.status == Article.Status.TRASH:
            changes.purge(chosen)
            return
        with revisions.recording([obj.pk], by=cast(User, request.user), reason=history.TRASHED):
            changes.trash(chosen)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        response = super().response_delete(request, obj_display, obj_id)
        list(messages.get_messages(request))  # drops Django's message, which says that it is deleted
        where = "移到回收站" if Article.objects.filter(pk=obj_id).exists() else "彻底删除"
        messages.success(request, f"《{obj_display}》已{where}。")
        return response

    # --- Pages of its own ---------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview_view), name="articles_article_preview"),
            path("<int:pk>/attachments/<path:file>", view(self.attachment_view), name="articles_article_attachment"),
            path("suggest-tags/", view(suggest_tags), name="articles_article_suggest_tags"),
            *super().get_urls(),
        ]

    def attachment_view(self, request: HttpRequest, pk: int, file: str) -> HttpResponse:
        """Send a file of the article, or of one of its versions, to a person who may see its form."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        row = contents.file_of(article.pk, file)
        if row is None:
            raise Http404
        return send(request, file, save_as=Attachment(file=file, name=row["name"]).download_name)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show the typed article without saving it. `?id=` is the id of the saved article that is being changed."""
        wanted = request.GET.get("id", "")
        article = get_object_or_404(self.get_queryset(request), pk=row_number(wanted)) if wanted else None
        allowed = self.has_change_permission(request, article) if article else self.has_add_permission(request)
        if request.method != "POST" or not allowed:
            return HttpResponse("请从文章的编辑页打开预览。", status=403, content_type="text/plain; charset=utf-8")
        typed = request.POST.copy()
        held_files.put_back(request)
        typed.pop("seen", None)  # changes by others do not matter for a preview
        typed[CONFIRMED] = "yes"
        if article:
            self.open_version(request, article)
        form = self.get_form(request, article, change=article is not None)(typed, request.FILES, instance=article)
        formsets, _inlines = super()._create_formsets(request, form.instance, change=article is not None)
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
        except OverflowError as error:  # a day of the year 1 does not exist in another time zone
            raise IncorrectLookupParameters(error) from error

    def view_on_site(self, article: Article) -> str | None:
        """Link the form to the article's page, but only while visitors can see it."""
        return article.get_absolute_url() if article.is_visible(now()) else None
