"""The admin site: Django's own, named and grouped as editors think."""

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

from articles.desk import desk
from articles.models import Section, section_tree
from yanjiang import errors, logins, wrong_addresses
from yanjiang.edit_forms import NoFormError, edit_url
from yanjiang.lib import patience
from yanjiang.lib.chinese import person_name
from yanjiang.lib.editing import NotSavedError
from yanjiang.lib.numbers import row_number
from yanjiang.lib.plaintext import visible

# Heading -> models, in the order of the front page. What is not named here goes to the last group.
GROUPS = {
    "内容": ("articles.Article", "articles.Section", "articles.Tag", "pictures.Picture"),
    "顾问与热线": ("consultants.Consultant", "consultants.Hotline"),
    "版面": ("home.Block", "home.FriendLink", "home.Page"),
    "点击": ("articles.ArticleHits",),
    "搜索": ("articles.SearchedQuery", "articles.Synonym", "articles.BestBet"),
    "旧网址": ("articles.MissingPath", "articles.LegacyPath"),
    "设置": ("home.SiteSettings", "articles.ImportRun", "auth.User", "auth.Group"),
}

# Styles: the rich text editor writes its own, and the section tree indents by attribute.
# Pictures: the editor's icons, what is pasted until it is uploaded, and those of other hosts.
CONTENT_SECURITY_POLICY = {
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", "https:", "http:"],
    # The editor reads pictures that were pasted with their text, to upload them.
    "connect-src": [SELF, "data:", "blob:"],
}


TERMS = ("q", "term")  # what a list is searched for, and a choice


def _drop_invisible(request: HttpRequest) -> None:
    """Search for what can be seen of a term: it is pasted with characters that no name is kept with."""
    dropped = {name: visible(request.GET[name]) for name in TERMS if name in request.GET}
    if any(request.GET[name] != term for name, term in dropped.items()):
        asked = request.GET.copy()
        for name, term in dropped.items():
            asked[name] = term
        request.GET = asked  # type: ignore[assignment]


class ChoiceView(AutocompleteJsonView):
    """Search for a choice in a form; sections are named by the way to them, people as readers know them."""

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
    login_form = logins.LoginForm

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Wrap every view but the login: with the admin's policy, and with what may come before it."""
        admin_view = super().admin_view(view, cacheable)
        always = (self.password_change, self.logout, self.i18n_javascript)

        @csp_replace(CONTENT_SECURITY_POLICY)
        @wraps(admin_view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not request.user.is_authenticated and view != self.logout:
                return errors.login_expired(request)
            if view not in always and logins.must_change_password(request):
                return redirect("admin:password_change")
            _drop_invisible(request)
            try:
                with patience.waiting(patience.STAFF):
                    return wrong_addresses.answered(admin_view, request, *args, **kwargs)
            except NotSavedError:
                return errors.not_saved(request)

        return guarded

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(logins.wanted_page(request))
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            logins.remember_temporary_password(request)
        return response

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        forced = {"title": "请先换成只有您自己知道的密码"} if logins.must_change_password(request) else {}
        change = PasswordChangeView.as_view(
            form_class=logins.OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **forced, **(extra_context or {})},
        )
        response = change(request)
        if response.status_code == 302:
            request.session.pop(logins.TEMPORARY, None)
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what awaits whoever comes in, above the list of what there is to edit."""
        now = timezone.now()
        sections = [(section.pk, "　" * section.depth + section.name) for section in section_tree().walk()]
        context = {
            "desk": desk(request.user, now),
            "now": now,
            "sections": sections,
            "address": "",
            "address_problem": "",
        }
        return super().index(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        return [
            path("edit/", self.admin_view(self.edit_page), name="edit_page"),
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(self.page_of_row), name="view_on_site"),
            *super().get_urls(),
        ]

    def page_of_row(self, request: HttpRequest, content_type_id: str, object_id: str) -> Any:
        """Lead to the page of a row whose form this person may open: the page's address says what the row is."""
        kind = get_object_or_404(ContentType, pk=row_number(content_type_id))
        model_admin: Any = self._registry.get(kind.model_class())  # type: ignore[arg-type]
        row = model_admin.get_object(request, object_id) if model_admin else None
        if row is None or not model_admin.has_view_or_change_permission(request, row):
            raise Http404
        return shortcut(request, kind.pk, row.pk)

    def edit_page(self, request: HttpRequest) -> HttpResponse:
        """Lead from the address of a public page to its form; say on the front page why there is none."""
        address = request.GET.get("address", "")
        try:
            return redirect(edit_url(request, address))
        except NoFormError as problem:
            return self.index(request, {"address": address, "address_problem": str(problem)})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Lead to the front page: what Django calls an application is no heading of ours."""
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, ChoiceView.as_view(admin_site=self)(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the models this user may see under the headings above, in the shape that Django's templates expect."""
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
