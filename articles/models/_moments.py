"""The next moment at which time alone changes what visitors read."""

from datetime import datetime

from django.db.models import Min

from articles.models._article import Article
from articles.models._content import ContentChange
from articles.models._listing import Listing
from articles.models._visibility import PUBLISHED
from yanjiang.pagecache.freshness import PartState


def content_state(at: datetime) -> PartState:
    """Return the token of the content for the page cache, and when an article next appears, expires or is unpinned."""
    # Three queries use one index each: a single query would read all articles.
    moments = [
        Article.objects.filter(status=PUBLISHED, publish_at__gt=at).aggregate(next=Min("publish_at"))["next"],
        Article.objects.filter(expire_at__gt=at).aggregate(next=Min("expire_at"))["next"],
        Listing.objects.filter(pinned_until__gt=at).aggregate(next=Min("pinned_until"))["next"],
    ]
    return PartState(ContentChange.objects.token(), min((moment for moment in moments if moment), default=None))
