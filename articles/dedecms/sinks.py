"""Friend links, single pages and hotlines belong to apps above, which register the functions that make them."""

from typing import Protocol

from articles.dedecms.convert import HotlineOffer
from articles.dedecms.notes import Note
from articles.dedecms.records import FriendLinkRecord, PageRecord


class Sinks(Protocol):
    """Functions that make one row each.

    Each returns the id of the new row, 0 in a dry run, which writes nothing, or None if it refuses the row. It adds to
    the notes when it cuts a value.
    """

    def friend_link(self, record: FriendLinkRecord, notes: list[Note], *, dry: bool) -> int | None: ...

    def page(self, record: PageRecord, html: str, notes: list[Note], *, old_path: str, dry: bool) -> int | None: ...

    def hotline(self, offer: HotlineOffer, *, dry: bool) -> int | None: ...


class _Registered:
    sinks: Sinks | None = None


def register(sinks: Sinks) -> None:
    """Let imports make these rows. An app calls it when it is ready."""
    _Registered.sinks = sinks


def registered() -> Sinks | None:
    """Return the functions of the app above, None if no app has a place for these rows."""
    return _Registered.sinks
