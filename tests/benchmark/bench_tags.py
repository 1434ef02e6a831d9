"""Time of the operations that tags slow down, with 1,000 and with 100,000 tags. Not a test: it prints.

    VAR_DIR=/tmp/tagged uv run manage.py migrate
    VAR_DIR=/tmp/tagged uv run manage.py fill --articles 2000
    VAR_DIR=/tmp/tagged uv run python -m tests.benchmark.bench_tags

With `DATABASE_URL=postgres://…` on PostgreSQL. It adds tags to the database, each to one published article. No
operation may take 1.5 times as long with a hundred times as many tags.
"""

import os
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import django

RUNS = 15
FEW, MANY = 1_000, 100_000
BATCH = 2_000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")
    django.setup()
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    times = []
    for count in (FEW, MANY):
        grow(count)
        times.append({what: milliseconds(act) for what, act in acts().items()})
    for what, few in times[0].items():
        many = times[1][what]
        sys.stdout.write(f"{few:8.1f} ms  {many:8.1f} ms  {many / few:5.2f}  {what}\n")


def grow(count: int) -> None:
    """Add tags until there are so many, one after the other to each published article."""
    from django.db import connection

    from articles.models import Article, Tag, TaggedArticle, look_of

    articles = list(Article.objects.published().order_by("pk").values_list("pk", "publish_at"))
    for first in range(Tag.objects.count(), count, BATCH):
        names = [f"关键字库{number}" for number in range(first, min(first + BATCH, count))]
        made = [Tag(name=name, slug=name, look=look_of(name), was_published=1) for name in names]
        tags = Tag.objects.bulk_create(made)
        items = []
        for number, tag in enumerate(tags):
            pk, publish_at = articles[(first + number) % len(articles)]
            items.append(TaggedArticle(tag=tag, content_object_id=pk, publish_at=publish_at))
        TaggedArticle.objects.bulk_create(items)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def acts() -> dict[str, Callable[[int], Any]]:
    """Return the operations to time; each gets the number of its run."""
    from django.test import Client

    from articles.editing import tagging
    from articles.models import Article, Tag

    client = Client(headers={"host": "localhost"})
    article = Article.objects.published().order_by("-pk")[:1]
    start = Tag.objects.count()

    def tag(time: int) -> None:
        names = [f"新词{start}-{time}-{number}" for number in range(3)]
        tagging.add_tags(Article.objects.filter(pk=article[0].pk), names)

    return {
        "/tags/": lambda _time: client.get("/tags/"),
        "a search that finds nothing": lambda time: client.get(f"/search/?q=没有的词语{time}"),
        "three new tags of an article": tag,
    }


def milliseconds(act: Callable[[int], Any]) -> float:
    """Return the minimum of some warm runs: other processes disturbed the rest."""
    times = []
    for time in range(RUNS):
        start = perf_counter()
        act(time)
        times.append(perf_counter() - start)
    return min(times[1:]) * 1000


if __name__ == "__main__":
    main()
