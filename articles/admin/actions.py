"""What editors do to many articles at once. Each says first what it will change, and does it when confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.admin.forms import clean_tag_names
from articles.admin.roles import empties_trash, publishes, writable
from articles.models import FLAGS, Article, ArticleQuerySet, Section, tags_from_string
from yanjiang.lib.batches import batches

NAMED = 50  # titles on the page that asks for confirmation


class SectionForm(forms.Form):
    section: Any = forms.ModelChoiceField(Section.objects.none(), label="移动到栏目")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["section"]
        field.queryset = Section.objects.without_tree_fields().order_by("path")
        field.label_from_instance = lambda section: "　" * section.depth + section.name


class FlagsForm(forms.Form):
    flags = forms.MultipleChoiceField(
        label="标记",
        # 跳转 is set in the form alone: it needs an address.
        choices=[(name, label) for name, label in FLAGS.items() if name != "is_jump"],
        widget=forms.CheckboxSelectMultiple,
    )


class TagsForm(forms.Form):
    tags = forms.CharField(label="关键字", max_length=200, help_text="用逗号、顿号或分号隔开。")

    def clean_tags(self) -> list[str]:
        names = clean_tag_names(tags_from_string(self.cleaned_data["tags"]))
        if not names:
            raise forms.ValidationError("请填写关键字。")
        return names


def _add_tags(articles: ArticleQuerySet, cleaned: dict[str, Any]) -> int:
    for article in articles.only("pk"):
        article.tags.add(*cleaned["tags"])
    return articles.count()


def _flagging(*, on: bool) -> Callable[[ArticleQuerySet, dict[str, Any]], int]:
    return lambda articles, cleaned: articles.set_flags(cleaned["flags"], on=on)


def _anybody(request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True)
class BulkAction:
    """One entry of the list's action menu."""

    do_not_call_in_templates: ClassVar[bool] = True

    name: str
    label: str
    done: str
    run: Callable[[ArticleQuerySet, dict[str, Any]], int]
    allowed: Callable[[HttpRequest], bool] = publishes
    form: type[forms.Form] = forms.Form
    status: Article.Status | None = None  # the only one it applies to

    def __call__(self, model_admin: admin.ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse | None:  # type: ignore[type-arg]
        # By number: what the list joins and sorts by has no place in a write.
        articles = writable(request, Article.objects.filter(pk__in=queryset.order_by().values("pk")))
        if self.status:
            articles = articles.filter(status=self.status)
        if not articles.exists():
            messages.warning(request, "所选文章中没有可以这样操作的。")
            return None
        form = self.form(request.POST if "confirmed" in request.POST else None)
        if "confirmed" in request.POST and form.is_valid():
            messages.success(request, self.done.format(count=self._run(request, articles, form.cleaned_data)))
            return None
        return TemplateResponse(
            request, "admin/articles/article/confirm.html", self._page(model_admin, request, articles, form)
        )

    def _run(self, request: HttpRequest, articles: ArticleQuerySet, cleaned: dict[str, Any]) -> int:
        with transaction.atomic():
            # The numbers first: after the first batch a condition on what it changed would find other articles.
            numbers = list(articles.values_list("pk", flat=True))
            changed = 0
            for ids in batches(numbers):
                chosen = Article.objects.filter(pk__in=ids)
                # Told in each article's history, and to whoever has its form open.
                LogEntry.objects.log_actions(
                    request.user.pk or 0, chosen.only("title").order_by("pk"), CHANGE, self.label
                )
                changed += self.run(chosen, cleaned)
            return changed

    def _page(
        self, model_admin: Any, request: HttpRequest, articles: ArticleQuerySet, form: forms.Form
    ) -> dict[str, Any]:
        count = articles.count()
        return {
            **model_admin.admin_site.each_context(request),
            "title": self.label.rstrip("…"),
            "opts": Article._meta,
            "action": self,
            "form": form,
            "titles": list(articles.order_by("-pk").values_list("title", flat=True)[:NAMED]),
            "count": count,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }


BULK_ACTIONS = (
    BulkAction(
        "publish",
        "发布",
        "已发布 {count} 篇文章。",
        lambda articles, cleaned: articles.publish(timezone.now()),
    ),
    BulkAction(
        "withdraw",
        "撤回为草稿",
        "已撤回 {count} 篇文章。",
        lambda articles, cleaned: articles.withdraw(),
        status=Article.Status.PUBLISHED,
    ),
    BulkAction(
        "move",
        "移动到栏目…",
        "已移动 {count} 篇文章。",
        lambda articles, cleaned: articles.move_to(cleaned["section"]),
        form=SectionForm,
    ),
    BulkAction("set_flags", "设置标记…", "已为 {count} 篇文章设置标记。", _flagging(on=True), form=FlagsForm),
    BulkAction("clear_flags", "取消标记…", "已为 {count} 篇文章取消标记。", _flagging(on=False), form=FlagsForm),
    BulkAction("add_tags", "添加关键字…", "已为 {count} 篇文章添加关键字。", _add_tags, form=TagsForm),
    BulkAction(
        "trash",
        "移到回收站",
        "已把 {count} 篇文章移到回收站。",
        lambda articles, cleaned: articles.trash(),
        allowed=_anybody,
    ),
    BulkAction(
        "restore",
        "从回收站恢复为草稿",
        "已恢复 {count} 篇文章。",
        lambda articles, cleaned: articles.withdraw(),
        allowed=_anybody,
        status=Article.Status.TRASH,
    ),
    BulkAction(
        "purge",
        "彻底删除",
        "已彻底删除 {count} 篇文章。",
        lambda articles, cleaned: articles.purge(),
        allowed=empties_trash,
        status=Article.Status.TRASH,
    ),
)
