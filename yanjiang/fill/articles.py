"""Generate articles for trials and benchmarks. The portal itself never generates any."""

import itertools
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from articles import projections
from articles.models import Article, ArticleHits, Section, Tag, TaggedArticle, made_summary
from articles.projections import bulk
from yanjiang.fill import prose
from yanjiang.fill.setting import Setting, prepare
from yanjiang.lib.batches import batches
from yanjiang.lib.growth import Growth
from yanjiang.lib.html import Clean

BATCH = 500  # articles in one transaction, which blocks other writers for a third of a second
SHANGHAI = ZoneInfo("Asia/Shanghai")
# Twelve fixed years in the past, so that the articles do not depend on the present date.
FIRST_DAY, DAYS = datetime(2014, 1, 1, tzinfo=SHANGHAI), 12 * 365
PINNED_UNTIL = datetime(2036, 1, 1, tzinfo=SHANGHAI)
MOST_HITS = 3_000_000

SOURCES = ("本站原创", "演讲网", "网络", "读者来稿", "演讲协会", "校园广播站", "")
AUTHORS = ("编辑部", "周言", "林一舟", "何满仓", "宋小雨", "陆青山", "江南岸", "佚名", "")
# Flag -> one article in so many has it. 图片 and 跳转 are left out, because they need a picture and an address.
FLAGS = {
    "is_headline": 400,
    "is_slide": 400,
    "is_scrolling": 250,
    "is_special": 150,
    "is_bold": 60,
    "is_recommended": 40,
}

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Generated:
    """A generated article, and its data for other tables."""

    article: Article
    opening: int
    tags: list[Tag]
    further: list[Section]


def fill(*, articles: int, seed: int = 1) -> None:
    """Add that many articles, with the sections, tags and consultants that they need.

    The same seed makes the same articles on every database with the same sections and consultants. The first
    articles do not depend on the number: ten articles are the first ten of a thousand. To fill a database twice with
    different articles, use two seeds. Ids, `created_at` and `updated_at` do not depend on the seed.
    """
    generated = itertools.islice(_generate(prepare(), Random(seed)), articles)  # noqa: S311
    remaining = batches(generated, size=BATCH)
    # A thread generates the next batch while the database writes the last one.
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(next, remaining, None)
        growth = Growth(TaggedArticle)
        while batch := coming.result():
            coming = ahead.submit(next, remaining, None)
            _write(batch)
            growth.add_batch()
    bulk.build_pairs()


def analyze() -> None:
    """Vacuum the database and update its statistics, which the query planner uses."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Read only a sample of each index: reading a large one whole would block writers.
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
            if not connection.in_atomic_block:
                # Alternate writes to several tables scatter their pages: reading these took fifty times as long.
                cursor.execute("VACUUM")
        else:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")


def _generate(setting: Setting, random: Random) -> Iterator[Generated]:
    while True:
        # Cleaning would change nothing: the words contain no markup, and the tags are ours. A test cleans a sample.
        body = Clean(prose.body(random, random.randint(1500, 5600)))
        section = _one(setting.sections, random)
        times = _times(random)
        article = Article(
            owner=setting.owner,
            responsible_editor=setting.owner,
            section=section,
            title=prose.title(random),
            body=body,
            summary=made_summary(body),
            source=_one(SOURCES, random),
            author=_one(AUTHORS, random),
            consultant=_one(setting.consultants, random) if random.random() < 0.6 else None,
            weight=random.randrange(100),
            **times,
            **{flag: random.random() * often < 1 for flag, often in FLAGS.items()},
        )
        tags = {_one(setting.tags, random): None for _ in range(random.randint(1, 6))}
        further = {_one(setting.sections, random): None} if random.random() < 0.1 else {}
        further.pop(section, None)
        yield Generated(article, _hits(article, random), list(tags), list(further))


def _times(random: Random) -> dict[str, Any]:
    """Draw the status and the times: 95 % published, of which 2 % have expired and 1 in 1,000 is pinned."""
    at = FIRST_DAY + timedelta(days=random.randrange(DAYS), minutes=random.randrange(8 * 60, 22 * 60))
    fate = random.random()
    if fate > 0.95:
        return {"status": Article.Status.TRASH if fate > 0.99 else Article.Status.DRAFT}
    expires = at + timedelta(days=random.randint(10, 200)) if random.random() < 0.02 else None
    pinned = PINNED_UNTIL if random.random() < 0.001 else None
    return {"status": Article.Status.PUBLISHED, "publish_at": at, "expire_at": expires, "pinned_until": pinned}


def _hits(article: Article, random: Random) -> int:
    """Draw a number of reads by Zipf's law: most articles have a dozen, one has a million."""
    reads = int(12 / (1 - random.random()))
    return min(reads, MOST_HITS) if article.status == Article.Status.PUBLISHED else 0


def _one(things: Sequence[Thing], random: Random) -> Thing:
    """Draw one, the first ones more often: real sections and keywords are not used equally."""
    return things[int(len(things) * random.random() * random.random())]


def _write(generated: list[Generated]) -> None:
    """Write the rows that `Article.save()` would write, in bulk. `build_pairs` adds the pairs later."""
    with transaction.atomic():
        Article.objects.bulk_create([one.article for one in generated])
        ArticleHits.objects.bulk_create(
            [ArticleHits(article=one.article, opening=one.opening, total=one.opening) for one in generated]
        )
        TaggedArticle.objects.bulk_create(
            [TaggedArticle(tag=tag, content_object=one.article) for one in generated for tag in one.tags]
        )
        through = Article.further_sections.through
        through._default_manager.bulk_create(
            [through(article=one.article, section=section) for one in generated for section in one.further]
        )
        projections.write_lists(one.article.pk for one in generated)
