"""Find and replace in chosen articles, or in those of a section and the sections below it."""

import json
from collections import defaultdict
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now

from articles.admin import roles
from articles.admin.actions import with_undo
from articles.editing import replacing_all
from articles.editing.contents import label
from articles.editing.replacing import NAMES, Search
from articles.models import Article, ArticleQuerySet, Person, Section, inside, section_tree
from yanjiang.lib.numbers import row_number
from yanjiang.staff_log.writing import Origin, log_changes

ACTION, WORDS = "replace", "查找替换"
MOST = 10_000  # articles that may be chosen in the list
NAMED = 3  # titles in a message


class ReplaceForm(forms.Form):
    """The words to find, and the parts to look in: those of a section, or of the articles `ids` chosen in the list."""

    words = forms.CharField(label="查找", max_length=200, strip=False)
    by = forms.CharField(label="替换为", max_length=200, strip=False, required=False, help_text="留空就是删掉。")
    names = forms.MultipleChoiceField(
        label="在哪里找",
        choices=[(name, label(name)) for name in NAMES],
        initial=NAMES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一处。"},
    )
    is_loose = forms.BooleanField(label="不分大小写和全角半角", required=False)
    section: Any = forms.ModelChoiceField(
        Section.objects.none(), label="栏目", help_text="连同它下面的栏目。", empty_label="请选择"
    )
    ids = forms.CharField(widget=forms.HiddenInput, required=False)
    below = forms.CharField(widget=forms.HiddenInput, required=False)  # where a further run begins

    def __init__(self, data: Any = None, *, person: Person, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.chosen = [pk for pk in map(row_number, str(self["ids"].value() or "").split(",")) if pk][:MOST]
        if self.chosen:
            del self.fields["section"]
        else:
            field: Any = self.fields["section"]
            field.queryset = Section.objects.with_tree_fields().filter(inside(person, "pk"))  # in the order of the tree
            field.label_from_instance = lambda section: "　" * section.depth + section.name

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "words" in cleaned and cleaned["words"] == cleaned.get("by"):
            raise forms.ValidationError("查找的和替换成的一样，没有要改的。", code="same")
        return cleaned

    @property
    def search(self) -> Search:
        return Search(self.cleaned_data["words"], is_exact=not self.cleaned_data["is_loose"])

    def articles(self, request: HttpRequest) -> ArticleQuerySet:
        """Return the articles that are meant and that this person may change."""
        articles = roles.writable(request, Article.objects.exclude(status=Article.Status.TRASH))
        if below := row_number(self.cleaned_data["below"]):
            articles = articles.filter(pk__lt=below)
        if self.chosen:
            return articles.filter(pk__in=self.chosen)
        return articles.filter(section__in=section_tree().subtree_ids(self.cleaned_data["section"]))


def replace_in_chosen(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """Ask what to replace in the articles that were chosen in the list."""
    chosen = roles.writable(request, Article.objects.filter(pk__in=queryset.order_by().values("pk")))
    ids = list(chosen.exclude(status=Article.Status.TRASH).order_by("-pk").values_list("pk", flat=True)[: MOST + 1])
    if not ids or len(ids) > MOST:
        told = f"一次最多 {MOST} 篇，请先筛选，或者按栏目查找替换。" if ids else "所选文章中没有可以这样操作的。"
        messages.warning(request, told)
        return None
    form = ReplaceForm(initial={"ids": ",".join(map(str, ids))}, person=request.user)
    return cast(HttpResponse, model_admin.replace_page(request, form))


class ReplacePages(admin.ModelAdmin):  # type: ignore[type-arg]
    """The address below the list of articles where a text is replaced."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.replace_view)
        return [path("replace/", view, name="articles_article_replace"), *super().get_urls()]

    def replace_view(self, request: HttpRequest) -> HttpResponse:
        """Ask what to replace, show each occurrence, and replace those that stay ticked."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = ReplaceForm(request.POST or None, person=request.user)
        if not form.is_valid() or "_again" in request.POST:
            return self.replace_page(request, form)
        if "_replace" in request.POST:
            self._replace(request, form)
            if not (after := row_number(request.POST.get("after"))):
                return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
            sent = {**request.POST.dict(), "names": request.POST.getlist("names"), "below": str(after)}
            form = ReplaceForm(sent, person=request.user)
            form.is_valid()
        return self.replace_page(request, form, self._preview(request, form))

    def _preview(self, request: HttpRequest, form: ReplaceForm) -> dict[str, Any]:
        cleaned = form.cleaned_data
        found = replacing_all.look(form.articles(request), form.search, cleaned["by"], cleaned["names"])
        seen = {one.article.pk: one.digest for one in found.articles}
        at = now()
        rows = [
            {
                "article": one.article,
                "occurrences": [(occurrence, label(occurrence.name)) for occurrence in one.occurrences],
                "too_long": "、".join(map(label, one.too_long)),
                "is_read": one.article.is_visible(at),
            }
            for one in found.articles
        ]
        asks = roles.publishes(request) and any(row["is_read"] for row in rows)
        return {
            "found": found,
            "rows": rows,
            "seen": json.dumps(seen),
            "asks": asks,
            "sent": cleaned,
            "looked_at": replacing_all.LOOKED_AT,
        }

    def _replace(self, request: HttpRequest, form: ReplaceForm) -> None:
        by = cast(User, request.user)
        done = replacing_all.replace(
            form.articles(request),
            form.search,
            form.cleaned_data["by"],
            _chosen(request),
            seen=_seen(request),
            by=by,
            at=now(),
            goes_live=roles.publishes(request) and request.POST.get("goes") == "live",
        )
        if done.change:
            rows = Article.objects.filter(pk__in=done.articles).only("title").order_by("pk")
            log_changes(Origin.of(request), rows, done.change.words, details=WORDS)
            messages.success(request, with_undo(f"已在 {len(done.articles)} 篇文章里替换。", done.change))
        elif not done.left and not done.rewritten:
            messages.info(request, "没有替换任何一处。")
        if done.left:
            messages.warning(request, f"{_named(done.left)}刚刚有人改过，没有动。请再查找一次。")
        if done.rewritten:
            told = "有修改稿，而且修改稿已经改写了同一段，没有动。请打开修改稿，在那里替换。"
            messages.warning(request, f"{_named(done.rewritten)}{told}")
        if done.too_long:
            more = "等" if len(done.too_long) > NAMED else ""
            messages.warning(request, f"{'、'.join(done.too_long[:NAMED])}{more}替换后太长或者空了，没有动。")

    def replace_page(self, request: HttpRequest, form: ReplaceForm, context: Any = None) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": WORDS}
        page = {**shared, "form": form, "count": len(form.chosen), **(context or {})}
        return TemplateResponse(request, "admin/articles/article/replace.html", page)


def _named(titles: list[str]) -> str:
    """Return the first titles, and how many there are where these are not all."""
    named = "".join(f"《{title}》" for title in titles[:NAMED])
    return f"{named}等 {len(titles)} 篇" if len(titles) > NAMED else named


def _chosen(request: HttpRequest) -> dict[int, set[str]]:
    """Return the occurrences that stayed ticked, by article."""
    chosen: dict[int, set[str]] = defaultdict(set)
    for value in request.POST.getlist("occurrence"):
        number, _, key = value.partition(":")
        if pk := row_number(number):
            chosen[pk].add(key)
    return chosen


def _seen(request: HttpRequest) -> dict[int, str]:
    """Return the digests of the contents in which the occurrences were found, by article."""
    try:
        seen = json.loads(request.POST.get("seen") or "{}")
    except (ValueError, RecursionError):
        return {}
    numbers = seen.items() if isinstance(seen, dict) else ()
    return {pk: digest for number, digest in numbers if (pk := row_number(number)) and isinstance(digest, str)}
