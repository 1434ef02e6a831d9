"""The page 分享预览 of an article: links that somebody without an account can open, made, listed and withdrawn."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.timezone import now

from articles.admin.version_pages import LISTED, VersionPages
from articles.editing import sharing
from articles.editing.ledger import RefusedError
from articles.models import Article, PreviewLink, Remark, Revision
from yanjiang.admin_pages.logged import Kind
from yanjiang.lib.numbers import row_number
from yanjiang.lib.plaintext import NameFormField
from yanjiang.staff_log.writing import Origin, record

SHOWN = 50  # links on the page, the latest first
DURATIONS = {1: "1 天", 3: "3 天", sharing.DAYS: "7 天", 14: "14 天", 30: "30 天"}


class ShareForm(forms.Form):
    name = NameFormField(label="给谁看", max_length=60, required=False, help_text="只有编辑看得到，好认出是哪个链接。")
    days = forms.TypedChoiceField(label="多久有效", coerce=int, choices=list(DURATIONS.items()), initial=sharing.DAYS)
    revision = forms.ModelChoiceField(
        label="给看哪一稿",
        queryset=Revision.objects.none(),
        required=False,
        empty_label="最新的一稿（以后存了新的，看到的也是新的）",
        error_messages={"invalid_choice": "这个版本已经没有了，请另选一个。"},
    )
    takes_remarks = forms.BooleanField(
        label="可以写批注",
        label_suffix="",
        required=False,
        help_text="对方不用登录，写上姓名就能提交；批注和同事写的列在一起。",
    )

    def __init__(self, data: Any, article: Article, asked: int | None) -> None:
        super().__init__(data, initial={"revision": asked})
        versions = Revision.objects.filter(article=article).defer("content").select_related("by").order_by("-pk")
        latest = versions.values_list("pk", flat=True)[:LISTED]
        field: Any = self.fields["revision"]
        field.queryset = versions.filter(pk__in=[*latest, *([asked] if asked else [])])
        field.label_from_instance = lambda revision: f"{revision} {revision.by_name}".strip()


class SharingPages(VersionPages):
    def get_urls(self) -> list[URLPattern]:
        return [
            self._page("sharing/", self.sharing_view, "sharing"),
            self._page("sharing/<int:number>/withdraw/", self.withdraw_view, "withdraw_link"),
            *super().get_urls(),
        ]

    def sharing_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the article's preview links, and make one."""
        article = self._sharing(request, pk)
        sent = request.POST if request.method == "POST" else None
        form = ShareForm(sent, article, row_number(request.GET.get("version")))
        if form.is_valid() and self._share(request, article, form):
            return self._to_links(pk)
        at = now()
        context = {
            "form": form,
            "links": [(link, link.is_open(at), address_of(link)) for link in _links(pk)],
            "is_in_trash": article.status == Article.Status.TRASH,
        }
        return self._shown(request, article, "sharing", "分享预览", context)

    def _share(self, request: HttpRequest, article: Article, form: ShareForm) -> bool:
        """Make the link of a valid form, or add an error to the form and return False."""
        try:
            sharing.make(article.pk, by=cast(User, request.user), **form.cleaned_data)
        except RefusedError as refused:
            form.add_error(None, str(refused))
            return False
        record(Origin.of(request), Kind.SHARE, article, "新建链接")
        messages.success(request, "链接做好了，复制下来发给对方。")
        return True

    def withdraw_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        article = self._sharing(request, pk)
        if request.method != "POST":
            raise PermissionDenied
        if sharing.withdraw(pk, number, by=cast(User, request.user)):
            record(Origin.of(request), Kind.SHARE, article, "收回链接")
            messages.success(request, "链接已收回，再打开就看不到了。")
        else:
            messages.info(request, "这个链接已经收回过了。")
        return self._to_links(pk)

    def _sharing(self, request: HttpRequest, pk: int) -> Article:
        """Return the article for a person who may share it: those who may change it. Raises PermissionDenied."""
        article = self._article(request, pk)
        if not self._may_change(request, article):
            raise PermissionDenied
        return article

    def _to_links(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_sharing", args=[pk]))


def _links(pk: int) -> QuerySet[PreviewLink]:
    """Return the latest links of an article, each with `remark_count`, which is None without remarks."""
    written = Remark.objects.filter(link=OuterRef("pk")).order_by().values("link").annotate(count=Count("pk"))
    links = PreviewLink.objects.filter(article=pk).select_related("by", "revision").defer("revision__content")
    return links.annotate(remark_count=Subquery(written.values("count"))).order_by("-pk")[:SHOWN]


def address_of(link: PreviewLink) -> str:
    return f"{settings.SITE_URL}{reverse('articles:preview', args=[sharing.token_of(link)])}"
