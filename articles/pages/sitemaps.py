"""The entries of the sitemaps: articles, sections and tags, each with the time of its last change.

Articles and tags are split into blocks of 10,000 ids. A file is one range of the primary key and never has more
addresses than a sitemap may have. An article stays in its file for good. No query reads all articles.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from articles.models import IN_TIME, SITEMAP_BLOCK, Article, Listing, Section, Tag, TaggedArticle, moments, section_tree
from yanjiang.lib.sitemaps import Entry

BLOCKS_AT_MOST = 50_000  # files that a sitemap index may name

# The query seeks from block to block, and in each to the article that changed last: two index seeks a block.
_BLOCKS = """
WITH RECURSIVE blocks(number) AS (
    SELECT (SELECT id / {size} FROM articles_article WHERE status = 'published' ORDER BY status, id / {size} LIMIT 1)
    UNION ALL
    SELECT (SELECT id / {size} FROM articles_article WHERE status = 'published' AND id / {size} > blocks.number
            ORDER BY status, id / {size} LIMIT 1)
    FROM blocks WHERE blocks.number IS NOT NULL
)
SELECT blocks.number, (
    SELECT id FROM articles_article
    WHERE status = 'published' AND id / {size} = blocks.number AND {changed} <= %s AND NOT is_jump
      AND {in_time}
    ORDER BY {changed} DESC LIMIT 1)
FROM blocks WHERE blocks.number IS NOT NULL
"""


def article_blocks(at: datetime) -> dict[int, datetime | None]:
    """Return the blocks that have a visible article, each with the time of its last change."""
    # The same expression as in the index article_sitemap.
    changed = "MAX(publish_at, updated_at)" if connection.vendor == "sqlite" else "GREATEST(publish_at, updated_at)"
    times = moments(at)
    with connection.cursor() as cursor:
        cursor.execute(_BLOCKS.format(size=SITEMAP_BLOCK, changed=changed, in_time=IN_TIME), [times[0], *times])
        last = {number: pk for number, pk in cursor.fetchall() if pk}
    articles = Article.objects.only("publish_at", "updated_at").in_bulk(last.values())
    return {number: articles[pk].changed_at for number, pk in last.items() if pk in articles}


def articles_in_block(number: int, at: datetime) -> Iterator[Entry]:
    return _pages_of(Article.objects.published(at).filter(_in_block(number), is_jump=False).order_by("pk"))


def newest_articles(at: datetime, *, count: int) -> Iterator[Entry]:
    return _pages_of(Article.objects.published(at).filter(is_jump=False).newest_first()[:count])


def _pages_of(articles: QuerySet[Article]) -> Iterator[Entry]:
    # Rows become no instances, and their URLs are not reversed: these two take longer than all the rest.
    before, after = reverse("articles:detail", args=[0]).split("0")
    for pk, *dates in articles.values_list("pk", "publish_at", "updated_at"):
        yield f"{before}{pk}{after}", max(at for at in dates if at)


def tag_blocks(at: datetime) -> list[int]:
    """Return the blocks that have a tag of a visible article.

    They come without a time: to find the last change, a query would have to read all uses of tags.
    """
    last = Tag.objects.aggregate(last=Max("pk"))["last"] or 0
    numbers = range(last // SITEMAP_BLOCK + 1)
    return [number for number in numbers if Tag.objects.filter(_in_block(number)).in_use(at).exists()]


def tags_in_block(number: int, at: datetime) -> Iterator[Entry]:
    """Yield the tags of visible articles. A tag's page changes when a newer article appears on it."""
    newest = TaggedArticle.objects.filter(tag=OuterRef("pk")).visible(at).newest_first().values("publish_at")[:1]
    tags: QuerySet[Tag] = Tag.objects.filter(_in_block(number)).annotate(changed=Subquery(newest))
    for tag in tags.exclude(changed=None).order_by("pk"):
        yield tag.get_absolute_url(), tag.changed


def sections(at: datetime) -> Iterable[Entry]:
    newest = Listing.objects.filter(section=OuterRef("pk")).visible(at).newest_first().values("publish_at")[:1]
    rows = Section.objects.without_tree_fields().annotate(changed=Subquery(newest)).order_by()
    changed = dict(rows.values_list("pk", "changed"))
    listed = (section for section in section_tree().walk() if section.kind != Section.Kind.LINK)
    return [(section.get_absolute_url(), changed.get(section.pk)) for section in listed]


def _in_block(number: int) -> Q:
    return Q(pk__gte=number * SITEMAP_BLOCK, pk__lt=(number + 1) * SITEMAP_BLOCK)
