"""Edit users. A manager (站长) can give nobody, himself included, more permissions than a manager has.

A manager can view users above him (`yanjiang.accounts.permissions`) but not change them: a new password would give him
their permissions.
"""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from yanjiang.accounts import sessions
from yanjiang.accounts.admin.passwords import PasswordForm, PasswordState
from yanjiang.accounts.admin.permissions import CHOOSE_PERMISSIONS
from yanjiang.accounts.admin.second_factor import SecondFactorAdmin
from yanjiang.accounts.admin.section_rights import SectionRightsAdmin, SectionsForm
from yanjiang.accounts.deletion import protected_rows
from yanjiang.accounts.models import TemporaryPassword
from yanjiang.accounts.permissions import groups_within, is_above
from yanjiang.accounts.staff import staff
from yanjiang.admin_pages.choosing import is_autocomplete
from yanjiang.admin_pages.editing import GuardedForm
from yanjiang.admin_pages.logged import Kind
from yanjiang.lib.chinese import person_name
from yanjiang.lib.plaintext import NameFormField

# Fields that only superusers see, filter by and set.
RESERVED = ("is_superuser", "user_permissions")

admin.site.unregister(User)


class UserForm(SectionsForm, GuardedForm, UserChangeForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password" in self.fields:
            self.fields["password"].widget = PasswordState()


class NewUserForm(SectionsForm, UserCreationForm):  # type: ignore[type-arg]
    pass


@admin.register(User)
class UserAdmin(SecondFactorAdmin, SectionRightsAdmin, auth.UserAdmin):  # type: ignore[type-arg]
    log_kind = Kind.RIGHTS
    list_display = ("username", "person", "group_names", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "last_name", "first_name", "whole_name")
    ordering = ("username",)
    filter_horizontal = ()
    # Django's own add form in the admin asks whether the user has a password at all, with English help texts.
    form = UserForm
    add_form, add_form_template = NewUserForm, None
    change_password_form = PasswordForm
    add_fieldsets = (
        (None, {"fields": ("username", "last_name", "first_name", "password1", "password2")}),
        ("权限", {"fields": ("groups", "sections", "is_staff")}),
    )

    # The list

    def get_list_display(self, request: HttpRequest) -> Any:
        return (*self.list_display, "is_superuser") if request.user.is_superuser else self.list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = staff() if is_autocomplete(request) else super().get_queryset(request).prefetch_related("groups")
        return users.annotate(whole_name=Concat("last_name", "first_name"))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        reserved = lookup.startswith(RESERVED) and not request.user.is_superuser
        return not reserved and super().lookup_allowed(lookup, value, request)

    @admin.display(description="姓名", ordering="last_name")
    def person(self, user: User) -> str:
        return person_name(last_name=user.last_name, first_name=user.first_name, username="")

    @admin.display(description="用户组")
    def group_names(self, user: User) -> str:
        return "、".join(group.name for group in user.groups.all())

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        may_change = self.has_change_permission(request, obj)
        # The form of a user above hides the password field, because it links to the page that sets a password.
        login = ("username", "password") if may_change else ("username",)
        reserved = RESERVED if request.user.is_superuser else ()
        return (
            (None, {"fields": login}),
            ("个人信息", {"fields": ("last_name", "first_name", "email")}),
            ("权限", {"fields": ("groups", self.sections_field(request, obj), "is_active", "is_staff", *reserved)}),
            ("登录安全", {"fields": ("second_factor",)}),
            ("日期", {"fields": ("last_login", "date_joined")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ("last_login", "date_joined", "second_factor", *super().get_readonly_fields(request, obj))

    def sets_sections(self, request: HttpRequest, holder: User | None) -> bool:
        """Forbid to limit superusers, who have no limit, and oneself: a limited person could not undo it."""
        is_free = holder is not None and (holder.is_superuser or holder.pk == request.user.pk)
        return super().sets_sections(request, holder) and not is_free

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        # Accounts that are made in the admin are for staff.
        return {**super().get_changeform_initial_data(request), "is_staff": True}

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {"queryset": groups_within(_requester(request)), "widget": forms.CheckboxSelectMultiple}
        if db_field.name == "user_permissions":
            kwargs |= CHOOSE_PERMISSIONS
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("first_name", "last_name"):
            kwargs["form_class"] = NameFormField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's)
        super().save_model(request, obj, form, change)
        if not change:
            TemporaryPassword.objects.create(user=obj)
        if not obj.is_active:
            sessions.end(obj)  # otherwise a session would go on if the user were activated again

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Set another user's password. One's own is changed on the page that asks for the present one."""
        if id == str(request.user.pk):
            return redirect("admin:password_change")
        key = request.session.session_key
        with transaction.atomic():
            self.lock(id)
            response = super().user_change_password(request, id, form_url)
            if request.session.session_key != key:  # Django gives the session of who sets a password a new key
                sessions.record(request, _requester(request), timezone.now())
        return response

    # Permissions and deletion

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let people who edit articles choose a responsible editor; they still cannot open the list of users."""
        if is_autocomplete(request):
            return request.user.has_perm("articles.change_article")
        return super().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not is_above(obj, _requester(request)))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not is_above(obj, _requester(request)))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Say in numbers what prevents the deletion of each user."""
        protected = [f"{user}：{rows}" for user in objs for rows in protected_rows(user)]
        names = [str(user) for user in objs]
        may_delete = all(self.has_delete_permission(request, user) for user in objs)
        lacking = set() if may_delete else {self.opts.verbose_name}
        return names, {self.opts.verbose_name: len(names)}, lacking, protected


def _requester(request: HttpRequest) -> User:
    return cast(User, request.user)  # the admin requires a login
