"""The times at which growing tables are vacuumed and analyzed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Listing, Tag
from yanjiang.lib.growth import Growth


@pytest.mark.django_db
def test_postgresql_looks_again_at_a_quarter_more() -> None:
    growth, looked = Growth(Tag, Listing), []
    for number in range(1, 20):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            growth.add_batch()
        if asked.captured_queries:
            looked.append(number)
            assert asked.captured_queries[0]["sql"] == "ANALYZE articles_tag, articles_listing"
    # SQLite is analyzed only at the end.
    assert looked == ([1, 2, 3, 4, 5, 7, 9, 12, 15, 19] if connection.vendor == "postgresql" else [])
