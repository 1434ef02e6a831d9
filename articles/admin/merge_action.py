"""The action that merges sections or tags into another one: choose the target, see what moves, confirm."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from yanjiang.admin_pages.choosing import RowChoice
from yanjiang.admin_pages.logged import Kind
from yanjiang.staff_log.writing import Origin, record

MOST = 500  # rows that are merged at once, and named on the page


class SearchedTarget(RowChoice):
    """Finds the target by a part of its name, and offers the chosen rows even without JavaScript."""

    def __init__(self, chosen: Sequence[Model], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        groups = super().optgroups(name, value, attrs)
        offered = [one for one in self.chosen if str(one.pk) not in value]
        return groups + [
            (None, [self.create_option(name, one.pk, str(one), False, index)], index)  # noqa: FBT003 (Django's)
            for index, one in enumerate(offered, start=len(groups))
        ]


class TargetForm(forms.Form):
    """Asks for the target, which is the row that stays."""

    target: Any = forms.ModelChoiceField(queryset=None, label="合并到")

    def __init__(self, targets: QuerySet[Any], data: Any = None, *, widget: forms.Select | None = None) -> None:
        super().__init__(data)
        field: Any = self.fields["target"]
        if widget:
            field.widget = widget
        field.queryset = targets
        field.label_from_instance = lambda one: "　" * getattr(one, "depth", 0) + one.name


def merge_view(
    model_admin: Any,
    request: HttpRequest,
    queryset: QuerySet[Any],
    targets: QuerySet[Any],
    *,
    merge: Callable[[Any, Any], None],
    title: str,
    what: str,
    searched_by: Any = None,
) -> HttpResponse | None:
    """An admin action: ask for the target, then `merge` each chosen row into it, all or none of them.

    If several rows are chosen, the target may be one of them. For a model with many rows, `searched_by` is a relation
    to it: the target is then found by typing, as in forms with that relation.
    """
    chosen = list(queryset.order_by("pk")[: MOST + 1])
    if len(chosen) > MOST:
        messages.error(request, f"一次最多合并 {MOST} 个，请少选一些。")
        return None
    form = _form(model_admin, request, chosen, targets, searched_by)
    if form.is_bound and form.is_valid() and _merge_all(request, chosen, form, merge):
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "what": what,
        "media": model_admin.media + form.media,
        "opts": model_admin.model._meta,
        "form": form,
        "chosen": chosen,
        "checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/articles/merge.html", context)


def _form(
    model_admin: Any, request: HttpRequest, chosen: list[Any], targets: QuerySet[Any], searched_by: Any
) -> TargetForm:
    if len(chosen) == 1:
        targets = targets.exclude(pk=chosen[0].pk)
    offered = chosen if len(chosen) > 1 else []
    widget = SearchedTarget(offered, searched_by, model_admin.admin_site) if searched_by else None
    return TargetForm(targets, request.POST if "confirmed" in request.POST else None, widget=widget)


def _merge_all(request: HttpRequest, chosen: list[Any], form: TargetForm, merge: Callable[[Any, Any], None]) -> bool:
    """Merge the chosen rows into the target and say so, or add an error to the form; tell whether it was done."""
    target = form.cleaned_data["target"]
    going = [one for one in chosen if one.pk != target.pk]
    try:
        with transaction.atomic():
            for one in going:
                record(Origin.of(request), Kind.DELETE, one, f"合并到“{target}”")
                merge(one, target)
    except ValidationError as error:
        form.add_error("target", error)
        return False
    names = "、".join(str(one) for one in going)
    messages.success(request, f"已把“{names}”合并到“{target}”。")
    return True
