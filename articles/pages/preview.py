"""The page that a preview link opens: an article that may not be public, for somebody without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.editing import contents, remarks, sharing
from articles.editing.blocks import blocks_of
from articles.editing.contents import Content
from articles.editing.ledger import RefusedError
from articles.hits.agents import machine
from articles.hits.beacon import is_prefetch
from articles.models import REMARK_CHARS, Article, Attachment, PreviewLink
from articles.pages import unsaved
from articles.pages.attachments import attachment_name, send
from yanjiang.lib.per_minute import times_this_minute
from yanjiang.lib.plaintext import NameFormField, PlainTextFormField

REMARKS_A_MINUTE = 5  # by one link
CHOICES = 500  # paragraphs that a remark can be about
FOLDER = "attachments/"  # of the names of attachments
QUOTED = 24  # characters of a paragraph in the list of choices
SENT = "sent"  # a parameter of the address: a remark has just been written

GONE = "这个预览链接打不开了"
ASK_AGAIN = "它可能已经过期或者被收回，也可能没有复制完整。请向发给您链接的人再要一个。"
TOO_OFTEN = "写得太快了，这一条还没有存上。请过一分钟再点“提交批注”，写的都还在。"
UNLISTED = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex",
    # The address is all that it takes to read the draft, so no other site may learn it from a click.
    "Referrer-Policy": "no-referrer",
}

View = Callable[..., HttpResponse]


def _unlisted(view: View) -> View:
    """Keep the answers of a view from caches, search engines and other sites.

    No request needs a CSRF token: these views read no cookie. A forger already has the secret address, and may send
    it openly.
    """

    @csrf_exempt
    @wraps(view)
    def unlisted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in UNLISTED.items():
            response.headers[name] = value
        return response

    return unlisted


class VisitorRemarkForm(forms.Form):
    """A remark of somebody who looks at a preview, on a paragraph of the content whose digest is `seen`."""

    name = NameFormField(label="怎么称呼您", max_length=40, error_messages={"required": "请写上怎么称呼您。"})
    place = forms.TypedChoiceField(label="说的是", required=False, coerce=int, empty_value=remarks.WHOLE)
    text = PlainTextFormField(
        label="批注", max_length=REMARK_CHARS, widget=forms.Textarea, error_messages={"required": "还没有写批注。"}
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, content: Content) -> None:
        self.digest = contents.digest(content)
        super().__init__(data, initial={"seen": self.digest})
        blocks = list(enumerate(blocks_of(content["body"])))[:CHOICES]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", "整篇"),
            *((str(number), f"第 {number + 1} 段：{_opening(block.text)}") for number, block in blocks),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self.digest and cleaned.get("place") is not remarks.WHOLE:
            self.data = {**self.data.dict(), "seen": self.digest}  # type: ignore[attr-defined]
            raise forms.ValidationError("这篇稿子刚刚被改过。写的还在，请对照上面的稿子再看一遍，再提交。")
        return cleaned


@_unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the article that the link is for, and take a remark on it if the link takes any."""
    at = timezone.now()
    link = sharing.opened_by(token, at)
    if link is None:
        return _gone(request)
    content = sharing.content_of(link)
    form = (
        VisitorRemarkForm(request.POST if request.method == "POST" else None, content) if link.takes_remarks else None
    )
    if form and form.is_valid() and _write(link, form):
        return HttpResponseRedirect(f"{request.path}?{SENT}=1#remark")
    if request.method == "GET" and _is_opened_by_a_person(request):
        sharing.count(link, at)
    address = unsaved.Preview(_note(link), lambda attachment: _file_address(token, attachment))
    context = unsaved.context_of(unsaved.with_content(link.article, content, at), preview=address, at=at)
    context |= {"form": form, "is_sent": SENT in request.GET}
    return render(request, "articles/preview.html", context, status=422 if form and form.errors else 200)


@_unlisted
@require_safe
def attachment(request: HttpRequest, token: str, file: str) -> HttpResponse:
    """Send an attachment of the article that the link is for."""
    link = sharing.opened_by(token, timezone.now())
    rows = sharing.content_of(link)["attachments"] if link else []
    name = f"{FOLDER}{file}"
    row = next((row for row in rows if row["file"] == name), None)
    if row is None:
        return _gone(request)
    try:
        return send(request, name, save_as=Attachment(file=name, name=row["name"]).download_name)
    except Http404:  # a page of the site's own would note the address among those that are missing
        return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    """Answer the same for every link that opens nothing, so that nobody learns whether there was one."""
    context = {"title": GONE, "advice": ASK_AGAIN, "typed": (), "chosen": (), "login": False}
    return render(request, "error.html", context, status=410)


def _note(link: PreviewLink) -> str:
    version = f"（{link.revision}）" if link.revision else ""
    until = timezone.localtime(link.expires_at)
    return f"预览稿{version}，请不要外传。这个链接到 {until:%Y-%m-%d %H:%M} 为止能打开。"


def _write(link: PreviewLink, form: VisitorRemarkForm) -> bool:
    """Write the remark of a valid form, or add an error to the form and return False."""
    typed = form.cleaned_data
    if (times_this_minute(f"preview-remark:{link.digest}", timezone.now()) or 0) > REMARKS_A_MINUTE:
        form.add_error(None, TOO_OFTEN)
        return False
    try:
        sharing.remark(link, {typed["place"]: typed["text"]}, seen=form.digest, visitor=typed["name"])
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return False
    except Article.DoesNotExist:
        form.add_error(None, f"{GONE}，批注没有存上。")
        return False
    return True


def _is_opened_by_a_person(request: HttpRequest) -> bool:
    is_again = SENT in request.GET
    return not (is_again or is_prefetch(request) or machine(request.META.get("HTTP_USER_AGENT", "")))


def _file_address(token: str, attachment: Attachment) -> str:
    """Return the address of an attachment under the link. One that an import brought is public by its own."""
    name = str(attachment.file)
    if not attachment_name(name):
        return str(attachment.file.url)
    return reverse("articles:preview_attachment", args=[token, name.removeprefix(FOLDER)])


def _opening(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= QUOTED else f"{line[:QUOTED]}…") or "（图片）"
