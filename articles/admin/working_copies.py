"""Autosave of the article's form: keep what is typed, offer it to the editor who returns, and fill the form with it."""

from copy import copy as shallow
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localtime, now

from articles.admin.emptiness import CONFIRMED
from articles.admin.version_forms import opened_with
from articles.admin.version_pages import VersionPages
from articles.editing import comparing, working_copies
from articles.editing.working_copies import COPIES, Outcome
from articles.models import Attachment, WorkingCopy
from yanjiang.admin_pages import chosen_files
from yanjiang.lib.html import clean, to_text
from yanjiang.lib.numbers import row_number
from yanjiang.sent import held_files
from yanjiang.sent.sending import FIELD, new_token

EXCERPT = 200  # characters of a new article's text

NOT_SAVED_YET = "这是自动存下的草稿，还没有保存。"
NOT_YOURS = "这篇文章不再由您修改（可能已经发布、删除，或者交给了别人），没有存上。"
TOO_MANY_FILES = "您选好还没有保存的文件太多，服务器放不下了。请先保存文章，再选这一个。"
PROBLEMS = {
    Outcome.SAVED: "",
    Outcome.ELSEWHERE: "您在别的窗口或电脑上还有这篇文章的草稿，这里的没有存上。请在那边保存，或者重新打开这一页。",
    Outcome.TOO_LONG: "内容太长，不能自动保存，请分成几篇。",
    Outcome.TOO_MANY: f"没有保存的新文章已经有 {working_copies.MOST_NEW} 篇，请先保存或丢掉几篇。",
}


@dataclass(frozen=True)
class Offer:
    """A working copy that is offered above the form, with its differences from the saved content."""

    copy: WorkingCopy
    address: str  # of the form that is filled with it
    differences: list[comparing.Difference] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)  # labels of fields whose typed value is not valid
    was_saved_since: bool = False  # somebody saved the article after the form of this working copy was opened
    excerpt: str = ""  # of the text, where there is no saved article to compare with


class WorkingCopies(VersionPages):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("working-copy/", view(self.keep_view), name="articles_article_keep_new"),
            path("working-copy/file/", view(self.hold_view), name="articles_article_hold_file"),
            path("working-copy/<int:number>/drop/", view(self.drop_view), name="articles_article_drop_copy"),
            self._page("working-copy/", self.keep_view, "keep"),
            *super().get_urls(),
        ]

    # --- Keeping ------------------------------------------------------------------------------------------------

    def keep_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Keep the typed fields, which are not validated. Answer with the time, or with the reason why not."""
        replaced = working_copies.replaced_by(request.POST)
        if request.method != "POST" or not replaced:
            return refused("请从文章的编辑页打开。", 400)
        if not self.may_keep(request, pk):
            return refused(NOT_YOURS, 403)
        fields, at = working_copies.typed(request.POST), now()
        held_files.used(_user_id(request), held_files.keys_by_field(request.POST).values(), at=at)
        outcome = working_copies.keep(_user_id(request), pk, replaced, fields, at=at)
        if outcome is not Outcome.KEPT:
            return refused(PROBLEMS[outcome], 409, outcome=outcome)
        return JsonResponse({"kept": f"{localtime(at):%H:%M:%S}"})

    def may_keep(self, request: HttpRequest, pk: int | None) -> bool:
        if pk is None:
            return self.has_add_permission(request)
        article = self.get_queryset(request).filter(pk=pk).only("owner", "status", "section").first()
        return article is not None and self.has_change_permission(request, article)

    def hold_view(self, request: HttpRequest) -> HttpResponse:
        """Hold the file of an attachment that was just chosen, until the form is saved.

        Answer with the HTML that names the file in the form, or with the reason why it is not held. `name` is the
        name of the form's field.
        """
        upload: Any = request.FILES.get("file")
        if request.method != "POST" or upload is None:
            return refused("请从文章的编辑页打开。", 400)
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            return refused(NOT_YOURS, 403)
        try:
            Attachment._meta.get_field("file").run_validators(upload)
        except ValidationError as error:
            return refused("".join(error.messages), 422)
        if not held_files.hold(_user_id(request), upload, at=now()):
            return refused(TOO_MANY_FILES, 409)
        told = chosen_files.told(request.POST.get("name", ""), upload.name, held=upload.held)
        return JsonResponse({"told": told})

    def drop_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Delete a working copy of this person's, and return to the form."""
        copy = get_object_or_404(WorkingCopy.objects.defer("fields"), pk=number, user=request.user.pk)
        if request.method == "POST":
            working_copies.drop(_user_id(request), number)
        return HttpResponseRedirect(self._form_address(copy.article_id))

    def _form_address(self, article_id: int | None) -> str:
        if article_id is None:
            return reverse("admin:articles_article_add")
        return reverse("admin:articles_article_change", args=[article_id])

    # --- Offering -----------------------------------------------------------------------------------------------

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method != "GET":
            context = {"copies": request.POST.get(COPIES, ""), **(extra_context or {})}
            return super().changeform_view(request, object_id, form_url, context)
        number = row_number(object_id)
        kept = working_copies.of(_user_id(request), number) if number or object_id is None else []
        taken = next((copy for copy in kept if str(copy.pk) == request.GET.get("copy")), None)
        if taken:
            return self._filled(request, object_id, form_url, {**(extra_context or {}), "taken": taken})
        offers = [self._offer(request, copy) for copy in kept]
        return super().changeform_view(request, object_id, form_url, {"offers": offers, **(extra_context or {})})

    def _filled(self, request: HttpRequest, object_id: str | None, form_url: str, context: Any) -> HttpResponse:
        """Show the form filled with a working copy. It is shown like a form that is refused, so nothing is saved."""
        sent = _as_sent(request, context["taken"].fields)
        sent.refused, sent.opens_version = NOT_SAVED_YET, object_id is not None
        context = {**context, COPIES: working_copies.name_of(context["taken"]), FIELD: new_token()}
        response: Any = self._changeform_view(sent, object_id, form_url, context)  # type: ignore[attr-defined]
        if sent.refused == NOT_SAVED_YET and hasattr(response, "context_data"):
            response.context_data["errors"] = []  # a note replaces the message above the form
        return response  # type: ignore[no-any-return]

    def _offer(self, request: HttpRequest, copy: WorkingCopy) -> Offer:
        address = f"{self._form_address(copy.article_id)}?copy={copy.pk}"
        article: Any = self.get_queryset(request).filter(pk=copy.article_id).first() if copy.article_id else None
        if article is None:
            return Offer(copy, address, excerpt=_excerpt(copy))
        fields = {name: values for name, values in copy.fields.items() if name != "seen"}
        sent = _as_sent(request, fields)
        sent.refused = NOT_SAVED_YET
        self.open_version(sent, article)
        version = article.version
        form = self.get_form(sent, article, change=True)(sent.POST, sent.FILES, instance=article)
        self._create_formsets(sent, article, change=True)
        unreadable = [form.fields[name].label for name in form.errors if name in form.fields]
        differences = comparing.differences(version.head, form.typed(version))
        opened = opened_with(_query(copy.fields))
        return Offer(copy, address, differences, unreadable, bool(opened) and opened != version.digest)


def _user_id(request: HttpRequest) -> int:
    return cast(int, request.user.pk)  # the admin requires a login


def refused(problem: str, status: int, **more: str) -> HttpResponse:
    return JsonResponse({"problem": problem, **more}, status=status, headers={"Cache-Control": "no-store"})


def _excerpt(copy: WorkingCopy) -> str:
    text = " ".join(to_text(clean((copy.fields.get("body") or [""])[-1])).split())
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}……"


def _query(fields: working_copies.Fields) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in fields.items():
        query.setlist(name, values)
    return query


def _as_sent(request: HttpRequest, fields: working_copies.Fields) -> Any:
    """Return the request as if its form had been sent with these fields. The caller sets `refused`."""
    sent: Any = shallow(request)
    _ = sent.FILES  # Django loads POST and FILES together, and only once; both are replaced below
    sent.method, sent.POST, sent._files = "POST", _query({**fields, CONFIRMED: ["yes"]}), MultiValueDict()
    held_files.put_back(sent)
    return sent
