"""Does all work that has become due. A timer runs it once a minute, by `manage.py roll_up_hits`.

It may run at any time, again, or in two processes at once.
"""

from dataclasses import dataclass
from datetime import datetime

from articles.editing import presence, retention, sharing, working_copies
from articles.editing.scheduling import put_due_live
from articles.fulltext import index
from articles.hits.rollup import roll_up
from yanjiang.sent import held_files, removals
from yanjiang.staff_log import keeping as staff_log


@dataclass(frozen=True)
class Done:
    """The number of hits that were rolled up, and the number of pending changes that went live."""

    rolled_up: int
    put_live: int


def do_due_work(now: datetime) -> Done:
    """Roll up the hits, put pending changes live whose time has come, and tidy up."""
    done = Done(rolled_up=roll_up(now=now).rows, put_live=put_due_live(now))
    _tidy(now)
    return done


def _tidy(now: datetime) -> None:
    """Merge the search index's pending list, and delete rows and files that were kept long enough."""
    index.tidy()
    retention.tidy(now)
    working_copies.tidy(now)
    held_files.tidy(now)
    removals.tidy(now)
    presence.tidy(now)
    sharing.tidy(now)
    staff_log.tidy(now)
