"""The columns of the list of articles in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime, now

from articles.hits import charts
from articles.models import FLAGS, Article, HandingOver, section_tree
from yanjiang.pictures import names


class ArticleColumns:
    @admin.display(description="图")
    def thumbnail(self, article: Article) -> str:
        if not article.picture_url:
            return ""
        return format_html(
            '<img class="thumbnail" src="{}" alt="" width="48" height="32">', names.thumbnail(article.picture_url)
        )

    @admin.display(description="标题", ordering="title")
    def marked_title(self, article: Article) -> str:
        marks = [(label,) for name, label in FLAGS.items() if getattr(article, name)]
        if article.pinned_until and article.pinned_until > now():
            marks.insert(0, ("置顶",))
        return format_html("{} {}", article.title, format_html_join(" ", '<small class="mark">{}</small>', marks))

    @admin.display(description="栏目", ordering="section")
    def section_name(self, article: Article) -> str:
        section = section_tree().get(article.section_id)
        return section.name if section else ""

    @admin.display(description="状态", ordering="status")
    def state_now(self, article: Article) -> str:
        if article.status == Article.Status.DRAFT and (handed := article.handed):  # type: ignore[attr-defined]
            return str(HandingOver.State(handed).label)
        state = format_html("{}{}", article.state, _change(article))
        if not article.is_visible(now()):
            return state
        url = reverse("articles:detail", args=[article.pk])
        link = '{}<a class="on-site" href="{}" target="_blank" rel="noopener">查看网页</a>'
        return format_html(link, state, url)

    @admin.display(description="发布时间", ordering="publish_at")
    def published(self, article: Article) -> str:
        return localtime(article.publish_at).strftime("%Y-%m-%d %H:%M") if article.publish_at else ""

    @admin.display(description="点击", ordering="hits__total")
    def hits_total(self, article: Article) -> str:
        return f"{article.hits.total:,}"

    @admin.display(description="近 7 天", ordering="hits__week")
    def lately(self, article: Article) -> str:
        """Show the curve of the last 30 days and the reads of the last 7, with a link to the article's figures."""
        week = article.hits.week
        shown = format_html(
            '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true"><polyline points="{}"/></svg>{}',
            charts.SPARK_WIDTH,
            charts.SPARK_HEIGHT,
            article.spark,  # type: ignore[attr-defined]
            f"{week:,}",
        )
        url = reverse("admin:articles_articlehits_change", args=[article.pk])
        return format_html(
            '<a href="{}" aria-label="《{}》的点击统计，近 7 天 {} 次">{}</a>', url, article.title, week, shown
        )


def _change(article: Article) -> str:
    """Return a mark for a pending change; its title tells when it goes live."""
    if not article.is_changed:  # type: ignore[attr-defined]
        return ""
    if not (at := article.goes_live_at):  # type: ignore[attr-defined]
        return format_html(' <small class="mark">{}</small>', "修改稿")
    return format_html(' <small class="mark" title="{}">待上线</small>', f"修改稿 {localtime(at):%Y-%m-%d %H:%M} 上线")
