"""Helpers of the tests of hits: send views and read the counts."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.test import Client

from articles.hits.rollup import roll_up
from articles.models import COUNTS, Article, ArticleDay, Hit
from tests.builders import shanghai

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
NOON = shanghai("2026-03-10 12:00")


def send(client: Client, article: Article | int, event: str = "", *, referrer: str = "", **headers: Any) -> Any:
    """Report a view as the page's script does, by default from a new address."""
    pk = article if isinstance(article, int) else article.pk
    body = json.dumps({"event": event or str(uuid.uuid4()), "referrer": referrer})
    headers = {"HTTP_USER_AGENT": BROWSER, "REMOTE_ADDR": "203.0.113.1", **headers}
    return client.post(f"/hits/{pk}/", body, content_type="text/plain", **headers)


def log(article: Article, *, at: datetime = NOON, visitor: int = 1, kind: str = "reader", **fields: Any) -> Hit:
    """Append a row to the log, as a beacon did at that time."""
    return Hit.objects.create(
        **{
            "event": uuid.uuid4(),
            "article": article,
            "section_id": article.section_id,
            "at": at,
            "kind": kind,
            "visitor": visitor,
            "referrer": "",
            **fields,
        }
    )


def counted(article: Article, *, now: datetime = NOON) -> dict[str, int]:
    """Roll up, and return what all days of the article count; nothing that is 0."""
    roll_up(now=now)
    sums: dict[str, int] = dict.fromkeys(COUNTS, 0)
    for day in ArticleDay.objects.filter(article=article):
        for name in COUNTS:
            sums[name] += getattr(day, name)
    return {name: count for name, count in sums.items() if count}
