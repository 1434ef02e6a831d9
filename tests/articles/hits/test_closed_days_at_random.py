"""The sums of a closed day never change, whatever editors do later and in whatever order."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from articles import projections
from articles.editing import changes, sections, tagging
from articles.hits import reports
from articles.hits.periods import Period
from articles.hits.reconciling import differences
from articles.hits.rollup import roll_up
from articles.models import Article, ClosedDay, Facet, Section, SectionDay, Tag, section_tree
from tests.articles.hits.sums import Sums, assert_all_add_up, by_facet, of
from tests.articles.hits.views import NOON, log
from tests.builders import make_article, make_manager, make_section

pytestmark = pytest.mark.django_db

STEPS = 24


class Site:
    """A site whose editors do anything, and the sums that its closed days are to have."""

    def __init__(self, random: Random) -> None:
        self.random, self.now, self.number = random, NOON, 0
        self.expected: Sums = by_facet()
        for name in "甲乙丙丁戊":
            make_section(name, segment=f"s{ord(name)}", parent=random.choice([None, *self.sections()]))
        for name in ("口才", "听众", "演讲", "竞聘"):
            Tag.objects.create(name=name)
        for number in range(6):
            make_article(f"第{number}篇", section=self.section(), author=self.author(), tags=self.tags())

    def sections(self) -> list[Section]:
        return list(Section.objects.without_tree_fields().order_by("pk"))

    def section(self) -> Section:
        return self.random.choice(self.sections())

    def author(self) -> str:
        return self.random.choice(["周言", "林一", '何"清', "新人", ""])

    def tags(self) -> list[Tag]:
        tags = list(Tag.objects.order_by("pk"))
        return self.random.sample(tags, self.random.randrange(len(tags)))

    def article(self) -> Article:
        return self.random.choice(Article.objects.order_by("pk"))

    def new_name(self) -> str:
        self.number += 1
        return f"新名{self.number}"

    def read(self, article: Article, *, days_ago: int) -> None:
        self.number += 1
        referrer = self.random.choice(["", "百度", "微信"])
        log(article, at=self.now - timedelta(days=days_ago), visitor=self.number, referrer=referrer)

    # Actions of editors and readers.

    def a_day_passes(self) -> None:
        for _ in range(5):
            self.read(self.article(), days_ago=0)
        self.now += timedelta(days=1)
        before = set(ClosedDay.objects.values_list("day", flat=True))
        roll_up(now=self.now)
        self.expected.update({place: reads for place, reads in by_facet().items() if place[0] not in before})

    def a_view_comes_late(self) -> None:
        article, before = self.article(), by_facet()
        self.read(article, days_ago=1)
        roll_up(now=self.now)
        added = by_facet() - before
        if ClosedDay.objects.filter(day=(self.now - timedelta(days=1)).date()).exists():
            # In a section and in the site: one referrer, one of each byline, and each tag.
            names = Article.objects.filter(pk=article.pk).values_list("author", "tags")
            values = {("author", name) for name, _tag in names if name} | {("tag", str(tag)) for _, tag in names if tag}
            assert {(facet, value) for _day, _section, facet, value in added if facet != Facet.REFERRER} == values
            assert set(added.values()) == {1}
            assert len(added) == 2 * (len(values) + 1)
        self.expected.update(added)

    def a_section_is_renamed(self) -> None:
        section = self.section()
        section.name, section.segment = self.new_name(), f"n{self.number}"
        section.save()

    def a_section_moves(self) -> None:
        section, parent = self.section(), self.section()
        if parent.pk not in section_tree().subtree_ids(section):
            section.parent = parent
            section.save()

    def sections_are_merged(self) -> None:
        gone, target = self.section(), self.section()
        if len(self.sections()) > 2 and target.pk not in section_tree().subtree_ids(gone):
            number = gone.pk
            sections.merge_sections(gone, target)
            self.rewrite(lambda day, section, *rest: (day, target.pk if section == number else section, *rest))

    def a_tag_is_renamed(self) -> None:
        tag = self.random.choice(Tag.objects.order_by("pk"))
        tag.name = self.new_name()
        tag.save()

    def tags_are_merged(self) -> None:
        gone, target = self.random.sample(list(Tag.objects.order_by("pk")), 2)
        number = str(gone.pk)
        tagging.merge_tags(gone, target)
        Tag.objects.create(name=self.new_name())
        merged = {(Facet.TAG, number): (Facet.TAG, str(target.pk))}
        self.rewrite(lambda day, section, *value: (day, section, *merged.get(value, value)))

    def a_byline_changes(self) -> None:
        article = self.article()
        article.author, article.source = self.author(), self.author()
        article.save()

    def an_article_is_tagged_anew(self) -> None:
        article = self.article()
        article.tags.set(self.tags())
        projections.write([article.pk])

    def an_article_moves(self) -> None:
        changes.move(Article.objects.filter(pk=self.article().pk), self.section())

    def an_article_is_purged(self) -> None:
        chosen = Article.objects.filter(pk=self.article().pk)
        changes.trash(chosen)
        assert changes.purge(chosen) == 1
        make_article(self.new_name(), section=self.section(), author=self.author(), tags=self.tags())

    def rewrite(self, key: Callable[..., tuple[object, ...]]) -> None:
        rewritten: Sums = by_facet() - by_facet()
        for place, reads in self.expected.items():
            rewritten[key(*place)] += reads  # type: ignore[index]
        self.expected = rewritten


WHAT_HAPPENS = [
    value for name, value in vars(Site).items() if name.startswith(("a_", "an_", "sections_are", "tags_are"))
]


@pytest.mark.parametrize("seed", range(5))
def test_no_closed_day_changes(seed: int) -> None:
    random = Random(seed)
    site = Site(random)
    site.a_day_passes()
    for happens in random.choices(WHAT_HAPPENS, k=STEPS):
        happens(site)
        roll_up(now=site.now)
        assert by_facet() == site.expected, happens.__name__
        assert_all_add_up()
        assert differences() == []
    site.a_day_passes()
    assert_reports_say_the_same(site)


def assert_reports_say_the_same(site: Site) -> None:
    """Compare the reports of the whole site, and of each section with its subsections, with the stored sums."""
    reader = make_manager()
    period = Period((NOON - timedelta(days=1)).date(), (site.now - timedelta(days=1)).date())
    for section in (None, *site.sections()):
        question = reports.ask(period, section, now=site.now)
        for facet, code in ((Facet.AUTHOR, "authors"), (Facet.REFERRER, "referrers"), (Facet.TAG, "tags")):
            told = [row.reads for row in reports.rows(code, question, count=100, asker=reader)]
            assert sorted(told) == sorted(of(facet, section).values())
        wanted = section_tree().subtree_ids(section) if section else None
        reads = sum(day.reads for day in SectionDay.objects.all() if wanted is None or day.section in wanted)
        assert reports.totals(question).sums["reads"] == reads
