"""After sections move, the listing of articles is the same as if each article had been filed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import transaction

from articles import projections
from articles.editing import sections
from articles.models import Article, Listing, Section
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Section]:
    """Make a > b > c, a > d, and e > f, with articles in all, and some in two at once."""
    made: dict[str, Section] = {}
    for name, above in (("a", ""), ("b", "a"), ("c", "b"), ("d", "a"), ("e", ""), ("f", "e")):
        made[name] = make_section(name, parent=made.get(above))
    pinned = {"pinned_until": shanghai("2090-01-01 00:00"), "expire_at": shanghai("2091-01-01 00:00")}
    for own in made:
        make_article(f"{own} alone", section=made[own], **pinned)
        for further in made:
            make_article(f"{own} and {further}", section=made[own], further=[made[further]])
    make_article("draft", section=made["c"], status="draft")
    return made


def listed() -> list[tuple[object, ...]]:
    rows = Listing.objects.order_by("section__name", "article__title")
    return list(rows.values_list("section__name", "article__title", "publish_at", "expire_at", "pinned_until"))


def listed_anew() -> list[tuple[object, ...]]:
    Listing.objects.all().delete()
    projections.write(Article.objects.values_list("pk", flat=True))
    return listed()


@contextmanager
def undone() -> Iterator[None]:
    """Roll back the block's changes, because making the tree takes longer than the trial."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_moved_section_takes_its_articles_along(tree: dict[str, Section]) -> None:
    for moved, target in product("bcde", ("", *"adef")):
        if moved == target or (moved, target) == ("e", "f"):
            continue
        with undone():
            section = Section.objects.get(name=moved)
            section.parent = Section.objects.filter(name=target).first()
            section.save()
            assert listed() == listed_anew(), (moved, target)


def test_a_merged_section_leaves_its_articles_to_the_other(tree: dict[str, Section]) -> None:
    for merged, target in ("ba", "bf", "cd", "dc", "eb", "af"):
        with undone():
            sections.merge_sections(Section.objects.get(name=merged), Section.objects.get(name=target))
            assert listed() == listed_anew(), (merged, target)
