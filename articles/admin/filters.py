"""The filters beside the list of articles.

Each queries at most a fixed number of rows for its choices. Sections need no query: the tree in memory has all of them.
"""

from typing import Any, TypeAlias

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.forms import LATEST
from articles.models import FLAGS, Article, HandingOver, TaggedArticle, in_time, section_choices, section_tree, waiting
from yanjiang.lib.numbers import row_number

AUTHORS_OFFERED = 30
Choices = list[tuple[str, str]]
Admin: TypeAlias = "ModelAdmin[Any]"


class SectionFilter(SimpleListFilter):
    """Keeps the articles of the chosen section and its subtree. A further section counts like the section itself."""

    title = "栏目"
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> Choices:
        return [(str(pk), name) for pk, name in section_choices(request.user)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        section = section_tree().get(row_number(self.value()))
        if not section:
            return queryset
        ids = section_tree().subtree_ids(section)
        further = Article.further_sections.through._default_manager.filter(
            article_id=OuterRef("pk"), section_id__in=ids
        )
        return queryset.filter(Q(section_id__in=ids) | Exists(further))


class StateFilter(SimpleListFilter):
    """The state of articles now. Without a choice, all but the trash are listed."""

    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> Choices:
        return [
            ("draft", "草稿"),
            ("handed_over", "待审"),
            ("returned", "已退回"),
            ("scheduled", "定时发布"),
            ("visible", "已发布"),
            ("changed", "有修改稿"),
            ("expired", "已下线"),
            ("trash", "回收站"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        # Published is written as "not draft, not trash". For status = 'published', SQLite would read all published rows
        # by the index of the status, and sort a million rows to show fifty.
        nearly_all = ~Q(status=Article.Status.DRAFT) & ~Q(status=Article.Status.TRASH)
        conditions = {
            "draft": Q(status=Article.Status.DRAFT),
            "handed_over": Q(status=Article.Status.DRAFT, handing_over__state=HandingOver.State.WAITING),
            "returned": Q(status=Article.Status.DRAFT, handing_over__state=HandingOver.State.RETURNED),
            "scheduled": waiting(now),
            "visible": nearly_all & in_time(now),
            "changed": ~Q(status=Article.Status.TRASH) & Q(pending_change__isnull=False),
            "expired": nearly_all & Q(expire_at__lte=now),
            "trash": Q(status=Article.Status.TRASH),
        }
        return queryset.filter(conditions.get(self.value() or "", ~Q(status=Article.Status.TRASH)))


class FlagFilter(SimpleListFilter):
    title = "标记"
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> Choices:
        return list(FLAGS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        flag = self.value()
        return queryset.filter(**{flag: True}) if flag in FLAGS else queryset


class GapFilter(SimpleListFilter):
    """Keeps the articles without a cover, without a written summary, or with a picture that has no description.

    An index serves each condition.
    """

    title = "缺少"
    parameter_name = "lacks"
    conditions = {
        "cover": Q(cover__isnull=True),
        "summary": Q(is_summary_made=True),
        "alt": Q(lacks_alt=True),
    }

    def lookups(self, request: HttpRequest, model_admin: Admin) -> Choices:
        return [("cover", "没有题图"), ("summary", "没有摘要"), ("alt", "没有图片说明")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(self.conditions.get(self.value() or "", Q()))


class TagFilter(SimpleListFilter):
    """Offers the tags that visible articles have lately used most.

    A tag that is not offered can be chosen by the address: `?tag=` and its id. The list of tags links to it.
    """

    title = "关键字"
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> Choices:
        return [(str(tag.pk), tag.name) for tag in TaggedArticle.objects.popular_tags()]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        number = row_number(self.value())
        return queryset if number is None else queryset.filter(tagged__tag_id=number)


class AuthorFilter(SimpleListFilter):
    """Offers the authors of the latest articles. The author of the newest article comes first."""

    title = "文章作者"
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> Choices:
        latest = model_admin.get_queryset(request).order_by("-pk").values_list("author", flat=True)[:LATEST]
        names = dict.fromkeys(name for name in latest if name)
        return [(name, name) for name in list(names)[:AUTHORS_OFFERED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(author=self.value()) if self.value() else queryset
