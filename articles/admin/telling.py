"""The message after an article was saved: it says whether readers see it now or later."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime, now

from articles.models import Article, has_come_out, is_visible, is_waiting
from yanjiang.admin_pages.wording import WordedAdmin

# Button of the form -> sentence about the next step.
NEXT = {"_continue": "可以在下面继续修改。", "_addanother": "可以在下面再写一篇。"}


def moment(at: datetime, *, today: datetime) -> str:
    """Return "11 月 30 日 08:00", with the year if it is not this year."""
    at, today = localtime(at), localtime(today)
    year = "" if at.year == today.year else f"{at.year} 年 "
    return f"{year}{at.month} 月 {at.day} 日 {at:%H:%M}"


def standing(article: Article, at: datetime) -> str:
    """Return whether readers see a published article at that moment, in words; "" for any other article."""
    if is_waiting(article, at) and article.publish_at:
        return f"已排定，将于 {moment(article.publish_at, today=at)} 发布"
    if is_visible(article, at):
        return "已发布"
    return "已保存，但下线时间已过，读者看不到" if has_come_out(article, at) else ""


class TellingAdmin(WordedAdmin):
    """Replaces Django's message about a saved article. The title is in 《》: it may have quotation marks itself."""

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
            if hasattr(request, "withdrawn"):
                plan = "，修改稿原定的上线时间也取消了" if request.unplanned else ""  # type: ignore[attr-defined]
                stands = f"已撤回为草稿，读者看不到了{plan}"
            elif hasattr(request, "beside"):
                stands = "的修改稿已保存，读者看到的还是原来的网页"
            further = next((words for name, words in NEXT.items() if name in request.POST), "")
            if taken := getattr(request, "taken", []):
                further = f"已与他人的修改合并：{'、'.join(taken)}。{further}"
            url = reverse("admin:articles_article_change", args=[article.pk])
            message = format_html('<a href="{}">《{}》</a>{}。{}', url, article.title, stands, further)
        super().message_user(request, message, level, *args, **kwargs)
