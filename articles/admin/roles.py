"""The permissions of a request's user on articles, which forms, lists and actions share."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from articles.models import (
    Article,
    ArticleQuerySet,
    HandingOver,
    edited,
    edits,
    filed_under,
    handing_of,
    inside,
    within,
)


def publishes(request: HttpRequest, article: Article | None = None) -> bool:
    """Tell whether this person may publish the article, or articles at all."""
    return request.user.has_perm("articles.publish_article") and _is_inside(request, article)


def empties_trash(request: HttpRequest, article: Article | None = None) -> bool:
    """Tell whether this person may delete the article for good, or articles at all."""
    return request.user.has_perm("articles.empty_trash") and _is_inside(request, article)


def _is_inside(request: HttpRequest, article: Article | None) -> bool:
    return article is None or within(request.user, filed_under(article))


def sees_figures(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.view_articlehits")


def owns(request: HttpRequest, article: Article) -> bool:
    return article.owner_id == request.user.pk


def may_write(request: HttpRequest, article: Article) -> bool:
    """Tell whether this person may change the article.

    Editors may change those of their sections, authors their own until they hand it over or it is published.
    """
    if edits(request.user, article):
        return True
    return owns(request, article) and article.status != Article.Status.PUBLISHED and not _waits(article)


def may_hand_over(request: HttpRequest, article: Article) -> bool:
    """Tell whether this person may hand the article over: the owner, while it is a draft that does not wait yet."""
    may_change = request.user.has_perm("articles.change_article")
    return may_change and owns(request, article) and article.status == Article.Status.DRAFT and not _waits(article)


def may_return(request: HttpRequest, article: Article) -> bool:
    """Tell whether this person may return the article to its author now."""
    return publishes(request, article) and article.status == Article.Status.DRAFT and _waits(article)


def _waits(article: Article) -> bool:
    row = handing_of(article)
    return row is not None and row.is_waiting


def writable(request: HttpRequest, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Keep the articles that this person may change, by the same rule as `may_write`."""
    by_right = edited(request.user)
    if not by_right:
        return articles
    waits = HandingOver.objects.filter(article=OuterRef("pk"), state=HandingOver.State.WAITING)
    own = Q(~Q(status=Article.Status.PUBLISHED), ~Exists(waits), owner=request.user.pk)
    return articles.filter(by_right | own)


def publishable(request: HttpRequest, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Keep the articles that this person may change and publish."""
    return writable(request, articles).filter(inside(request.user)) if publishes(request) else articles.none()


def purgeable(request: HttpRequest, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Keep the articles that this person may change, and delete for good once they are in the trash."""
    return writable(request, articles).filter(inside(request.user)) if empties_trash(request) else articles.none()
