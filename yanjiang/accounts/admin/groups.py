"""Edit groups. A manager can set the sections of those that he may put people in, and only view the rest."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group, User
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from yanjiang.accounts.admin.permissions import CHOOSE_PERMISSIONS, permission_label
from yanjiang.accounts.admin.section_rights import SectionRightsAdmin, SectionsForm
from yanjiang.accounts.permissions import groups_within
from yanjiang.admin_pages.editing import GuardedForm
from yanjiang.admin_pages.logged import Kind

admin.site.unregister(Group)


class GroupForm(SectionsForm, GuardedForm):
    pass


@admin.register(Group)
class GroupAdmin(SectionRightsAdmin, auth.GroupAdmin):
    log_kind = Kind.RIGHTS
    form = GroupForm
    list_display = ("name", "members")
    filter_horizontal = ()
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request).annotate(members=Count("user"))
        return groups

    def get_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        sections = self.sections_field(request, obj)
        return ("name", sections, "permissions" if self._names_and_permits(request) else "permission_names")

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        shown = ("permission_names", *super().get_readonly_fields(request, obj))
        return shown if self._names_and_permits(request) else ("name", *shown)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Let people who change users open the form of a group for its sections."""
        if self._names_and_permits(request):
            return True
        changes = request.user.has_perm("auth.change_user")
        return changes and (obj is None or groups_within(cast(User, request.user)).filter(pk=obj.pk).exists())

    def _names_and_permits(self, request: HttpRequest) -> bool:
        return request.user.has_perm("auth.change_group")

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name == "permissions":
            kwargs |= CHOOSE_PERMISSIONS
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="人数", ordering="members")
    def members(self, group: Any) -> int:
        return int(group.members)

    @admin.display(description="权限")
    def permission_names(self, group: Group) -> str:
        held = group.permissions.select_related("content_type").order_by(
            "content_type__app_label", "content_type", "pk"
        )
        return "、".join(permission_label(permission) for permission in held)
