"""Make up visits to the sample content, so that 点击统计 has figures. The `demo` command tells that they are invented.

These visits are logged and rolled up like real ones, so that all figures agree.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from articles.hits.rollup import roll_up
from articles.models import Article, Hit
from yanjiang.lib.batches import batches
from yanjiang.lib.days import SHANGHAI

DAYS = 63  # before today
BUSIEST = 22  # visits of the most read article on a working day, more or less
WEEKEND = 0.6  # A Saturday or Sunday has this share of the visits of a working day.
# Weight of each hour: people read in the morning at work and in the evening at home.
HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 7, 9, 9, 7, 5, 6, 7, 8, 7, 5, 5, 7, 9, 9, 6, 3)
REFERRERS = {"": 30, "百度": 26, "微信": 18, "本站": 14, "必应": 5, "搜狗": 3, "360": 2, "头条": 2}
KINDS = {
    Hit.Kind.READER: 86,
    Hit.Kind.SEARCH: 7,
    Hit.Kind.AI: 3,
    Hit.Kind.MACHINE: 2,
    Hit.Kind.STAFF: 1,
    Hit.Kind.PREFETCH: 1,
}


def make_reads(*, now: datetime) -> int:
    """Make the visits of the last nine weeks and roll them up. Return their number.

    The random seed is fixed.
    """
    made = 0
    for hits in batches(_visits(now)):
        made += len(Hit.objects.bulk_create(hits))
    roll_up(now=now)
    return made


def _visits(now: datetime) -> Iterator[Hit]:
    random = Random(2014)  # noqa: S311
    articles = list(Article.objects.published(now).order_by("pk"))
    random.shuffle(articles)
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    for ago in range(DAYS, -1, -1):
        day = midnight - timedelta(days=ago)
        busy = (WEEKEND if day.weekday() >= 5 else 1) * random.uniform(0.85, 1.15)
        for number, article in enumerate(articles, start=1):
            for _ in range(round(BUSIEST * busy * random.uniform(0.5, 1.5) / number)):
                at = day + timedelta(hours=random.choices(range(24), HOURS)[0], seconds=random.randrange(3600))
                if article.publish_at and article.publish_at <= at <= now:
                    yield _visit(article, at, random)


def _visit(article: Article, at: datetime, random: Random) -> Hit:
    return Hit(
        event=uuid.UUID(int=random.getrandbits(128), version=4),
        article=article,
        section_id=article.section_id,
        at=at,
        kind=random.choices(list(KINDS), list(KINDS.values()))[0],
        visitor=random.randrange(400),
        referrer=random.choices(list(REFERRERS), list(REFERRERS.values()))[0],
    )
