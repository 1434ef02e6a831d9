"""A preview of what is typed: the reader's own page, made from a form that is not saved."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Article, RelatedLink, Tag
from articles.views import detail_context
from yanjiang.lib.html import PAGE_BREAK


def render_preview(request: HttpRequest, form: Any, formsets: list[BaseModelFormSet]) -> HttpResponse:  # type: ignore[type-arg]
    """Show the article as its readers will see it, or what is still wrong with it. Nothing is written."""
    related = [formset for formset in formsets if formset.model is RelatedLink]
    if errors := [*_errors(form), *(error for formset in related for row in formset for error in _errors(row))]:
        context = {**admin.site.each_context(request), "errors": errors}
        return render(request, "admin/articles/article/preview_errors.html", context, status=422)
    article = _article(request, form)
    context = detail_context(
        article,
        tags=[_tag(name) for name in form.cleaned_data.get("tags") or []],
        links=[link for formset in related for link in _typed_links(formset)],
        attachments=article.attachments.order_by("position", "pk") if article.pk else [],
        page=None,
        at=timezone.now(),
    )
    return render(request, "articles/detail.html", {**context, "preview": True})


def _article(request: HttpRequest, form: Any) -> Article:
    article: Article = form.save(commit=False)
    if not article.owner_id and isinstance(request.user, User):
        article.owner = request.user
    article.publish_at = article.publish_at or timezone.now()
    article.complete()
    # One page: the links of a preview lead nowhere.
    article.body = article.body.replace(PAGE_BREAK, "<hr>")
    return article


def _tag(name: str) -> Tag:
    tag = Tag(name=name)
    tag.slug = tag.slugify(name)
    return Tag.objects.with_uses().filter(name__iexact=name).order_by("pk").first() or tag


def _typed_links(formset: Any) -> list[RelatedLink]:
    typed = [form for form in formset.forms if form.has_changed() or form.instance.pk]
    kept = [form for form in typed if not form.cleaned_data.get("DELETE")]
    return sorted((form.save(commit=False) for form in kept), key=lambda link: link.position)


def _errors(form: Any) -> list[tuple[str, str]]:
    """Return what is wrong with a form: the field's name, "" for the form as a whole, and the message."""
    labels = {name: str(field.label) for name, field in form.fields.items()}
    return [(labels.get(name, ""), message) for name, messages in form.errors.items() for message in messages]
