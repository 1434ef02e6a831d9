"""The admin site: Django's own, named and grouped as editors think."""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from articles.models import Section, section_tree

# Heading -> models, in the order of the front page. What is not named here goes to the last group.
GROUPS = {
    "内容": ("articles.Article", "articles.Section", "articles.Tag"),
    "写作顾问": ("consultants.Consultant", "consultants.Hotline"),
    "首页": ("home.Block", "home.FriendLink", "home.Page"),
    "搜索": ("articles.SearchedQuery", "articles.Synonym", "articles.BestBet"),
    "设置": ("home.SiteSettings", "articles.LegacyPath", "auth.User", "auth.Group"),
}


class ChoiceView(AutocompleteJsonView):
    """Search for a choice in a form; sections are named by the way to them."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": section_tree().full_name(obj)} if isinstance(obj, Section) else result


class PortalAdminSite(AdminSite):
    site_title = "演讲网管理"
    site_header = "演讲网"
    index_title = "管理首页"
    empty_value_display = "—"

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, ChoiceView.as_view(admin_site=self)(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the models this user may see under the headings above, in the shape that Django's templates expect."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {
            f"{app['app_label']}.{model['object_name']}": {**model, "app_label": app["app_label"]}
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
