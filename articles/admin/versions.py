"""Saves of articles as versions: onto the live rows, or as a pending change beside the live page."""

from copy import copy
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from articles.admin.version_forms import Version, opened_with
from articles.editing import contents, revisions
from articles.models import Article, PendingChange, Revision, has_come_out, within
from yanjiang.admin_pages.editing import GuardedAdmin

CHOICES = ("section", "cover", "owner", "responsible_editor", "consultant")


class VersionedAdmin(GuardedAdmin):
    """Opens the version that an editor works on, and records each save that changes something."""

    def changeform_view(
        self, request: Any, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        request.opens_version = object_id is not None
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles: QuerySet[Article] = super().get_queryset(request)
        is_sent_form = request.method == "POST" and getattr(request, "opens_version", False)
        # The form checks each choice. Those that stay as they are then need no query of their own.
        return articles.select_related(*CHOICES) if is_sent_form else articles

    def get_object(self, request: Any, object_id: str, from_field: str | None = None) -> Article | None:
        article: Article | None = super().get_object(request, object_id, from_field)
        if article and getattr(request, "opens_version", False):
            self.open_version(request, article)
        return article

    def open_version(self, request: HttpRequest, article: Any) -> None:
        """Give the instance the content that its form shows, without saving it. `stored` stays as the row is."""
        # Most articles have none, so its versions are read when they are asked for.
        change = PendingChange.objects.filter(article=article.pk).first()
        live = contents.of_articles([article])[article.pk]
        head = contents.of_revision(change.revision) if change else live
        sent = opened_with(request.POST)
        opened: Revision | None = None
        base: contents.Content | None = head
        if sent and sent != contents.digest(head):
            opened = revisions.with_digest(article.pk, sent)
            base = contents.of_revision(opened) if opened else None
        article.stored = copy(article)
        article.version = Version(article.pk, change, has_come_out(article, now()), live, head, base, opened)
        contents.lay_on(article, article.version.shown)
        # The form reads these from here. It shows those of the content.
        article._prefetched_objects_cache = {"further_sections": [], "tags": []}

    def _create_formsets(self, request: HttpRequest, obj: Any, change: Any) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        obj.formsets = formsets  # the form merges them with what others saved
        return formsets, inlines

    def save_version(self, request: HttpRequest, form: Any, formsets: Any) -> None:
        """Save the content of a valid form that changes an article."""
        article, version = form.instance, form.version
        content = {**form.content, **contents.of_row(article)}  # `save_model` has set the status and people
        for formset in formsets:
            formset.store()
        request.taken = form.taken  # type: ignore[attr-defined]
        reason = form.cleaned_data.get("reason", "")
        kind = revisions.Kind.MERGED if version.base != version.head else revisions.Kind.SAVED
        form.saved = self.save_content(request, article, content, kind=kind, reason=reason) or content

    def save_content(
        self, request: HttpRequest, article: Any, content: contents.Content, *, kind: Any, reason: str = ""
    ) -> contents.Content | None:
        """Save a content of an opened version: as a pending change if readers have had the article.

        It goes live instead if the request says so, or withdraws the article. Returns the content as it is saved, None
        if it changes nothing. Raises PermissionDenied if it would be published under a section of others.
        """
        by, version = cast(User, request.user), article.version
        if version.came_out and content["status"] == Article.Status.PUBLISHED and "_publish" not in request.POST:
            request.beside = True  # type: ignore[attr-defined]
            revision = revisions.save_change(article, content, by=by, kind=kind, reason=reason, merged=version.opened)
            return content if revision else None
        if content["status"] == Article.Status.PUBLISHED and not within(by, content["section"]):
            raise PermissionDenied
        if version.came_out and content["status"] == Article.Status.DRAFT:
            planned = version.change is not None and version.change.go_live_at is not None
            request.withdrawn = True  # type: ignore[attr-defined]
            request.unplanned = planned  # type: ignore[attr-defined]
        if version.change:
            revisions.discard_change(article.pk)
        return revisions.put_live(
            article.stored, content, by=by, kind=kind, reason=reason, live=version.live, merged=version.opened
        )
