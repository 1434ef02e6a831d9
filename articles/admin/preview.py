"""The preview of a typed article: the reader's page, made from a form that is not saved."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Attachment, RelatedLink
from articles.pages.unsaved import Preview, UnsavedArticle, context_of, tags_named

NOTE = "预览：这一页还没有保存，读者看不到。"


def render_preview(request: HttpRequest, form: Any, formsets: list[BaseModelFormSet]) -> HttpResponse:  # type: ignore[type-arg]
    """Show the article as readers will see it, or the errors of its forms. This writes nothing."""
    related = [formset for formset in formsets if formset.model is RelatedLink]
    if errors := [*_errors(form), *(error for formset in related for row in formset for error in _errors(row))]:
        context = {**admin.site.each_context(request), "errors": errors}
        return render(request, "admin/articles/article/preview_errors.html", context, status=422)
    article = _article(request, form)
    unsaved = UnsavedArticle(
        article,
        tags=tags_named(form.cleaned_data.get("tags") or []),
        links=[link for formset in related for link in _typed_links(formset)],
        attachments=_kept_files(article, formsets) if article.pk else [],
    )
    context = context_of(unsaved, preview=Preview(NOTE, file_address), at=timezone.now())
    return render(request, "articles/detail.html", context)


def file_address(attachment: Attachment) -> str:
    """Return the address at which editors download an attachment."""
    return reverse("admin:articles_article_attachment", args=[attachment.article_id, str(attachment.file)])


def _article(request: HttpRequest, form: Any) -> Article:
    article: Article = form.save(commit=False)
    if not article.owner_id and isinstance(request.user, User):
        article.owner = request.user
    article.publish_at = article.publish_at or timezone.now()
    article.complete()
    return article


def _kept_files(article: Article, formsets: Any) -> list[Attachment]:
    """Return the attachments that stay. One that was chosen just now is not stored yet, so it is left out."""
    files = next(formset for formset in formsets if formset.model is Attachment)
    rows = files.rows() if files.is_valid() else article.version.shown["attachments"]  # type: ignore[attr-defined]
    known = article.version.files  # type: ignore[attr-defined]
    return [Attachment(article=article, **row) for row in rows if row["file"] in known]


def _typed_links(formset: Any) -> list[RelatedLink]:
    typed = [form for form in formset.forms if form.has_changed() or form.instance.pk]
    kept = [form for form in typed if not form.cleaned_data.get("DELETE")]
    return sorted((form.save(commit=False) for form in kept), key=lambda link: link.position)


def _errors(form: Any) -> list[tuple[str, str]]:
    """Return the errors of a form: the field's label, "" for the form as a whole, and the message."""
    labels = {name: str(field.label) for name, field in form.fields.items()}
    return [(labels.get(name, ""), message) for name, messages in form.errors.items() for message in messages]
