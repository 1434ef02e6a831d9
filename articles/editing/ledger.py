"""Write what was done about an article into its ledger, and lock the article while its state is decided."""

from django.contrib.auth.models import User

from articles.models import Article, ArticleEvent

Kind = ArticleEvent.Kind


class RefusedError(Exception):
    """Something that is not possible (any more). The message tells a person why."""


def locked(article_id: int) -> Article:
    """Lock an article until the end of the transaction, and return it without its body."""
    return Article.objects.select_for_update().defer("body").get(pk=article_id)


def enter(article: Article, kind: Kind, *, by: User | None, text: str = "") -> None:
    ArticleEvent.objects.create(article=article, kind=kind, by=by, text=text)
