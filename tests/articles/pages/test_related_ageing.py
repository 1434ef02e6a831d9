"""The age of related articles counts in whole days until the last midnight; after a year its score is halved."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article, Headline, Tag
from articles.pages import related
from tests.builders import shanghai

MIDNIGHT = shanghai("2026-03-01 00:00")
hours = st.timedeltas(timedelta(0), timedelta(days=1, microseconds=-1))
# The examples are the same in every run, so that results do not change from day to day.
same_each_time = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@pytest.fixture(autouse=True, scope="module")
def _no_sections() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(related, "section_tree", dict)
        yield


def headline(pk: int, *, days: int, hours: timedelta) -> Headline:
    """Make an article that is so many whole days old when the day begins, and some hours."""
    return Headline(pk, 1, "", "", "", False, False, 0, "", MIDNIGHT - timedelta(days=days) - hours)  # noqa: FBT003


@same_each_time
@given(uses=st.integers(800, 999), days=st.integers(-1, 150), of_old=hours, of_new=hours, of_now=hours)
def test_an_older_article_with_a_tag_gives_way_on_one_day_at_whatever_hour(
    uses: int, days: int, of_old: timedelta, of_new: timedelta, of_now: timedelta
) -> None:
    tag = Tag(pk=1)
    tag.uses = uses
    newer = headline(1, days=days, hours=of_new)

    def comes_first(days: int) -> bool:
        older = headline(2, days=days, hours=of_old)
        found = {("tag", 1): [older], ("site", 0): [newer]}
        return related.ranked(found, Article(pk=3), [tag], (MIDNIGHT + of_now).astimezone(UTC))[0] is older

    # The tag has log2(2000 / uses) points, an article of `days` days 2 / (1 + days / 365), one of today 2.
    last = int(365 * (2 / (2 / (1 + max(days, 0) / 365) - log2(2000 / uses)) - 1))
    assert comes_first(last)
    assert not comes_first(last + 1)


@same_each_time
@given(st.lists(st.integers(-1, 5000), min_size=2, max_size=20), hours)
def test_equals_are_in_the_order_of_their_times(days: list[int], hour: timedelta) -> None:
    rows = [headline(pk, days=number, hours=pk * hour / 20) for pk, number in enumerate(days, 1)]
    found = related.ranked({("site", 0): rows}, Article(pk=99), [], MIDNIGHT + hour)
    assert found == sorted(rows, key=lambda row: (row.publish_at, row.pk), reverse=True)
