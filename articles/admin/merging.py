"""Merging sections into another section, tags into another tag: choose the target, see what moves, confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


class TargetForm(forms.Form):
    """The one that stays."""

    target: Any = forms.ModelChoiceField(queryset=None, label="合并到")

    def __init__(self, targets: QuerySet[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["target"]
        field.queryset = targets
        field.label_from_instance = lambda one: "　" * getattr(one, "depth", 0) + one.name


def merge_view(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Any], targets: QuerySet[Any], *, title: str, what: str
) -> HttpResponse | None:
    """An admin action: ask for the target, then call `merge_into()` of each chosen row, all or none of them.

    Where several are chosen, one of them may be the one that stays.
    """
    chosen = list(queryset.order_by("pk"))
    if len(chosen) == 1:
        targets = targets.exclude(pk=chosen[0].pk)
    form = TargetForm(targets, request.POST if "confirmed" in request.POST else None)
    if "confirmed" in request.POST and form.is_valid():
        target = form.cleaned_data["target"]
        going = [one for one in chosen if one.pk != target.pk]
        try:
            with transaction.atomic():
                for one in going:
                    one.merge_into(target)
        except ValidationError as error:
            form.add_error("target", error)
        else:
            names = "、".join(str(one) for one in going)
            messages.success(request, f"已把“{names}”合并到“{target}”。")
            return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "what": what,
        "media": model_admin.media,
        "opts": model_admin.model._meta,
        "form": form,
        "chosen": chosen,
        "checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/articles/merge.html", context)
