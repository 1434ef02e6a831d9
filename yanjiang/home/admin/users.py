"""Editing the people of the house. A manager (站长) can give nobody, nor take for himself, more than a manager has.

Those above (`yanjiang.home.rank`) a manager can look at and no more: a password set for one of them is a way up.
"""

import json
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
    UserCreationForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.admin.forms import staff
from articles.admin.roles import is_autocomplete
from articles.models import Article, ImportRun
from yanjiang.home.models import TemporaryPassword
from yanjiang.home.rank import groups_within, is_above
from yanjiang.lib.chinese import person_name
from yanjiang.lib.editing import GuardedAdmin, GuardedForm, SeenField
from yanjiang.lib.last_saved import last_saved
from yanjiang.lib.pictures.models import Picture
from yanjiang.lib.plaintext import NameFormField

VERBS = {"view": "查看", "add": "新建", "change": "修改", "delete": "删除"}
# Fields of a superuser's form alone. Nobody else sees them, filters by them or sets them.
RESERVED = ("is_superuser", "user_permissions")

# Rows that keep a user from being deleted, what they are to the user, and how they are counted.
KEEPING: tuple[tuple[type[Model], str, str, str], ...] = (
    (Article, "owner", "录入的文章", "篇"),
    (Article, "responsible_editor", "责任编辑的文章", "篇"),
    (Picture, "uploader", "上传的图片", "张"),
    (ImportRun, "started_by", "发起的旧站导入", "次"),
)

admin.site.unregister([User, Group])


def permission_label(permission: Permission) -> str:
    """Name a permission in Chinese: the database calls Django's own "Can add 文章"."""
    verb = VERBS.get(permission.codename.partition("_")[0])
    return f"{verb}{permission.content_type.name}" if verb and permission.name.startswith("Can ") else permission.name


class PermissionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def __init__(self, queryset: QuerySet[Permission], **kwargs: Any) -> None:
        super().__init__(queryset.select_related("content_type"), **kwargs)

    def label_from_instance(self, permission: Permission) -> str:
        return permission_label(permission)


# Boxes to tick: Django's two lists with arrows between them speak English.
CHOOSE_PERMISSIONS: dict[str, Any] = {"form_class": PermissionsField, "widget": forms.CheckboxSelectMultiple}


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """Setting another's password, with the sentence of Django's that has no Chinese.

    The password is temporary: whoever comes in with it has to choose one first. One that was set while the form was
    open is overwritten only when told to.
    """

    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._present = salted_hmac("yanjiang.password", self.user.password).hexdigest()
        self.initial["seen"] = json.dumps([self._present, timezone.now().timestamp()])
        if "usable_password" in self.fields:
            self.fields["usable_password"].help_text = "停用后，这个用户不能再用密码登录，现在的密码会丢失。"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self._may_overwrite():
            self.add_error(None, forms.ValidationError(self._conflict(), code="conflict"))
        return cleaned

    def _may_overwrite(self) -> bool:
        seen, _opened = self._seen()
        if seen in ("", self._present) or self.data.get("overwrite") == self._present:
            return True
        # What is there may be what this same form has set, by the first of two clicks.
        typed = self.cleaned_data.get("password1")
        return self.user.check_password(typed) if typed else not self.user.has_usable_password()

    def _seen(self) -> tuple[str, Any]:
        """Return the mark of the password that was there when the form was opened, and when that was."""
        try:
            seen, opened = json.loads(self.cleaned_data.get("seen") or "")
        except (ValueError, TypeError, RecursionError):
            return "", None
        return str(seen), opened

    def _conflict(self) -> str:
        who, when = last_saved(self.user, self._seen()[1])
        context = {"who": who, "when": when, "name": "overwrite", "overwrite": self._present}
        return render_to_string("admin/auth/user/_password_conflict.html", context)

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 (Django's signature)
        with transaction.atomic():
            user: User = super().save(commit)
            TemporaryPassword.objects.get_or_create(user=user)
        return user


class PasswordState(ReadOnlyPasswordHashWidget):
    """Tells whether there is a password, and nothing of how it is kept."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if is_password_usable(value) and value:
            context["summary"] = [{"label": "密码已设置"}]
        return context


class PersonForm(GuardedForm, UserChangeForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password" in self.fields:
            self.fields["password"].widget = PasswordState()


@admin.register(User)
class UserAdmin(GuardedAdmin, auth.UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "person", "group_names", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "last_name", "first_name", "whole_name")
    ordering = ("username",)
    filter_horizontal = ()
    # Not Django's own of the admin, which asks whether there is to be a password and explains itself in English.
    form = PersonForm
    add_form, add_form_template = UserCreationForm, None
    change_password_form = PasswordForm
    add_fieldsets = (
        (None, {"fields": ("username", "last_name", "first_name", "password1", "password2")}),
        ("权限", {"fields": ("groups", "is_staff")}),
    )

    def get_list_display(self, request: HttpRequest) -> Any:
        return (*self.list_display, "is_superuser") if request.user.is_superuser else self.list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = staff() if is_autocomplete(request) else super().get_queryset(request).prefetch_related("groups")
        return users.annotate(whole_name=Concat("last_name", "first_name"))

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let whoever writes articles choose who is responsible for one; the list of users is not theirs."""
        if is_autocomplete(request):
            return request.user.has_perm("articles.change_article")
        return super().has_view_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        # Of somebody above one sees who it is, and not the password's field, which leads to the page that sets one.
        login = ("username", "password") if self.has_change_permission(request, obj) else ("username",)
        reserved = RESERVED if request.user.is_superuser else ()
        return (
            (None, {"fields": login}),
            ("个人信息", {"fields": ("last_name", "first_name", "email")}),
            ("权限", {"fields": ("groups", "is_active", "is_staff", *reserved)}),
            ("日期", {"fields": ("last_login", "date_joined")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ("last_login", "date_joined")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        # Whoever gets an account here is to work here.
        return {**super().get_changeform_initial_data(request), "is_staff": True}

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's)
        super().save_model(request, obj, form, change)
        if not change:
            TemporaryPassword.objects.create(user=obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Set another's password. One's own is changed where the present one is asked for."""
        if id == str(request.user.pk):
            return redirect("admin:password_change")
        with transaction.atomic():
            self.lock(id)
            return super().user_change_password(request, id, form_url)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not is_above(obj, _asking(request)))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not is_above(obj, _asking(request)))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Say by numbers what keeps people: Django would load and name it all, whoever may know of it."""
        kept = [
            f"{user}：{what} {count} {measure}"
            for user in objs
            for model, field, what, measure in KEEPING
            if (count := model._default_manager.filter(**{field: user}).count())
        ]
        names = [str(user) for user in objs]
        may_delete = all(self.has_delete_permission(request, user) for user in objs)
        lacking = set() if may_delete else {self.opts.verbose_name}
        return names, {self.opts.verbose_name: len(names)}, lacking, kept

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        reserved = lookup.startswith(RESERVED) and not request.user.is_superuser
        return not reserved and super().lookup_allowed(lookup, value, request)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {"queryset": groups_within(_asking(request)), "widget": forms.CheckboxSelectMultiple}
        if db_field.name == "user_permissions":
            kwargs |= CHOOSE_PERMISSIONS
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("first_name", "last_name"):
            kwargs["form_class"] = NameFormField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="姓名", ordering="last_name")
    def person(self, user: User) -> str:
        return person_name(last_name=user.last_name, first_name=user.first_name, username="")

    @admin.display(description="用户组")
    def group_names(self, user: User) -> str:
        return "、".join(group.name for group in user.groups.all())


@admin.register(Group)
class GroupAdmin(GuardedAdmin, auth.GroupAdmin):
    list_display = ("name", "members")
    filter_horizontal = ()
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request).annotate(members=Count("user"))
        return groups

    def get_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        return ("name", "permissions") if self.has_change_permission(request, obj) else ("name", "permission_names")

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        return ("permission_names",)

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


def _asking(request: HttpRequest) -> User:
    return cast(User, request.user)  # the admin lets nobody else in
