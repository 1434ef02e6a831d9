"""Generated articles, for trying the portal out and for measuring it. The portal itself never makes any."""

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
from yanjiang.home import fill_words
from yanjiang.home.fill_furniture import Furniture, furnish
from yanjiang.lib.batches import batches
from yanjiang.lib.growth import Growth
from yanjiang.lib.html import Clean

BATCH = 500  # articles a transaction: other writers wait for a third of a second
SHANGHAI = ZoneInfo("Asia/Shanghai")
# Twelve years up to a day that has passed: what is written does not depend on when.
FIRST_DAY, DAYS = datetime(2014, 1, 1, tzinfo=SHANGHAI), 12 * 365
PINNED_UNTIL = datetime(2036, 1, 1, tzinfo=SHANGHAI)
MOST_HITS = 3_000_000

SOURCES = ("本站原创", "演讲网", "网络", "读者来稿", "演讲协会", "校园广播站", "")
AUTHORS = ("编辑部", "周言", "林一舟", "何满仓", "宋小雨", "陆青山", "江南岸", "佚名", "")
# One article in so many. 图片 and 跳转 are not among them: they promise a picture, an address.
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
class Draft:
    """A generated article, and what other tables will hold of it."""

    article: Article
    opening: int
    tags: list[Tag]
    further: list[Section]


def fill(*, articles: int, seed: int = 1) -> None:
    """Add that many articles, and what the site lacks to file them under.

    One seed makes the same articles on every database that has the same sections and consultants, and however many
    are asked for: the first ten of a thousand are those of ten. To fill twice without making everything twice, take
    two seeds. Ids, `created_at` and `updated_at` are those of the day.
    """
    drafts = itertools.islice(_drafts(furnish(), Random(seed)), articles)  # noqa: S311
    remaining = batches(drafts, size=BATCH)
    # The next ones are made up while the database works on the last.
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(next, remaining, None)
        growth = Growth(TaggedArticle)
        while batch := coming.result():
            coming = ahead.submit(next, remaining, None)
            _write(batch)
            growth.add_batch()
    bulk.build_pairs()


def analyze() -> None:
    """Let the database tidy up, and look at what it now holds: it plans its queries by that."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # A sample of each index: reading all of a large one would keep writers waiting.
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
            if not connection.in_atomic_block:
                # What was written in turns lies in pieces: reading it took fifty times as long.
                cursor.execute("VACUUM")
        else:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")


def _drafts(furniture: Furniture, random: Random) -> Iterator[Draft]:
    while True:
        # The words have no markup and the tags are ours, so cleaning would return the same; a test cleans a sample.
        body = Clean(fill_words.body(random, random.randint(1500, 5600)))
        section = _one(furniture.sections, random)
        times = _times(random)
        article = Article(
            owner=furniture.owner,
            responsible_editor=furniture.owner,
            section=section,
            title=fill_words.title(random),
            body=body,
            summary=made_summary(body),
            source=_one(SOURCES, random),
            author=_one(AUTHORS, random),
            consultant=_one(furniture.consultants, random) if random.random() < 0.6 else None,
            weight=random.randrange(100),
            **times,
            **{flag: random.random() * often < 1 for flag, often in FLAGS.items()},
        )
        tags = {_one(furniture.tags, random): None for _ in range(random.randint(1, 6))}
        further = {_one(furniture.sections, random): None} if random.random() < 0.1 else {}
        further.pop(section, None)
        yield Draft(article, _hits(article, random), list(tags), list(further))


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
    """Draw one, the first ones more often: sections and keywords are never used alike."""
    return things[int(len(things) * random.random() * random.random())]


def _write(drafts: list[Draft]) -> None:
    """Write what `Article.save()` writes of each, a statement for many; pairs follow in bulk."""
    with transaction.atomic():
        Article.objects.bulk_create([draft.article for draft in drafts])
        ArticleHits.objects.bulk_create(
            [ArticleHits(article=draft.article, opening=draft.opening, total=draft.opening) for draft in drafts]
        )
        TaggedArticle.objects.bulk_create(
            [TaggedArticle(tag=tag, content_object=draft.article) for draft in drafts for tag in draft.tags]
        )
        through = Article.further_sections.through
        through._default_manager.bulk_create(
            [through(article=draft.article, section=section) for draft in drafts for section in draft.further]
        )
        projections.write_lists(draft.article.pk for draft in drafts)
