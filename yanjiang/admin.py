"""The admin site: Django's, with our name and our groups of models."""

from functools import wraps
from typing import Any, cast

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.editing.front_page import desk
from articles.models import Article, Section, section_choices, section_tree
from yanjiang import errors, handbook, page_previews, wrong_addresses
from yanjiang.accounts import (
    login_steps,
    logins,
    mail,
    mail_choice,
    second_factor,
    security_pages,
    sessions,
    temporary_passwords,
)
from yanjiang.admin_pages.editing import NotSavedError
from yanjiang.backups.bookkeeping import overdue
from yanjiang.edit_forms import NoFormError, edit_url
from yanjiang.health import admin_page as check_site
from yanjiang.lib import patience
from yanjiang.lib.chinese import person_name
from yanjiang.lib.numbers import row_number
from yanjiang.lib.plaintext import without_invisible
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

# Heading -> models, in the order of the front page. Models that are not listed here go to the last group.
GROUPS = {
    "内容": ("articles.Article", "articles.Section", "articles.Tag", "pictures.Picture"),
    "顾问与热线": ("consultants.Consultant", "consultants.Hotline"),
    "版面": ("home.Block", "home.FriendLink", "home.Page"),
    "点击": ("articles.ArticleHits",),
    "搜索": ("articles.SearchedQuery", "articles.Synonym", "articles.BestBet"),
    "旧网址": ("articles.MissingPath", "articles.LegacyPath"),
    "设置": ("home.SiteSettings", "dedecms.ImportRun", "auth.User", "auth.Group", "staff_log.Entry"),
}

# Styles: the rich text editor writes inline styles, and the section tree indents with a style attribute.
# Pictures: the editor's icons, pasted pictures until they are uploaded, and pictures of other hosts.
CONTENT_SECURITY_POLICY = {
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", "https:", "http:"],
    # The editor reads the pictures in pasted text in order to upload them.
    "connect-src": [SELF, "data:", "blob:"],
}

TERMS = ("q", "term")  # search parameters: of a list, and of an autocomplete field


def _drop_invisible(request: HttpRequest) -> None:
    """Remove invisible characters from search terms: pasted text may have them, and stored names never do."""
    dropped = {name: without_invisible(request.GET[name]) for name in TERMS if name in request.GET}
    if any(request.GET[name] != term for name, term in dropped.items()):
        asked = request.GET.copy()
        for name, term in dropped.items():
            asked[name] = term
        request.GET = asked  # type: ignore[assignment]


class ChoiceView(AutocompleteJsonView):
    """Answer autocomplete fields. A section is shown with its parents, a person by the name that readers see."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Section):
            return {**result, "text": section_tree().full_name(obj)}
        if isinstance(obj, User):
            name = person_name(last_name=obj.last_name, first_name=obj.first_name, username=obj.username)
            return {**result, "text": name}
        return result


class PortalAdminSite(AdminSite):
    site_title = "演讲网管理"
    site_header = "演讲网"
    index_title = "管理首页"
    empty_value_display = "—"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Wrap every view but the login.

        The wrapper sets the admin's CSP. It answers in place of the view if the login has expired and if a form was not
        saved. It redirects people who must first change a temporary password or set up a second factor.
        """
        # Every page names the person who reads it. Only the catalogue of the scripts' words is for everybody.
        admin_view = super().admin_view(view, cacheable and view == self.i18n_javascript)
        always = (self.password_change, self.logout, self.i18n_javascript)

        @csp_replace(CONTENT_SECURITY_POLICY)
        @wraps(admin_view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not request.user.is_authenticated and view != self.logout:
                return errors.login_expired(request)
            if view not in always and temporary_passwords.must_change(request):
                return redirect("admin:password_change")
            if view not in (*always, *security_pages.VIEWS) and second_factor.must_set_up(request):
                return redirect("admin:security")
            _drop_invisible(request)
            try:
                with patience.waiting_at_most(patience.STAFF):
                    return wrong_addresses.answered(admin_view, request, *args, **kwargs)
            except NotSavedError:
                return errors.not_saved(request)

        return guarded

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Ask for name and password, as Django's own login does, then for a code from who has a second factor."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(logins.wanted_page(request))
        context = {**self.each_context(request), "title": "登录", "app_path": request.get_full_path()}
        step = login_steps.PasswordStep.as_view(
            authentication_form=logins.LoginForm,
            template_name="admin/login.html",
            next_page="admin:index",
            extra_context={**context, "username": request.user.get_username(), **(extra_context or {})},
        )
        return cast(HttpResponse, step(request))

    def login_code(self, request: HttpRequest) -> HttpResponse:
        return login_steps.code_page(request, self.each_context(request))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        forced = {"title": "请先换成只有您自己知道的密码"} if temporary_passwords.must_change(request) else {}
        change = PasswordChangeView.as_view(
            form_class=temporary_passwords.OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **forced, **(extra_context or {})},
        )
        response = change(request)
        if response.status_code == 302:
            temporary_passwords.unmark_session(request)
            sessions.renew(request, timezone.now())
            record(Origin.of(request), Entry.Kind.SECURITY, details="修改自己的密码")
        return response

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.method == "POST" and request.user.is_authenticated:
            record(Origin.of(request), Entry.Kind.LOGOUT)
        return super().logout(request, extra_context)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show this person's open work above the list of models."""
        now = timezone.now()
        context = {
            "desk": desk(request.user, now),
            "now": now,
            "overdue_backup": overdue(request.user, now),
            "sections": section_choices(request.user),
            "address": "",
            "address_problem": "",
        }
        return super().index(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        return [
            path("edit/", self.admin_view(self.edit_page), name="edit_page"),
            path("login/code/", self.login_code, name="login_code"),
            *(
                path(f"security/{address}", self.admin_view(view), name=name)
                for address, (name, view) in security_pages.PAGES.items()
            ),
            path("mail/", self.admin_view(self.mail), name="mail"),
            path("check-site/", self.admin_view(self.check_site), name="check_site"),
            path("handbook/", self.admin_view(self.handbook), name="handbook"),
            path("handbook/<slug:slug>/", self.admin_view(self.handbook_page), name="handbook_page"),
            path("articles/article/<int:pk>/on-page/", self.admin_view(self.article_on_page), name="article_on_page"),
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(self.page_of_row), name="view_on_site"),
            *super().get_urls(),
        ]

    def mail(self, request: HttpRequest) -> HttpResponse:
        return mail_choice.page(request, self.each_context(request))

    def check_site(self, request: HttpRequest) -> HttpResponse:
        return check_site.page(request, self.each_context(request))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "sends_mail": mail.is_configured()}

    def page_of_row(self, request: HttpRequest, content_type_id: str, object_id: str) -> Any:
        """Redirect to the page of a row if this person may open its form, for the address alone may reveal a draft."""
        kind = get_object_or_404(ContentType, pk=row_number(content_type_id))
        model_admin: Any = self._registry.get(kind.model_class())  # type: ignore[arg-type]
        row = model_admin.get_object(request, object_id) if model_admin else None
        if row is None or not model_admin.has_view_or_change_permission(request, row):
            raise Http404
        return shortcut(request, kind.pk, row.pk)

    def article_on_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a whole page as it will stand with an article that this person may see."""
        articles: Any = self._registry[Article]
        article = articles.get_object(request, str(pk))
        if article is None or not articles.has_view_or_change_permission(request, article):
            raise Http404
        return page_previews.page(request, article)

    def edit_page(self, request: HttpRequest) -> HttpResponse:
        """Redirect from the address of a public page to its form, or say on the front page why there is none."""
        address = request.GET.get("address", "")
        try:
            return redirect(edit_url(request, address))
        except NoFormError as problem:
            return self.index(request, {"address": address, "address_problem": str(problem)})

    def handbook(self, request: HttpRequest) -> HttpResponse:
        return handbook.contents(request, self.each_context(request))

    def handbook_page(self, request: HttpRequest, slug: str) -> HttpResponse:
        return handbook.page(request, slug, self.each_context(request))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Redirect to the front page: our headings are not Django's applications."""
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, ChoiceView.as_view(admin_site=self)(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the models that this user may see by `GROUPS`, in the shape that Django's templates expect."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {
            f"{app['app_label']}.{model['object_name']}": {
                **model,
                "app_label": app["app_label"],
                "add_label": getattr(self._registry[model["model"]], "add_label", "") or "新建",
            }
            for app in apps
            for model in app["models"]
        }
        groups: list[dict[str, Any]] = [
            {
                "name": heading,
                "app_label": heading,
                "app_url": "",
                "has_module_perms": True,
                "models": [models.pop(name) for name in names if name in models],
            }
            for heading, names in GROUPS.items()
        ]
        groups[-1]["models"].extend(models.values())
        return [group for group in groups if group["models"]]
