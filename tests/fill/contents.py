"""A digest of everything that `fill` writes: `python -m tests.fill.contents` prints that of the settings' database."""

import hashlib
import os

import django


def digest() -> str:
    """Digest all articles in the order they were made, with their lists, without ids and times of saving."""
    from articles.models import Article

    rows = hashlib.sha256()
    articles = Article.objects.select_related("section", "consultant", "hits", "owner").order_by("pk")
    related = ("tagged__tag", "further_sections", "listings__section")
    for article in articles.prefetch_related(*related).iterator(chunk_size=200):
        own = {
            field.name: getattr(article, field.attname)
            for field in Article._meta.concrete_fields
            if not field.is_relation and field.name not in ("id", "created_at", "updated_at")
        }
        around = (
            article.owner.username,
            article.section.path,
            article.consultant and article.consultant.name,
            (article.hits.opening, article.hits.total),
            sorted((row.tag.name, _time(row.publish_at), _time(row.expire_at)) for row in article.tagged.all()),
            sorted(section.path for section in article.further_sections.all()),
            sorted(
                (row.section.path, _time(row.publish_at), _time(row.expire_at), _time(row.pinned_until))
                for row in article.listings.all()
            ),
        )
        own |= {name: _time(own[name]) for name in ("publish_at", "expire_at", "pinned_until")}
        rows.update(repr((sorted(own.items()), around)).encode())
    return rows.hexdigest()


def _time(value: object) -> str:
    from datetime import datetime

    return f"{value.timestamp():.6f}" if isinstance(value, datetime) else ""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")
    django.setup()
    print(digest())  # noqa: T201
