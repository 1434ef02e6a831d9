"""Time and queries of every kind of page on a filled database, warm. Not a test: it prints.

    VAR_DIR=/tmp/filled uv run manage.py migrate
    VAR_DIR=/tmp/filled uv run manage.py fill --articles 20000
    VAR_DIR=/tmp/filled uv run python -m tests.benchmark.bench_pages

With `DATABASE_URL=postgres://…` on PostgreSQL.
"""

import os
import sys
from time import perf_counter

import django

RUNS = 7


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")
    django.setup()

    from django.conf import settings
    from django.db import connection
    from django.db.models import Count
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from articles.models import Article, Section, Tag

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    sections = Section.objects.without_tree_fields().annotate(filed=Count("listings")).order_by("-filed")
    largest, smallest = sections[0], sections.filter(filed__gt=0).reverse()[0]
    tag = Tag.objects.annotate(used=Count("items")).order_by("-used")[0]
    article = Article.objects.published().newest_first()[100]
    client = Client(headers={"host": "localhost"})
    for url in (
        "/",
        f"/articles/{article.pk}/",
        f"/{largest.path}/",
        f"/{largest.path}/?page=100",
        f"/{largest.path}/?page=999999",
        f"/{smallest.path}/",
        f"/tags/{tag.slug}/",
        "/tags/",
        "/search/?q=的",
        "/consultants/1/",
        "/sitemap/",
        "/sitemap.xml",
        "/sitemap-articles-0.xml",
        "/feed/",
        f"/{largest.path}/atom/",
        f"/tags/{tag.slug}/feed/",
        "/nothing/",
    ):
        client.get(url)
        times = []
        for _ in range(RUNS):
            start = perf_counter()
            client.get(url)
            times.append(perf_counter() - start)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        sys.stdout.write(f"{sorted(times)[RUNS // 2] * 1000:8.1f} ms {len(asked):3} queries  {url}\n")


if __name__ == "__main__":
    main()
