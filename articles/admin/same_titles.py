"""Warn an editor of other articles with the same title: while one types, and after a save."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.admin import roles
from articles.models import Article, edits
from yanjiang.lib.numbers import row_number
from yanjiang.lib.plaintext import normal_name

NAMED = 3


class SameTitles(admin.ModelAdmin):  # type: ignore[type-arg]
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.same_title_view)
        return [path("same-title/", view, name="articles_article_same_title"), *super().get_urls()]

    def same_title_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with the warning about a typed title, "" if no other article that this person knows of has it."""
        title = normal_name(request.GET.get("title", ""))
        told = _warning(request, title, row_number(request.GET.get("id"))) if title else ""
        return JsonResponse({"told": told}, headers={"Cache-Control": "no-store"})

    def warn_of_same_title(self, request: HttpRequest, article: Article) -> None:
        if told := _warning(request, article.title, article.pk):
            messages.warning(request, told)


def _warning(request: HttpRequest, title: str, article_id: int | None) -> SafeString | str:
    known = Article.objects.known_to(request.user).filter(title=title).exclude(pk=article_id or 0)
    same = known.only("pk", "owner", "section").order_by("-pk")[:NAMED]
    links = [(_way_to(request, other), other.pk) for other in same]
    if not links:
        return ""
    numbers = format_html_join("、", '<a href="{}">{} 号</a>', links)
    return format_html("已有同名文章：{}。如不是重复发表，可以不管。", numbers)


def _way_to(request: HttpRequest, article: Article) -> str:
    """Return the address of the article's form, or of its page if this person cannot open the form."""
    opens = edits(request.user, article) or roles.owns(request, article)
    return reverse("admin:articles_article_change" if opens else "articles:detail", args=[article.pk])
