"""点击统计: reports of reads as pages and files, for users with the permission.

The pages change no figure. Each first rolls up the views that wait, because a site may have no timer for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from articles.hits import charts, export, periods, reports
from articles.hits.curves import ArticleReport, article_report
from articles.hits.naming import DETAILS
from articles.hits.periods import DAY, Period
from articles.hits.rollup import catch_up
from articles.models import Article, ArticleHits, Person, Section, section_choices, section_tree, sections_of, within
from yanjiang.admin_pages.logged import Kind
from yanjiang.admin_pages.wording import WordedAdmin
from yanjiang.lib.csv_files import Cell
from yanjiang.lib.days import local_day
from yanjiang.lib.numbers import row_number
from yanjiang.staff_log.writing import Origin, record

SHOWN, EXPORTED = 10, 10_000  # rows of a list on the page, and in a file
DRAWN_WHOLE = 366  # days: of a longer period only the days that have figures are drawn
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Column of ArticleDay -> name of the left out visits, and the reason.
LEFT_OUT = {
    "repeats": ("重复打开", "同一访客 30 分钟内再次打开同一篇文章，算一次阅读。"),
    "staff": ("工作人员", "登录后台的人打开页面，不算读者。"),
    "search": ("搜索引擎爬虫", "百度、必应等抓取网页的程序。"),
    "ai": ("人工智能爬虫", "为大语言模型收集文字的程序。"),
    "machine": ("其他机器", "监测、下载等程序，以及没有说明自己是浏览器的来访。"),
    "prefetch": ("预取", "浏览器提前取来、没有人看到的页面。"),
}


class Table(NamedTuple):
    """The content of a file: its name, the headings of its columns, and its rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass
class ReportQuery:
    """The query of a report's address, with the typed dates and the messages about errors."""

    period: Period
    code: str  # of the preset, "" for two dates
    section: Section | None
    since: str
    until: str
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def days_query(self) -> str:
        """Return the query string for the same days."""
        return urlencode({"period": self.code} if self.code else {"since": self.since, "until": self.until})

    @property
    def query(self) -> str:
        """Return the query string for the same days and section."""
        return f"{self.days_query}&section={self.section.pk}" if self.section else self.days_query


def report_query(request: HttpRequest, today: date) -> ReportQuery:
    since, until = (request.GET.get(name, "")[:40].strip() for name in ("since", "until"))
    wanted = request.GET.get("section", "")
    section = section_tree().get(row_number(wanted))
    if section and not within(request.user, section.pk):
        section = None
    errors = {"section": f"没有这个栏目，以下是{_all(request.user)}的数字。"} if wanted and not section else {}
    period = None
    if since or until:
        period, wrong = periods.between(since, until, today)
        errors |= wrong
    code = "" if period else request.GET.get("period", "")
    if not period:
        code = code if code in periods.PRESETS else periods.DEFAULT
        period = periods.preset(code, today)
    return ReportQuery(period, code, section, since, until, errors)


@admin.register(ArticleHits)
class HitsAdmin(WordedAdmin):
    """The list page is the report on the site, and a row's page is the report on its article."""

    measure = "篇"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ArticleHits | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ArticleHits | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<str:code>.<str:kind>", view(self.export_view)),
            path("<int:pk>/<str:code>.<str:kind>", view(self.article_export_view)),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self._shown(request, self._report)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        article = get_object_or_404(Article.objects.measured_by(request.user).defer("body"), pk=row_number(object_id))
        return self._shown(request, self._article, article=article)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise Http404  # nobody changes figures

    def export_view(self, request: HttpRequest, code: str, kind: str) -> HttpResponse:
        """Send a list as a file of at most EXPORTED rows."""
        if code not in (*reports.LISTS, "days", "left-out") or kind not in FILES:
            raise Http404
        return self._shown(request, self._file, code=code, kind=kind)

    def article_export_view(self, request: HttpRequest, pk: int, code: str, kind: str) -> HttpResponse:
        """Send a table of an article's report as a file."""
        if code not in ("referrers", "days", "left-out") or kind not in FILES:
            raise Http404
        measured = Article.objects.measured_by(request.user)
        article = get_object_or_404(measured.only("title", "section"), pk=row_number(str(pk)))
        return self._shown(request, self._article_file, article=article, code=code, kind=kind)

    def _shown(self, request: HttpRequest, view: Any, **arguments: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        answer: HttpResponse = require_safe(view)(request, **arguments)
        return answer

    def _report(self, request: HttpRequest) -> HttpResponse:
        at = now()
        is_all = catch_up(now=at)
        wish = report_query(request, local_day(at))
        question = reports.ask(wish.period, wish.section, now=at, among=sections_of(request.user))
        totals = reports.totals(question)
        context = {
            **self._frame(request, wish, title="点击统计"),
            "is_all": is_all,
            "question": question,
            "today": reports.today(question, now=at),
            "totals": totals,
            "files_url": reverse("admin:articles_articlehits_changelist"),
            "chart": _chart(question.days, wish.period, totals.by_day),
            "left_out": _left_out(totals.sums, totals.before),
            "lists": [
                {
                    "code": code,
                    "heading": heading,
                    "rows": reports.rows(code, question, count=SHOWN, asker=request.user),
                }
                for code, heading in reports.LISTS.items()
            ],
        }
        return TemplateResponse(request, "admin/articles/hits/report.html", context)

    def _article(self, request: HttpRequest, *, article: Article) -> HttpResponse:
        at = now()
        is_all = catch_up(now=at)
        wish = report_query(request, local_day(at))
        report = article_report(article, wish.period, count=SHOWN)
        published = local_day(article.publish_at) if article.publish_at else None
        shown = _days_of_article(wish.period, report, published)
        context = {
            **self._frame(request, wish, title=article.title),
            "is_all": is_all,
            "article": article,
            "is_visible": article.is_visible(at),
            "hits": ArticleHits.objects.filter(pk=article.pk).first(),
            "section_name": _name(section_tree().get(article.section_id)),
            "published": published,
            # An article that was published before the period gets a link to the period since its publication.
            "whole_query": urlencode({"since": f"{published}"}) if published and published < wish.period.first else "",
            "files_url": reverse("admin:articles_articlehits_change", args=[article.pk]).removesuffix("change/"),
            "report": report,
            "chart": charts.chart(
                shown, [report.by_day.get(day, 0) for day in shown], mark=published, changes=report.changes
            ),
            "left_out": _left_out(report.sums, report.sums_before),
            "changes": request.user.has_perm("articles.change_article"),
        }
        return TemplateResponse(request, "admin/articles/hits/article.html", context)

    def _file(self, request: HttpRequest, *, code: str, kind: str) -> HttpResponse:
        at = now()
        catch_up(now=at)
        wish = report_query(request, local_day(at))
        question = reports.ask(wish.period, wish.section, now=at, among=sections_of(request.user))
        where = wish.section.name if wish.section else ""
        return _sent(request, _table(code, question, request.user), wish.period, kind, where=where)

    def _article_file(self, request: HttpRequest, *, article: Article, code: str, kind: str) -> HttpResponse:
        at = now()
        catch_up(now=at)
        wish = report_query(request, local_day(at))
        report = article_report(article, wish.period, count=EXPORTED)
        return _sent(request, _article_table(code, wish.period, report), wish.period, kind, where=article.title[:40])

    def _frame(self, request: HttpRequest, wish: ReportQuery, *, title: str) -> dict[str, Any]:
        where: dict[str, int] = {"section": wish.section.pk} if wish.section else {}
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "asked": wish,
            "presets": [
                {"name": name, "query": urlencode([("period", code), *where.items()]), "is_chosen": code == wish.code}
                for code, name in periods.PRESETS.items()
            ],
            "sections": section_choices(request.user),
            "all_sections": _all(request.user),
            "report_url": reverse("admin:articles_articlehits_changelist"),
        }


def _table(code: str, question: reports.Question, asker: Person) -> Table:
    if code in reports.LISTS:
        return _list_table(code, reports.rows(code, question, count=EXPORTED, asker=asker))
    totals = reports.totals(question)
    if code == "days":
        apart = DAY * len(question.period)
        days = [(f"{day}", totals.by_day.get(day, 0), totals.by_day.get(day - apart, 0)) for day in question.days]
        return Table("每天", ("日期", "阅读", "前一时段阅读"), days)
    return _left_out_table(totals.sums, totals.before)


def _article_table(code: str, period: Period, report: ArticleReport) -> Table:
    if code == "referrers":
        return _list_table(code, report.referrers)
    if code == "days":
        days = _days_of_article(period, report, None)
        return Table("每天", ("日期", "阅读"), [(f"{day}", report.by_day.get(day, 0)) for day in days])
    return _left_out_table(report.sums, report.sums_before)


def _list_table(code: str, rows: Sequence[reports.Row]) -> Table:
    heading = reports.LISTS[code]
    return Table(
        heading,
        ("排名", heading, *DETAILS.get(code, ()), "阅读", "前一时段阅读", "增减（%）"),
        [
            (number, row.named.name, *row.named.details, row.reads, row.before, _rounded(row.change))
            for number, row in enumerate(rows, start=1)
        ],
    )


def _left_out_table(sums: dict[str, int], before: dict[str, int]) -> Table:
    rows = [(row["name"], row["why"], row["count"], row["before"]) for row in _left_out(sums, before)]
    return Table("没有计入的来访", ("类别", "为什么", "次数", "前一时段次数"), rows)


def _sent(request: HttpRequest, table: Table, period: Period, kind: str, *, where: str) -> HttpResponse:
    write = partial(export.to_xlsx, table.name) if kind == "xlsx" else export.to_csv
    parts = ("点击统计", table.name, where, f"{period.first:%Y%m%d}", f"{period.last:%Y%m%d}")
    name = f"{'-'.join(part for part in parts if part)}.{kind}"
    record(Origin.of(request), Kind.EXPORT, subject="点击统计", title=name)
    return HttpResponse(
        write(table.headings, table.rows),
        content_type=FILES[kind],
        headers={"Content-Disposition": content_disposition_header(True, name) or ""},  # noqa: FBT003
    )


def _chart(days: list[date], period: Period, by_day: dict[date, int]) -> charts.Chart:
    shown = period.days() if len(period) <= DRAWN_WHOLE else days
    before = [by_day.get(day - DAY * len(period), 0) for day in shown]
    return charts.chart(shown, [by_day.get(day, 0) for day in shown], before if any(before) else None)


def _days_of_article(period: Period, report: ArticleReport, published: date | None) -> list[date]:
    """Return the days to show: of a long period only those from the first figures or the publication to the last."""
    if len(period) <= DRAWN_WHOLE:
        return period.days()
    days = [*report.by_day, *([published] if published and period.first <= published <= period.last else [])]
    return Period(min(days), max(days)).days() if days else []


def _left_out(sums: dict[str, int], before: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"name": name, "why": why, "count": sums[code], "before": before[code]}
        for code, (name, why) in LEFT_OUT.items()
    ]


def _all(person: Person) -> str:
    """Return what the report is about if no section is chosen."""
    return "全站" if sections_of(person) is None else "您的全部栏目"


def _name(section: Section | None) -> str:
    return section_tree().full_name(section) if section else ""


def _rounded(percent: float | None) -> float | None:
    return None if percent is None else round(percent, 1)
