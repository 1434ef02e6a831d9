"""What the person behind a request may do with articles: the questions that forms, lists and actions share."""

from django.db.models import Q
from django.http import HttpRequest

from articles.models import Article, ArticleQuerySet


def publishes(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.publish_article")


def edits_all(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.edit_all_articles")


def empties_trash(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.empty_trash")


def sees_figures(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.view_articlehits")


def may_write(request: HttpRequest, article: Article) -> bool:
    """Tell whether this person may change the article: editors any, authors their own until it is published."""
    return edits_all(request) or (article.owner_id == request.user.pk and article.status != Article.Status.PUBLISHED)


def writable(request: HttpRequest, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Keep of many articles what `may_write` allows."""
    if edits_all(request):
        return articles
    return articles.filter(~Q(status=Article.Status.PUBLISHED), owner=request.user.pk)


def is_autocomplete(request: HttpRequest) -> bool:
    """Tell a search for a choice in some form from a visit to a model's own pages."""
    return request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
