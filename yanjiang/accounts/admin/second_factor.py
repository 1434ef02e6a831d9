"""Show on the form of a user whether there is a second factor. A superuser removes it when a telephone is lost."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from yanjiang.accounts import second_factor, sessions
from yanjiang.lib.chinese import person_name


class SecondFactorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    @admin.display(description="两步验证")
    def second_factor(self, user: User) -> str:
        if not second_factor.is_set_up(user):
            return "没有启用"
        url = reverse("admin:auth_user_second_factor", args=[user.pk])
        return format_html('已启用。手机和恢复码都丢了，由超级用户<a href="{}">重设</a>。', url)

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.reset_second_factor)
        return [path("<path:id>/second-factor/", page, name="auth_user_second_factor"), *super().get_urls()]

    def reset_second_factor(self, request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 (as Django's views)
        """Ask, then remove the second factor of a user and end his logins. The log keeps who did it."""
        if not request.user.is_superuser:
            raise PermissionDenied
        user = self.get_object(request, id)
        if user is None:
            raise Http404
        if request.method != "POST":
            person = person_name(last_name=user.last_name, first_name=user.first_name, username=user.get_username())
            context = {"title": "重设两步验证", "original": user, "opts": self.opts, "person": person}
            context["is_required"] = second_factor.is_required(user)
            frame = {**self.admin_site.each_context(request), **context}
            return TemplateResponse(request, "admin/auth/user/second_factor.html", frame)
        with transaction.atomic():
            second_factor.remove(user)
            sessions.end(user)
            self.log_change(request, user, "重设了两步验证。")
        messages.success(request, "两步验证已经重设，请告诉本人重新登录。")
        return redirect("admin:auth_user_change", user.pk)
