"""Migration 0035 converts sums of closed days that include subsections to sums that exclude them, and back.

It does not use the articles, which may have changed since.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.hits.rollup import roll_up
from articles.models import Article, Facet, Section
from tests.articles.hits.sums import by_facet
from tests.articles.hits.views import NOON, log
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 3, 9)


def migrate(*targets: tuple[str, str]) -> Any:
    """Migrate to these, to the newest where none are named; return the models of that state."""
    executor = MigrationExecutor(connection)
    goals = list(targets) or executor.loader.graph.leaf_nodes()
    executor.migrate(goals)
    return executor.loader.project_state(goals).apps


@pytest.fixture
def before() -> Iterator[Any]:
    """Restore the schema at the end of a test, wherever the test stopped."""
    yield lambda: migrate(("articles", "0034_fill_look_of_tags")).get_model("articles", "FacetDay")
    migrate()


@pytest.fixture
def sections() -> list[Section]:
    top = make_section("演讲稿", segment="yanjiang")
    child = make_section("竞聘", segment="jingpin", parent=top)
    sections = [
        top,
        child,
        make_section("班组长", segment="banzu", parent=child),
        make_section("公文", segment="gongwen"),
    ]
    for number, section in enumerate(sections, start=1):
        article = make_article(f"第{number}篇", section=section, author="周言", source=f"来源{number}", tags=["口才"])
        for visitor in range(number):
            log(article, at=shanghai("2026-03-09 09:30"), visitor=visitor, referrer="百度")
    roll_up(now=NOON)
    Article.objects.update(author="新人", source="")
    return sections


def authors(model: Any) -> dict[int, dict[str, int]]:
    rows = model.objects.filter(facet="author").order_by("scope").values_list("scope", "reads", "top")
    assert all(reads == top for _scope, reads, top in rows)
    return {scope: json.loads(reads) for scope, reads, _top in rows}


def test_sums_are_added_up_and_taken_apart_again(before: Any, sections: list[Section]) -> None:
    stored = by_facet()
    top, child, lowest, other = (section.pk for section in sections)
    assert authors(before()) == {
        scope: {"周言": reads} for scope, reads in {0: 10, top: 6, child: 5, lowest: 3, other: 4}.items()
    }
    migrate()
    assert by_facet() == stored


def test_a_section_that_had_nothing_of_its_own_gets_no_row(before: Any, sections: list[Section]) -> None:
    model, empty = before(), sections[0].pk
    below = model.objects.get(scope=sections[1].pk, facet="source")
    model.objects.filter(scope=empty, facet="source").update(reads=below.reads, top=below.top)
    migrate()
    assert (DAY, empty, Facet.SOURCE, "来源2") not in by_facet()


def test_a_sum_that_does_not_add_up_is_never_below_zero(before: Any, sections: list[Section]) -> None:
    model, moved = before(), sections[0].pk
    model.objects.filter(scope=moved, facet="author").update(reads='{"周言":2,"林一":7}', top='{"林一":7,"周言":2}')
    migrate()
    stored = by_facet()
    assert [stored[DAY, moved, Facet.AUTHOR, name] for name in ("周言", "林一")] == [0, 7]
    assert stored[DAY, 0, Facet.AUTHOR, "周言"] == 10
