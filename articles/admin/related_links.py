"""Related links in the article's form. Each leads to an article that the person may know of, or to an address."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.timezone import now

from articles.admin.content_rows import ContentRowForm, ContentRows
from articles.models import Article, Person, RelatedLink, title_for
from yanjiang.admin_pages.choosing import ChoosingAdmin

MOST_ROWS = 100  # whatever number of rows a request claims


class KnownArticleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among the articles that a person may know of."""

    def __init__(self, queryset: Any, *, person: Person, **kwargs: Any) -> None:
        super().__init__(queryset.known_to(person), **kwargs)
        self.person = person

    def label_from_instance(self, obj: Article) -> str:
        return title_for(self.person, obj, now())


def keep_chosen(form: Any, name: str) -> None:
    """Let a form keep an article that another person chose, even if this person may not know of it."""
    field, chosen = form.fields.get(name), getattr(form.instance, f"{name}_id")
    if field and chosen:
        field.queryset = field.queryset | Article.objects.filter(pk=chosen)


class RelatedLinkForm(ContentRowForm):
    def keep(self, version: Any) -> None:
        """Allow the articles that another person chose, even if this person may not know of them."""
        targets: Any = self.fields["target"]
        targets.queryset = targets.queryset | Article.objects.filter(pk__in=version.targets)


class RelatedLinkInline(ChoosingAdmin, admin.TabularInline):  # type: ignore[type-arg]
    model = RelatedLink
    form = RelatedLinkForm
    formset = ContentRows
    template = "admin/articles/article/rows.html"
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
