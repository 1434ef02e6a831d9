"""Moving an article to another day of the calendar, by a form. Dragging sends the same form."""

from datetime import datetime
from typing import cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime, now

from articles.admin import roles
from articles.admin.actions import with_undo
from articles.admin.calendar_address import calendar_query
from articles.editing import contents
from articles.editing.filing import refusal
from articles.editing.planning import ArticlePlan, ChangePlan, NotMovedError, Plan
from articles.models import Article, PendingChange
from yanjiang.lib.days import local_day, validate_moment


class MoveForm(forms.Form):
    at = forms.SplitDateTimeField(label="改到", widget=admin.widgets.AdminSplitDateTime, validators=[validate_moment])

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= now():
            raise forms.ValidationError("这个时间已经过去了，请填一个将来的时间。")
        return at


class MovePages(admin.ModelAdmin):  # type: ignore[type-arg]
    """The addresses that move an article, or its pending change, to another time."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move_view)
        return [
            path("<int:pk>/plan/", view, {"kind": ArticlePlan}, name="articles_article_plan"),
            path("<int:pk>/change/plan/", view, {"kind": ChangePlan}, name="articles_article_plan_change"),
            *super().get_urls(),
        ]

    def move_view(self, request: HttpRequest, pk: int, kind: type[Plan]) -> HttpResponse:
        """Ask for a new time, and move to it. The query of the address is that of the calendar to go back to."""
        article, plan = self._movable(request, pk), kind(pk)
        calendar = calendar_query(request.GET, local_day(now()))
        if problem := plan.problem(now()) or _elsewhere(request, plan):
            messages.warning(request, problem)
            return HttpResponseRedirect(calendar.address)
        form = MoveForm(request.POST or None, initial={"at": plan.planned()})
        if request.method == "POST" and form.is_valid() and (told := self._move(request, article, plan, form)):
            messages.success(request, told)
            return HttpResponseRedirect(calendar.address)
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": plan.title}
        context = {"article": article, "form": form, "planned": plan.planned(), "calendar": calendar}
        return TemplateResponse(request, "admin/articles/article/calendar_move.html", {**shared, **context})

    def _movable(self, request: HttpRequest, pk: int) -> Article:
        """Return an article whose times this person may change. Raises PermissionDenied."""
        article: Article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not (roles.publishes(request, article) and self.has_change_permission(request, article)):
            raise PermissionDenied
        return article

    def _move(self, request: HttpRequest, article: Article, plan: Plan, form: MoveForm) -> str:
        """Move to the time of a valid form, and return what to tell. Adds to the form why it is not possible."""
        try:
            seen = parse_datetime(request.POST.get("seen", ""))
        except ValueError:
            seen = None
        to, by = form.cleaned_data["at"], cast(User, request.user)
        try:
            moved = plan.move(seen=seen, to=to, by=by, at=now())
        except NotMovedError as problem:
            form.add_error(None, str(problem))
            return ""
        self.log_change(request, article, moved.told)
        what = "的修改稿" if isinstance(plan, ChangePlan) else ""
        told = f"《{article}》{what}改到了 {localtime(to):%Y-%m-%d %H:%M}。"
        if article.status == Article.Status.DRAFT:
            told += "它还是草稿，到时不会自己出现。"
        return with_undo(told, moved.change)


def _elsewhere(request: HttpRequest, plan: Plan) -> str:
    """Return why this person may not let a pending change go live, "" if its section does not prevent it."""
    if not isinstance(plan, ChangePlan):
        return ""
    change = PendingChange.objects.filter(article=plan.article_id).select_related("revision").first()
    return refusal(request.user, contents.of_revision(change.revision)) if change else ""
