"""Related links in the article's form: each leads to an article that the person may know of, or to an address."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.timezone import now

from articles.models import Article, Person, RelatedLink, knows
from yanjiang.lib.choosing import ChoosingAdmin

MOST_ROWS = 100  # however many rows a request says that there are


class KnownArticleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among the articles that a person may know of."""

    def __init__(self, queryset: Any, *, person: Person, **kwargs: Any) -> None:
        super().__init__(queryset.known_to(person), **kwargs)
        self.person = person

    def label_from_instance(self, obj: Article) -> str:
        return obj.title if knows(self.person, obj, now()) else f"{obj.pk} 号文章（没有公开）"


class RelatedLinkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A link whose target somebody else chose keeps it, without its title where that is not to be known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target: Any = self.fields.get("target")
        if target and self.instance.target_id:
            target.queryset = target.queryset | Article.objects.filter(pk=self.instance.target_id)


class RelatedLinkInline(ChoosingAdmin, admin.TabularInline):  # type: ignore[type-arg]
    model = RelatedLink
    form = RelatedLinkForm
    fk_name = "article"
    fields = ("position", "target", "url", "title")
    autocomplete_fields = ("target",)
    ordering = ("position", "pk")
    extra = 1
    max_num = MOST_ROWS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "target":
            kwargs["form_class"] = partial(KnownArticleField, person=request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
