"""RSS 2.0 and Atom: Django's writers, with the full text beside the summary.

An item's `content` is HTML, or None if the feed offers only the summary.
"""

from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

CONTENT = "http://purl.org/rss/1.0/modules/content/"
# A feed must state when it changed. A feed without items has a fixed date; the present time would differ each time.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Rss(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        if item["content"] is not None:
            handler.addQuickElement("content:encoded", item["content"])


class Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        if item["content"] is not None:
            handler.addQuickElement("content", item["content"], {"type": "html"})
