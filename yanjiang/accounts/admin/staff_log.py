"""操作记录: the log of what staff did, to read, to search and to take along. It cannot be changed here."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yanjiang.accounts.staff import staff
from yanjiang.admin_pages.bounded_lists import BoundedPaginator
from yanjiang.admin_pages.logged import Kind
from yanjiang.admin_pages.wording import WordedAdmin
from yanjiang.lib.browsers import place
from yanjiang.lib.chinese import person_name
from yanjiang.lib.csv_files import csv_parts
from yanjiang.lib.numbers import row_number
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record

PEOPLE_OFFERED = 30
AT_ONCE = 1_000  # rows of the export in memory
HEADINGS = ("时间", "谁", "操作", "类别", "编号", "对象", "说明", "地址", "浏览器")


class PersonFilter(admin.SimpleListFilter):
    """The staff who logged in last. The search finds what others did."""

    title = "人"
    parameter_name = "user"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        latest = staff().exclude(last_login=None).order_by("-last_login", "pk")[:PEOPLE_OFFERED]
        return [
            (str(user.pk), person_name(last_name=user.last_name, first_name=user.first_name, username=user.username))
            for user in latest
        ]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        number = row_number(self.value())
        return queryset if number is None else queryset.filter(user=number)


class TimeFilter(admin.DateFieldListFilter):
    """Today, the last seven days. A time without a zone, typed into the address, is one of Shanghai."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        for name, values in self.used_parameters.items():
            if isinstance(values, list):
                self.used_parameters[name] = [_in_a_zone(value) for value in values]
        return super().queryset(request, queryset)


def _in_a_zone(value: Any) -> Any:
    """Return the moment that a text of an address means, anything else unchanged."""
    moment = parse_datetime(value) if isinstance(value, str) else None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment or value


class MonthFilter(admin.SimpleListFilter):
    """The months of the log. There are only so many, because it is kept only so long."""

    title = "月份"
    parameter_name = "month"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        first = Entry.objects.aggregate(first=Min("at"))["first"] or timezone.now()
        numbers = range(_months(timezone.localtime()), _months(timezone.localtime(first)) - 1, -1)
        return [
            (f"{number // 12}-{number % 12 + 1:02}", f"{number // 12} 年 {number % 12 + 1} 月") for number in numbers
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        try:
            first = datetime.strptime(self.value() or "", "%Y-%m").replace(tzinfo=timezone.get_current_timezone())
        except ValueError:
            return queryset
        return queryset.filter(at__gte=first, at__lt=(first + timedelta(days=31)).replace(day=1))


def _months(at: datetime) -> int:
    return at.year * 12 + at.month - 1


@admin.register(Entry)
class EntryAdmin(WordedAdmin):
    measure = "条"
    list_display = ("moment", "by", "what", "about", "more", "came_from")
    list_display_links = None
    list_filter = ("kind", PersonFilter, ("at", TimeFilter), MonthFilter)
    list_per_page = 50
    paginator = BoundedPaginator
    search_fields = ("who", "title")
    search_help_text = "按人、对象查找"
    ordering = ("-at", "-pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    class Media:
        css = {"all": ("css/admin_staff_log.css",)}

    # --- Who sees it --------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise Http404  # nobody changes a row

    # --- The list -----------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = {"title": self.opts.verbose_name_plural, "export": request.GET.urlencode()}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    @admin.display(description="时间", ordering="at")
    def moment(self, entry: Entry) -> str:
        return f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"

    # The other columns have no order of their own: to sort a million rows takes long.

    @admin.display(description="谁")
    def by(self, entry: Entry) -> str:
        return entry.who

    @admin.display(description="操作")
    def what(self, entry: Entry) -> str:
        return str(entry.get_kind_display())

    @admin.display(description="对象")
    def about(self, entry: Entry) -> str:
        return "：".join(part for part in (entry.subject, entry.title) if part)

    @admin.display(description="说明")
    def more(self, entry: Entry) -> str:
        return entry.details

    @admin.display(description="从哪里")
    def came_from(self, entry: Entry) -> str:
        return format_html("{}<br>{}", place(entry.address), entry.browser) if entry.address else entry.browser

    # --- The file -----------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(require_safe(self.export_view))
        return [path("export.csv", export, name="staff_log_entry_export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send what the list shows for the same address, without its bounds, as a CSV file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            chosen = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as error:
            raise BadRequest from error
        name = f"操作记录-{timezone.localtime():%Y%m%d-%H%M}.csv"
        record(Origin.of(request), Kind.EXPORT, subject=str(self.opts.verbose_name), title=name)
        return StreamingHttpResponse(
            csv_parts(HEADINGS, _lines(chosen)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": content_disposition_header(True, name) or ""},  # noqa: FBT003
        )


def _lines(chosen: QuerySet[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the file, the latest first. Each query reads on from the last line of the one before."""
    rest = chosen.order_by("-at", "-pk")
    while entries := list(rest[:AT_ONCE]):
        yield from map(_line, entries)
        last = entries[-1]
        # In this form the databases begin to read at the last line, and not at the first of all.
        rest = chosen.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk).order_by("-at", "-pk")


def _line(entry: Entry) -> tuple[str, ...]:
    moment = f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"
    told = (entry.get_kind_display(), entry.subject, entry.number, entry.title, entry.details)
    return (moment, entry.who, *told, entry.address, entry.browser)
