"""Pages about the versions of an article: the list, a comparison, and what an editor does with a version there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime, now

from articles.admin import roles
from articles.admin.versions import VersionedAdmin
from articles.editing import comparing, contents, restoring, revisions
from articles.editing.contents import Content
from articles.editing.filing import filed, refusal
from articles.models import Article, PendingChange, Revision
from yanjiang.admin_pages.logged import Kind
from yanjiang.lib.numbers import row_number
from yanjiang.lib.plaintext import NameFormField
from yanjiang.staff_log.writing import Origin, record

LISTED = 30  # versions on a page; the contents of these and of their parents are read to tell what they changed
NOW = "now"  # in an address: what the form works on, be it a pending change or the live content
LIVE = "live"


class ScheduleForm(forms.Form):
    go_live_at = forms.SplitDateTimeField(label="上线时间", widget=admin.widgets.AdminSplitDateTime)

    def clean_go_live_at(self) -> Any:
        at = self.cleaned_data["go_live_at"]
        if at <= now():
            raise forms.ValidationError("上线时间要晚于现在。要马上上线，请打开文章点“发布修改”。")
        return at


class NameForm(forms.Form):
    name = NameFormField(label="版本名称", max_length=40, required=False)


class VersionPages(VersionedAdmin):
    """The addresses below an article's form that are about its versions."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self._page("versions/", self.versions_view, "versions"),
            self._page("versions/compare/", self.compare_view, "compare"),
            self._page("versions/<int:number>/restore/", self.restore_view, "restore"),
            self._page("versions/<int:number>/name/", self.name_view, "name_version"),
            self._page("change/discard/", self.discard_view, "discard_change"),
            self._page("change/schedule/", self.schedule_view, "schedule_change"),
            *super().get_urls(),
        ]

    def _page(self, address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(f"<int:pk>/{address}", self.admin_site.admin_view(view), name=f"articles_article_{name}")

    # --- Looking ------------------------------------------------------------------------------------------------

    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the versions of an article, the last first."""
        article = self._article(request, pk)
        rows = Revision.objects.filter(article=pk).select_related("by", "parent", "merged").defer("merged__content")
        rows = rows.order_by("-pk")
        page = Paginator(rows, LISTED).get_page(request.GET.get("p"))
        live, change = revisions.latest_live([pk]).get(pk), _change(pk)
        context = {
            "page": page,
            "versions": [_listed(revision) for revision in page],
            "live": live,
            "change": change,
            "may_change": self._may_change(request, article),
            "publishes": roles.publishes(request, article),
        }
        return self._shown(request, article, "versions", "版本", context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compare the content `a` with the content `b` of the address.

        Each is the id of a version, LIVE for the content that readers get, or NOW for the one that the form works on.
        """
        article = self._article(request, pk)
        chosen = request.GET.get("a", LIVE), request.GET.get("b", NOW)
        before, after = (_content(pk, choice) for choice in chosen)
        context = {
            "a": chosen[0],
            "b": chosen[1],
            "choices": _choices(pk),
            "differences": comparing.differences(before, after),
            "as_text": request.GET.get("as") == "text",
            "restores": _version_of(pk, chosen[0]) if self._may_change(request, article) else None,
        }
        return self._shown(request, article, "compare", "比较版本", context)

    def _shown(self, request: HttpRequest, article: Article, page: str, title: str, context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "article": article, "title": title}
        return TemplateResponse(request, f"admin/articles/article/{page}.html", {**shared, **context})

    # --- Doing --------------------------------------------------------------------------------------------------

    def restore_view(self, request: Any, pk: int, number: int) -> HttpResponse:
        """Put a version, one of its fields or one of its paragraphs into what the form works on."""
        with transaction.atomic():
            self.lock(str(pk))  # as a save of the form does: what is read below must not change before it is written
            article: Any = self._changing(request, pk)
            revision = get_object_or_404(Revision, pk=number, article=pk)
            self._restore(request, article, revision)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def _restore(self, request: Any, article: Any, revision: Revision) -> None:
        self.open_version(request, article)
        field, block = request.POST.get("field", ""), request.POST.get("block", "")
        content = restoring.restored(article.version.head, contents.of_revision(revision), field, block)
        content = content and filed(request.user, content, article.version.head)
        if content is None:
            messages.warning(request, "这一处已经找不到了，没有恢复。")
        elif self.save_content(request, article, content, kind=revisions.Kind.RESTORED, reason=f"恢复自{revision}"):
            record(Origin.of(request), Kind.CHANGE, article, f"恢复自{revision}")
            is_beside = _change(article.pk) is not None
            messages.success(request, "已恢复到修改稿，读者看到的还是原来的网页。" if is_beside else "已恢复。")
        else:
            messages.info(request, "内容本来就一样，没有改动。")

    def name_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        article = self._changing(request, pk)
        form = NameForm(request.POST)
        if form.is_valid():
            Revision.objects.filter(pk=number, article=pk).update(name=form.cleaned_data["name"])
            record(
                Origin.of(request), Kind.CHANGE, article, "给版本命名" if form.cleaned_data["name"] else "去掉版本名称"
            )
            messages.success(request, "已命名。" if form.cleaned_data["name"] else "已去掉名称。")
        else:
            messages.error(request, "版本名称最多 40 个字，没有存上。")
        return HttpResponseRedirect(reverse("admin:articles_article_versions", args=[pk]))

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give up the pending change that the page showed, unless somebody has saved another one since."""
        article = self._changing(request, pk)
        if revisions.discard_change(pk, seen=row_number(request.POST.get("revision")) or 0):
            self.log_change(request, article, "放弃修改稿")
            messages.success(request, f"《{article}》的修改稿已放弃，它的各个版本仍在版本记录里。")
        else:
            messages.warning(request, "修改稿刚刚有人改过，没有放弃。请先看看改了什么。")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def schedule_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form for the time at which the pending change goes live, and set the time that is sent.

        The button `_clear` removes the time. A change without a time waits until an editor publishes it.
        """
        article = self._article(request, pk)
        change = get_object_or_404(PendingChange, article=pk)
        if not (self._may_change(request, article) and roles.publishes(request, article)):
            raise PermissionDenied
        if problem := refusal(request.user, contents.of_revision(change.revision)):
            messages.warning(request, problem)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        form = ScheduleForm(request.POST or None, initial={"go_live_at": change.go_live_at})
        if request.method == "POST" and ("_clear" in request.POST or form.is_valid()):
            self._schedule(request, article, None if "_clear" in request.POST else form.cleaned_data["go_live_at"])
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        return self._shown(request, article, "schedule", "定时上线", {"form": form, "change": change})

    def _schedule(self, request: HttpRequest, article: Article, at: datetime | None) -> None:
        """Set the time of the pending change that the page showed, unless somebody has saved another one since."""
        seen = PendingChange.objects.filter(article=article.pk, revision=row_number(request.POST.get("revision")))
        if not seen.update(go_live_at=at, problem=""):
            messages.warning(request, "修改稿刚刚有人改过，没有定时。请先看看改了什么，再定时间。")
            return
        told = f"修改稿将于 {localtime(at):%Y-%m-%d %H:%M:%S} 自动上线" if at else "取消修改稿的定时上线"
        self.log_change(request, article, told)
        messages.success(request, f"{told}。")

    # --- Who may ------------------------------------------------------------------------------------------------

    def _article(self, request: HttpRequest, pk: int) -> Article:
        article: Article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _may_change(self, request: HttpRequest, article: Article) -> bool:
        return self.has_change_permission(request, article) and roles.may_write(request, article)

    def _changing(self, request: HttpRequest, pk: int) -> Article:
        """Return the article for a request that changes something. Raises PermissionDenied."""
        article = self._article(request, pk)
        if request.method != "POST" or not self._may_change(request, article):
            raise PermissionDenied
        return article


def _change(pk: int) -> PendingChange | None:
    return PendingChange.objects.filter(article=pk).select_related("revision").first()


def _listed(revision: Revision) -> dict[str, Any]:
    """Return a version as the list shows it: which parts it changed, compared with the version before."""
    before = contents.of_revision(revision.parent) if revision.parent else None
    names = comparing.changed_names(before, contents.of_revision(revision)) if before is not None else []
    return {"revision": revision, "changed": [contents.label(name) for name in names]}


def _choices(pk: int) -> list[tuple[str, str]]:
    """Return what can be compared, in words: the live content, the pending change, and the latest versions."""
    latest = Revision.objects.filter(article=pk).defer("content").select_related("by").order_by("-pk")[:LISTED]
    words = [(LIVE, "网页上的内容"), *([(NOW, "修改稿")] if _change(pk) else [])]
    return words + [(str(revision.pk), f"{revision} {revision.by_name}".strip()) for revision in latest]


def _version_of(pk: int, choice: str) -> int | None:
    """Return the id of the version that a choice stands for, None if there is none to restore.

    LIVE stands for the version that went live last, if there is a pending change to put it into. Its content must still
    be that of the article's rows.
    """
    if choice == LIVE and _change(pk) and (live := revisions.latest_live([pk]).get(pk)):
        return live.pk if live.digest == contents.digest(contents.read([pk])[pk]) else None
    return row_number(choice)


def _content(pk: int, choice: str) -> Content:
    """Return the content of a choice. Raises Http404."""
    if choice == NOW and (change := _change(pk)):
        return contents.of_revision(change.revision)
    if choice in (LIVE, NOW):
        return contents.read([pk])[pk]
    revision = Revision.objects.filter(article=pk, pk=row_number(choice) or 0).first()
    if revision is None:
        raise Http404
    return contents.of_revision(revision)
