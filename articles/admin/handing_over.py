"""Pages about handing an article over: 交稿, 批注 with 退回, and what is pressed there."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.timezone import now

from articles.admin import roles
from articles.admin.version_pages import VersionPages
from articles.editing import contents, handing_over, remarks
from articles.editing.ledger import RefusedError
from articles.models import REMARK_CHARS, Article, Remark, edits, handing_of
from yanjiang.admin_pages.logged import Kind
from yanjiang.lib.plaintext import PlainTextFormField
from yanjiang.staff_log.writing import Origin, record

BOXES = 1_000  # paragraphs with a box for a remark; Django refuses forms with more than 2,000 fields
SHOWN = 20  # open remarks above the form
TOO_LONG = f"最多 {REMARK_CHARS} 个字"


def _box(label: str, *, rows: int = 1, **options: Any) -> PlainTextFormField:
    widget = forms.Textarea(attrs={"rows": rows, "aria-label": label})
    return PlainTextFormField(label=label, max_length=REMARK_CHARS, required=False, widget=widget, **options)


class NoteForm(forms.Form):
    note = _box("给编辑的话", rows=3, help_text="可以不写。例如：引文已核对，第二节的数字请再看一眼。")


class ReplyForm(forms.Form):
    reply = _box("答复")


class RemarksForm(forms.Form):
    """A box for a remark on the whole, one for each paragraph of a content, and the reason for a return.

    `seen` is the digest of that content. Remarks that were sent from beside another content are kept in the boxes,
    but have to be looked at and sent again.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)
    reason = _box("退回的原因", rows=3)
    whole = _box("对整篇的批注", rows=2)

    def __init__(self, data: Any = None, *, count: int, seen: str, returns: bool) -> None:
        self.count, self.returns = count, returns
        self.is_of_another = data is not None and data.get("seen") != seen
        super().__init__({**data.dict(), "seen": seen} if data is not None else None, initial={"seen": seen})
        typed = [int(name) for name, text in self.data.items() if name.isdecimal() and text and int(name) < BOXES]
        for number in {*range(count), *typed}:
            self.fields[str(number)] = _box(f"第 {number + 1} 段的批注")

    def box(self, number: int) -> Any:
        """Return the box beside a paragraph, None where there are too many paragraphs."""
        return self[str(number)] if number < self.count else None

    @property
    def strays(self) -> list[Any]:
        """Return the boxes with text whose paragraphs are no more."""
        return [self[name] for name in self.fields if name.isdecimal() and int(name) >= self.count]

    @property
    def texts(self) -> dict[int | None, str]:
        """Return the remarks that were written, by the number of their paragraph."""
        typed = {int(name): text for name, text in self.cleaned_data.items() if name.isdecimal() and text}
        whole = self.cleaned_data["whole"]
        return {**({remarks.WHOLE: whole} if whole else {}), **dict(sorted(typed.items()))}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_of_another:
            raise forms.ValidationError("正文刚刚被别人改过。写的批注还在，请对照下面的正文再看一遍，再提交。")
        if self.returns and "reason" in cleaned and not cleaned["reason"]:
            self.add_error("reason", "请写明退回的原因，作者要照着改。")
        if not self.errors and not self.returns and not self.texts:
            raise forms.ValidationError("还没有写批注。", code="empty")
        return cleaned


class HandingOverPages(VersionPages):
    """The addresses below an article's form that are about handing it over."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self._page("hand-over/", self.hand_over_view, "hand_over"),
            self._page("take-back/", self.take_back_view, "take_back"),
            self._page("remarks/", self.remarks_view, "remarks"),
            self._page("remarks/<int:number>/", self.tick_view, "tick_remark"),
            *super().get_urls(),
        ]

    def hand_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a note, show the remarks that are still open, and hand the draft over."""
        article = self._article(request, pk)
        if not roles.may_hand_over(request, article):
            raise PermissionDenied
        form = NoteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                handing_over.hand_over(pk, by=_person(request), note=form.cleaned_data["note"])
            except RefusedError as refused:
                messages.warning(request, str(refused))
            else:
                record(Origin.of(request), Kind.REVIEW, article, "交稿")
                messages.success(request, f"《{article}》已交稿，编辑处理以前不能再改；要改，先撤回交稿。")
            return self._to_form(pk)
        context = {
            "form": form,
            "open": Remark.objects.filter(article=pk, done_at=None).count(),
            "is_empty": handing_over.is_empty(remarks.present(pk)["body"]),
        }
        return self._shown(request, article, "hand_over", "交稿", context)

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._article(request, pk)
        if request.method != "POST" or not roles.owns(request, article):
            raise PermissionDenied
        try:
            handing_over.take_back(pk, by=_person(request))
        except RefusedError as refused:
            messages.warning(request, str(refused))
        else:
            record(Origin.of(request), Kind.REVIEW, article, "撤回交稿")
            messages.success(request, f"《{article}》已撤回，可以接着改。")
        return self._to_form(pk)

    def remarks_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the paragraphs with their remarks and a box beside each; write remarks, or return the draft."""
        article = self._remarking(request, pk)
        returns = "_return" in request.POST
        if returns and not roles.publishes(request, article):
            raise PermissionDenied
        content = remarks.content_seen(pk, request.POST.get("seen", ""))
        annotated = remarks.annotated(pk, content["body"])
        form = RemarksForm(
            request.POST if request.method == "POST" else None,
            count=min(len(annotated.paragraphs), BOXES),
            seen=contents.digest(content),
            returns=returns,
        )
        if form.is_bound and form.is_valid() and self._write_remarks(request, article, form):
            here = "change" if returns else "remarks"
            return HttpResponseRedirect(reverse(f"admin:articles_article_{here}", args=[pk]))
        may_return = roles.may_return(request, article)
        context = {
            "annotated": annotated,
            "rows": [(paragraph, form.box(paragraph.number)) for paragraph in annotated.paragraphs],
            "form": form,
            "strays": form.strays,
            "may_return": may_return,
            "may_hand_over": roles.may_hand_over(request, article),
        }
        return self._shown(request, article, "remarks", "批注与退回" if may_return else "批注", context)

    def _write_remarks(self, request: HttpRequest, article: Article, form: RemarksForm) -> bool:
        """Write what a valid form says; add an error to the form and return False if that is not possible."""
        seen, by = form.cleaned_data["seen"], _person(request)
        try:
            if form.returns:
                reason = form.cleaned_data["reason"]
                handing_over.give_back(article.pk, by=by, reason=reason, texts=form.texts, seen=seen)
                messages.success(request, f"《{article}》已退回给作者。")
            else:
                remarks.add(article.pk, form.texts, seen=seen, by=by)
                messages.success(request, "批注已写上。")
        except RefusedError as refused:
            form.add_error(None, str(refused))
            return False
        record(Origin.of(request), Kind.REVIEW, article, "退回" if form.returns else "写批注")
        return True

    def tick_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Mark a remark as done, with a reply, or as open again."""
        article = self._remarking(request, pk)
        if request.method != "POST":
            raise PermissionDenied
        get_object_or_404(Remark, pk=number, article=pk)
        form = ReplyForm(request.POST)
        done = "_open" not in request.POST
        if not form.is_valid():
            messages.error(request, f"答复{TOO_LONG}，没有存上。")
        elif remarks.tick(pk, number, done=done, by=_person(request), reply=form.cleaned_data["reply"]):
            record(Origin.of(request), Kind.REVIEW, article, "处理批注" if done else "重新打开批注")
            messages.success(request, "批注已标为处理好。" if done else "批注已重新打开。")
        else:
            messages.info(request, "这条批注已经处理过。" if done else "这条批注本来就没有处理。")
        return HttpResponseRedirect(f"{reverse('admin:articles_article_remarks', args=[pk])}#remark-{number}")

    # --- The form -----------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        article: Article | None = kwargs.get("obj")
        context["publishes"] = roles.publishes(request, article)
        if article and article.pk:
            context |= self._handing(request, article)
        return super().render_change_form(request, context, *args, **kwargs)

    def _handing(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        """Return what the page of the form says about handing over and remarks."""
        row = handing_of(article)
        open_ones = Remark.objects.filter(article=article, done_at=None).order_by("at", "pk")
        return {
            "handing": row,
            "waited": row.waited(now()) if row else "",
            "may_hand_over": roles.may_hand_over(request, article),
            "may_take_back": row is not None and row.is_waiting and roles.owns(request, article),
            "may_return": roles.may_return(request, article),
            "edits": edits(request.user, article),
            "open_remarks": list(open_ones.select_related("by")[:SHOWN]),
        }

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return _to_handing_over(request, obj) or response

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        response = super().response_change(request, obj)
        return _to_handing_over(request, obj) or response

    def _remarking(self, request: HttpRequest, pk: int) -> Article:
        """Return the article for a person who may write remarks on it: those who may see it and write articles."""
        article = self._article(request, pk)
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        return article

    def _to_form(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)  # the admin requires a login


def _to_handing_over(request: HttpRequest, article: Article) -> HttpResponse | None:
    """Lead on to the page 交稿 if the form was sent by its button."""
    if "_hand_over" not in request.POST or not roles.may_hand_over(request, article):
        return None
    return HttpResponseRedirect(reverse("admin:articles_article_hand_over", args=[article.pk]))
