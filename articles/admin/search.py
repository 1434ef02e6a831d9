"""The admin of the search log, and of the synonyms and best bets by which staff answer it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from articles.fulltext.query import normal_query, parse
from articles.models import BestBet, SearchedQuery, Synonym
from articles.search import rules
from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.admin_pages.wording import WordedAdmin


class NothingFoundFilter(admin.SimpleListFilter):
    title = "结果"
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "没有结果"), ("yes", "有结果")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        conditions: dict[str | None, dict[str, int]] = {"no": {"results": 0}, "yes": {"results__gt": 0}}
        return queryset.filter(**conditions.get(self.value(), {}))


@admin.register(SearchedQuery)
class SearchedQueryAdmin(WordedAdmin):
    measure = "条"
    list_display = ("query", "day", "count", "results", "answers")
    list_display_links = None
    list_filter = (NothingFoundFilter, "day")
    search_fields = ("query",)
    # The order has queries without results first, and the most searched before the rest.
    ordering = ("results", "-count", "-day", "pk")
    show_full_result_count = False
    actions = None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        # The log has normalised queries: 演講 is stored as 演讲.
        return super().get_search_results(request, queryset, normal_query(search_term))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchedQuery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SearchedQuery | None = None) -> bool:
        return False

    @admin.display(description="处理")
    def answers(self, searched: SearchedQuery) -> str:
        word, query = urlencode({"word": searched.query}), urlencode({"query": searched.query})
        return format_html(
            '{}<a href="{}?{}">设为同义词</a>　<a href="{}?{}">链接到页面</a>　<a href="{}?{}">查看结果</a>',
            _answered(searched.query),
            reverse("admin:articles_synonym_add"),
            word,
            reverse("admin:articles_bestbet_add"),
            query,
            reverse("articles:search"),
            urlencode({"q": searched.query}),
        )


def _answered(query: str) -> str:
    """Return a note about the synonyms and best bets that a query has already."""
    synonyms = sorted(rules.synonyms().get(" ".join(parse(query).words), ()))
    titles = [bet.title for bet in rules.best_bets(query)]
    told = [f"{name}：{'、'.join(them)}" for name, them in (("同义词", synonyms), ("推荐", titles)) if them]
    return format_html('<span class="answered">已有{}</span><br>', "；".join(told)) if told else ""


@admin.register(Synonym)
class SynonymAdmin(GuardedAdmin):
    measure = "对"
    list_display = ("word", "synonym", "both_ways")
    search_fields = ("word", "synonym")
    ordering = ("word", "pk")


@admin.register(BestBet)
class BestBetAdmin(GuardedAdmin):
    measure = "条"
    list_display = ("query", "title", "url")
    search_fields = ("query", "title")
    ordering = ("query", "pk")
