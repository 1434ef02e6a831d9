"""Helpers for searches: the titles on the page in order, and the titles that a scan of all articles finds."""

from urllib.parse import urlencode

from django.test import Client

from articles.fulltext.matching import fields_of, tier
from articles.fulltext.query import parse
from articles.models import Article
from tests.pages import ReadPage, read
from yanjiang.lib.html import to_text


def search(client: Client, q: str, **filters: str) -> ReadPage:
    return read(client, f"/search/?{urlencode({'q': q, **filters})}")


def found(client: Client, q: str, **filters: str) -> list[str]:
    """Return the titles on the first page, in their order."""
    page = search(client, q, **filters)
    assert page.status == 200
    return (
        [title for title, url in page.region("results").links.items() if url.startswith("/articles/")]
        if ('class="results"' in page.html)
        else []
    )


def scanned(q: str) -> list[str]:
    """Return the titles that the rules find among the published articles, in the order of results."""
    query = parse(q)
    rows = []
    for article in Article.objects.published():
        labels = [*(tag.name for tag in article.tags.all()), article.author, article.short_title]
        fields = fields_of(title=article.title, labels=labels, summary=article.summary, body=to_text(article.body))
        if (number := tier(fields, query)) and article.publish_at:
            rows.append((number, -article.publish_at.timestamp(), -article.pk, article.title))
    return [title for *_, title in sorted(rows)]
