"""One call writes all rows that are derived from an article, whatever changed before."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import projections
from articles.editing import changes, sections, tagging
from articles.models import (
    Article,
    ArticleBigram,
    ContentChange,
    Listing,
    SearchEntry,
    SearchText,
    Section,
    Tag,
    TaggedArticle,
)
from articles.projections.checking import differences, miscounted
from tests.builders import make_article, make_picture, make_section, shanghai
from yanjiang.pictures.models import PictureUse

pytestmark = pytest.mark.django_db
TIMES: list[Any] = [None, shanghai("2026-01-15 09:30"), shanghai("2090-01-01 08:00")]
WORDS = ["演讲", "口才", "听众", "开场", "结尾", "竞聘", "致辞", "总结"]


def test_one_call_writes_all_of_them() -> None:
    picture, child = make_picture(), make_section("竞聘", parent=make_section("演讲"))
    article = make_article(
        "竞聘演讲", section=child, tags=["口才"], summary="摘要", body=f'<p>正文<img src="{picture.url}" alt=""></p>'
    )
    assert set(Listing.objects.values_list("section__name", flat=True)) == {"演讲", "竞聘"}
    assert TaggedArticle.objects.get().publish_at == article.publish_at
    assert Tag.objects.get().was_published == 1
    assert SearchEntry.objects.get().publish_at == article.publish_at
    assert SearchText.objects.get().labels.startswith("口才")
    assert {"竞聘", "聘演", "演讲", "摘要"} == set(ArticleBigram.objects.values_list("bigram", flat=True))
    assert PictureUse.objects.get().picture == picture
    assert list(differences()) == []


def test_a_second_call_writes_nothing_but_that_content_changed() -> None:
    article = make_article(tags=["口才"], further=[make_section("公文")])
    before = ContentChange.objects.token()
    with CaptureQueriesContext(connection) as asked:
        projections.write([article.pk])
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql.split()[2].strip('"') for sql in written] == ["articles_contentchange"]
    assert ContentChange.objects.token() != before


def test_statements_do_not_grow_with_the_articles() -> None:
    def asked(count: int) -> int:
        made = [make_article(f"{word}{count}", tags=["口才", word], status="draft").pk for word in WORDS * count]
        Article.objects.filter(pk__in=made).update(status="published", publish_at=TIMES[1])
        with CaptureQueriesContext(connection) as captured:
            projections.write(made)
        return len(captured)

    asked(1)  # its tags are published for the first time
    assert asked(1) == asked(6)


class Site:
    """A small site with random changes, determined by a seed."""

    def __init__(self, random: Random) -> None:
        self.random, self.number = random, 0
        self.pictures = [make_picture(name=f"{number:016x}-1200x800.jpg") for number in range(3)]
        top = make_section("演讲", segment="yanjiang")
        for name in ("公文", "致辞"):
            make_section(name, parent=top)
        make_section("总结", parent=Section.objects.get(name="公文"))
        for _ in range(6):
            self.an_article_is_written()

    def article(self) -> Article:
        return self.random.choice(list(Article.objects.order_by("pk")))

    def chosen(self) -> Any:
        return Article.objects.filter(pk__in=[self.article().pk, self.article().pk])

    def section(self) -> Section:
        sections: list[Section] = list(Section.objects.without_tree_fields().order_by("pk"))
        return self.random.choice(sections)

    def words(self) -> list[str]:
        return self.random.sample(WORDS, 3)

    def fields(self) -> dict[str, Any]:
        picture = self.random.choice(self.pictures)
        return {
            "title": "".join(self.words()),
            "short_title": self.random.choice(WORDS),
            "author": self.random.choice(WORDS),
            "body": f'<p>{"".join(self.words())}<img src="{picture.url}" alt=""></p>',
            "status": self.random.choice(["draft", "published", "published", "trash"]),
            "publish_at": self.random.choice(TIMES),
            "pinned_until": self.random.choice(TIMES),
        }

    def an_article_is_written(self) -> None:
        make_article(**self.fields(), section=self.section(), further=[self.section()], tags=self.words())

    def an_article_is_changed(self) -> None:
        article = self.article()
        for name, value in self.fields().items():
            setattr(article, name, value)
        article.further_sections.set([self.section()])
        article.tags.set(self.words())
        article.save()

    def some_are_published(self) -> None:
        changes.publish(self.chosen(), shanghai("2026-02-01 08:00"))

    def some_are_withdrawn(self) -> None:
        changes.withdraw(self.chosen())

    def some_are_thrown_away(self) -> None:
        changes.trash(self.chosen())
        changes.purge(Article.objects.order_by("pk"))
        self.an_article_is_written()

    def some_are_moved(self) -> None:
        changes.move(self.chosen(), self.section())

    def some_get_tags(self) -> None:
        tagging.add_tags(self.chosen(), self.words())

    def some_lose_tags(self) -> None:
        tagging.remove_tags(self.chosen(), list(Tag.objects.filter(name__in=self.words())))

    def a_tag_is_renamed(self) -> None:
        tag = self.random.choice(list(Tag.objects.order_by("pk")))
        self.number += 1
        tag.name = f"新词{self.number}"
        tag.save()

    def tags_are_merged(self) -> None:
        first, second = self.random.sample(list(Tag.objects.order_by("pk")), 2)
        tagging.merge_tags(first, second)

    def a_tag_is_deleted(self) -> None:
        Tag.objects.filter(pk=self.random.choice(list(Tag.objects.order_by("pk"))).pk).delete()
        tagging.add_tags(self.chosen(), self.words())

    def a_section_moves(self) -> None:
        section, parent = self.section(), self.section()
        if parent.pk != section.pk and not parent.path.startswith(f"{section.path}/"):
            section.parent = parent
            section.segment = section.free_segment()
            section.save()

    def sections_are_merged(self) -> None:
        section, target = self.section(), self.section()
        if target.pk != section.pk and not target.path.startswith(f"{section.path}/"):
            sections.merge_sections(section, target)
            make_section("又一栏", parent=target)


WHAT_HAPPENS = [
    value for name, value in vars(Site).items() if name.startswith(("a_", "an_", "some_", "tags_", "sections_"))
]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_rows_are_what_the_articles_say(seed: int) -> None:
    random = Random(seed)
    site = Site(random)
    for happens in random.choices(WHAT_HAPPENS, k=40):
        before = ContentChange.objects.token()
        rows = listed()
        happens(site)
        assert list(differences()) == [], happens.__name__
        assert miscounted() == [], happens.__name__
        assert listed() == rows or ContentChange.objects.token() != before, happens.__name__


def listed() -> set[tuple[object, ...]]:
    return set(Listing.objects.values_list("section", "article", "publish_at", "expire_at", "pinned_until"))


DIRECT: dict[str, Callable[[Article], object]] = {
    "a further section": lambda article: article.further_sections.add(make_section("公文")),
    "update()": lambda article: Article.objects.update(publish_at=shanghai("2026-02-01 08:00"), title="换了题目"),
    "a picture by update()": lambda article: Article.objects.update(
        body=f'<p><img src="{make_picture().url}" alt=""></p>'
    ),
    "bulk_create()": lambda article: Article.objects.bulk_create(
        [Article(title="成批的", section=article.section, owner=article.owner, status="published", publish_at=TIMES[1])]
    ),
    "SQL": lambda article: connection.cursor().execute(
        "UPDATE articles_article SET title = '直接改的', expire_at = '2091-01-01 00:00:00+00:00'"
    ),
    "a tag's name": lambda article: Tag.objects.update(name="改名"),
    "lost rows": lambda article: [
        rows.all().delete() for rows in (Listing.objects, ArticleBigram.objects, SearchText.objects)
    ],
    "rows of another": lambda article: [
        Listing.objects.create(section=make_section("公文"), article=article, publish_at=TIMES[1]),
        ArticleBigram.objects.create(bigram="别的", article=article, publish_at=TIMES[1]),
    ],
}


@pytest.mark.parametrize("way", DIRECT)
def test_a_write_past_the_writers_is_seen_and_put_right(way: str) -> None:
    article = make_article(tags=["口才"], section=make_section("演讲"))
    DIRECT[way](article)
    assert list(differences()) != []
    assert list(differences(mend=True)) != []
    assert list(differences()) == []
    miscounted(mend=True)
    assert miscounted() == []


SAVED: dict[str, Callable[[Article], object]] = {
    "a new article": lambda article: Article(
        title="演讲的结尾", section=article.section, owner=article.owner, status="published"
    ).save(),
    "a changed article": lambda article: withdraw_by_hand(article),
    "a tag that is added": lambda article: article.tags.add("听众"),
    "a tag that is removed": lambda article: article.tags.remove("口才"),
    "other tags": lambda article: article.tags.set(["听众", "演讲"]),
    "no tags": lambda article: article.tags.clear(),
    "a renamed tag": lambda article: rename(Tag.objects.get()),
    "a deleted tag": lambda article: Tag.objects.get().delete(),
    "deleted tags": lambda article: Tag.objects.all().delete(),
    "a moved section": lambda article: move(article.section, make_section("公文")),
}


def withdraw_by_hand(article: Article) -> None:
    article.status = Article.Status.DRAFT
    article.save()


def rename(tag: Tag) -> None:
    tag.name = "改名"
    tag.save()


def move(section: Section, parent: Section) -> None:
    section.parent = parent
    section.save()


@pytest.mark.parametrize("way", SAVED)
def test_a_save_of_a_model_is_right_at_once(way: str) -> None:
    article = make_article(tags=["口才"], section=make_section("演讲"))
    before = ContentChange.objects.token()
    SAVED[way](article)
    assert list(differences()) == []
    assert ContentChange.objects.token() != before
