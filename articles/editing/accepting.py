"""End the handing over of drafts that are published, in whatever way."""

from collections.abc import Mapping

from django.contrib.auth.models import User

from articles.editing import notices
from articles.editing.contents import Content
from articles.models import Article, HandingOver


def end_published(before: Mapping[int, Content], after: Mapping[int, Content], *, by: User | None) -> None:
    """End the handing over of the articles that were published between two contents, and tell their authors.

    An article in the trash keeps its state, so that it comes back as it was.
    """
    ids = [pk for pk, content in after.items() if _is_published(content) and not _is_published(before[pk])]
    if not ids:
        return
    accepted = HandingOver.objects.filter(article__in=ids)
    articles = [row.article for row in accepted.select_related("article__owner").defer("article__body").order_by("pk")]
    if articles:
        HandingOver.objects.filter(pk__in=[article.pk for article in articles]).delete()
        notices.published(articles, by=by)


def _is_published(content: Content) -> bool:
    return bool(content["status"] == Article.Status.PUBLISHED)
