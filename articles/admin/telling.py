"""What an editor is told of an article that was saved: where it stands now, not only that it was saved."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime, now

from articles.models import Article, has_come_out, is_visible, is_waiting
from yanjiang.lib.wording import WordedAdmin

# Button of the form -> what can be done next.
NEXT = {"_continue": "可以在下面继续修改。", "_addanother": "可以在下面再写一篇。"}


def moment(at: datetime, *, today: datetime) -> str:
    """Return "11 月 30 日 08:00", with the year where it is another one."""
    at, today = localtime(at), localtime(today)
    year = "" if at.year == today.year else f"{at.year} 年 "
    return f"{year}{at.month} 月 {at.day} 日 {at:%H:%M}"


def standing(article: Article, at: datetime) -> str:
    """Say what readers see of a published article from that moment on, "" of any other."""
    if is_waiting(article, at) and article.publish_at:
        return f"已排定，将于 {moment(article.publish_at, today=at)} 发布"
    if is_visible(article, at):
        return "已发布"
    return "已保存，但下线时间已过，读者看不到" if has_come_out(article, at) else ""


class TellingAdmin(WordedAdmin):
    """Tells of a saved article where it stands, by its title in 《》: a title may have quotation marks of its own."""

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        request.saved = obj  # type: ignore[attr-defined]
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        request.saved = obj  # type: ignore[attr-defined]
        return super().response_change(request, obj)

    def message_user(
        self, request: HttpRequest, message: Any, level: int | str = messages.INFO, *args: Any, **kwargs: Any
    ) -> None:
        article = getattr(request, "saved", None)
        if article and level == messages.SUCCESS:
            stands = standing(article, now()) or "已保存"
            further = next((words for name, words in NEXT.items() if name in request.POST), "")
            url = reverse("admin:articles_article_change", args=[article.pk])
            message = format_html('<a href="{}">《{}》</a>{}。{}', url, article.title, stands, further)
        super().message_user(request, message, level, *args, **kwargs)
