"""Related links in the article's form: each leads to an article that the person may know of, or to an address."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.timezone import now

from articles.models import Article, Person, RelatedLink, title_for
from yanjiang.lib.choosing import ChoosingAdmin

MOST_ROWS = 100  # however many rows a request says that there are


class KnownArticleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among the articles that a person may know of."""

    def __init__(self, queryset: Any, *, person: Person, **kwargs: Any) -> None:
        super().__init__(queryset.known_to(person), **kwargs)
        self.person = person

    def label_from_instance(self, obj: Article) -> str:
        return title_for(self.person, obj, now())


def keep_chosen(form: Any, name: str) -> None:
    """Let a form keep the article that somebody else chose, without its title where that is not to be known."""
    field, chosen = form.fields.get(name), getattr(form.instance, f"{name}_id")
    if field and chosen:
        field.queryset = field.queryset | Article.objects.filter(pk=chosen)


class RelatedLinkForm(forms.ModelForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_chosen(self, "target")


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
