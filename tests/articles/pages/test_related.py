"""Related articles are ranked by shared tags and words, the rarity of these, the distance of sections, and the date."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import projections
from articles.editing import changes
from articles.models import Article, ArticleBigram, RelatedLink, Section, Tag
from articles.pages.related import rarest
from articles.projections.bulk import build_pairs
from tests.builders import make_article, make_section, shanghai
from tests.pages import read
from yanjiang.pagecache import middleware

pytestmark = pytest.mark.django_db


def related(client: Client, article: Article) -> list[str]:
    return list(read(client, f"/articles/{article.pk}/").region("related").links)


def make_many(count: int, section: Section, **fields: Any) -> None:
    """Make articles that share only the given values: each title and text has other characters."""
    for number in range(count):
        letters = "".join(chr(0x4E00 + 97 * number + 7 * place) for place in range(8))
        make_article(letters, section=section, body=f"<p>{letters[::-1]}</p>", **fields)


@pytest.fixture
def sections() -> tuple[Section, Section]:
    return make_section("演讲稿", segment="a"), make_section("公文", segment="b")


def test_a_rare_tag_weighs_more_than_a_common_one(client: Client, sections: tuple[Section, Section]) -> None:
    here, there = sections
    make_many(12, there, tags=["常见", "也常见"])
    make_article("罕见的一篇", section=there, tags=["罕见"], body="", publish_at=shanghai("2020-01-01 08:00"))
    article = make_article("本文", section=here, tags=["常见", "罕见"], body="")
    assert related(client, article)[0] == "罕见的一篇"
    tag = Tag.objects.with_uses().get(name="罕见")
    assert (tag.uses, Tag.objects.with_uses().get(name="常见").uses) == (2, 13)


def test_two_articles_that_share_a_rare_word_are_related_without_a_tag(
    client: Client, sections: tuple[Section, Section]
) -> None:
    here, there = sections
    make_many(12, here)
    make_article("修车摊的老赵", section=there, body="", publish_at=shanghai("2019-01-01 08:00"))
    article = make_article("桥头修车摊", section=here, body="")
    assert related(client, article)[0] == "修车摊的老赵"


def test_a_word_of_the_summary_counts_like_one_of_the_title(client: Client, sections: tuple[Section, Section]) -> None:
    here, there = sections
    make_many(12, here)
    make_article("甲", section=there, summary="说的是修车摊。", body="", publish_at=shanghai("2019-01-01 08:00"))
    article = make_article("桥头修车摊", section=here, body="")
    assert related(client, article)[0] == "甲"


def test_a_word_that_many_have_relates_nothing(sections: tuple[Section, Section]) -> None:
    here, _there = sections
    for number in range(55):
        make_article(f"讲话{chr(0x4E00 + 13 * number)}", section=here, body="")
    assert ArticleBigram.objects.filter(bigram="讲话").count() == 50


def test_the_nearer_and_then_the_newer_of_equals_comes_first(client: Client) -> None:
    top, other = make_section("演讲", segment="a"), make_section("公文", segment="b")
    here, beside = make_section("竞聘", segment="j", parent=top), make_section("婚礼", segment="h", parent=top)
    day = shanghai("2026-01-01 08:00")
    for title, section, at in (
        ("远", other, day), ("邻", beside, day), ("近而旧", here, shanghai("2014-01-01 08:00")), ("近", here, day),
    ):  # fmt: skip
        make_article(title, section=section, body="", publish_at=at)
    article = make_article("本文", section=here, body="")
    assert related(client, article) == ["近", "近而旧", "邻", "远"]
    middleware.store.clear()  # so that the page is made again
    assert related(client, article) == ["近", "近而旧", "邻", "远"]


def test_the_section_above_is_nearer_than_another_branch(client: Client) -> None:
    top, other = make_section("演讲", segment="a"), make_section("公文", segment="b")
    middle = make_section("竞聘", segment="j", parent=top)
    here = make_section("中层竞聘", segment="z", parent=middle)
    day = shanghai("2026-01-01 08:00")
    for title, section in (("此处", here), ("上级", middle), ("再上级", top), ("别处", other)):
        make_article(title, section=section, body="", publish_at=day)
    article = make_article("本文", section=here, body="")
    assert related(client, article) == ["此处", "上级", "再上级", "别处"]


def test_an_article_that_no_visitor_may_read_is_never_related(
    client: Client, sections: tuple[Section, Section]
) -> None:
    here, _there = sections
    now = timezone.now()
    kinds: dict[str, dict[str, Any]] = {
        "草稿": {"status": "draft"},
        "回收站": {"status": "trash"},
        "下线": {"expire_at": now - timedelta(seconds=1)},
        "将来": {"publish_at": now + timedelta(hours=1)},
    }
    for title, fields in kinds.items():
        make_article(f"修车摊{title}", section=here, tags=["罕见"], body="", **fields)
    article = make_article("修车摊", section=here, tags=["罕见"], body="")
    make_article("别的", section=here, body="")
    assert related(client, article) == ["别的"]
    changes.publish(Article.objects.filter(title="修车摊草稿"), now)
    assert related(client, article)[0] == "修车摊草稿"
    changes.withdraw(Article.objects.filter(title="修车摊草稿"))
    assert related(client, article) == ["别的"]


def test_a_new_title_relates_anew(client: Client, sections: tuple[Section, Section]) -> None:
    here, there = sections
    make_many(9, here)
    other = make_article("无关", section=there, body="", summary="无关", publish_at=shanghai("2019-01-01 08:00"))
    article = make_article("桥头修车摊", section=here, body="")
    assert "无关" not in related(client, article)
    other.title = "修车摊"
    other.save()
    assert related(client, article)[0] == "修车摊"
    changes.move(Article.objects.filter(pk=other.pk), here)
    assert ArticleBigram.objects.filter(article=other, bigram="修车").exists()


def test_pairs_carry_the_articles_times(sections: tuple[Section, Section]) -> None:
    article = make_article("修车摊", body="")
    assert set(ArticleBigram.objects.values_list("bigram", flat=True)) == {"修车", "车摊"}
    Article.objects.filter(pk=article.pk).update(publish_at=shanghai("2026-03-01 08:00"))
    projections.write([article.pk])
    assert set(ArticleBigram.objects.values_list("publish_at", flat=True)) == {shanghai("2026-03-01 08:00")}
    changes.trash(Article.objects.filter(pk=article.pk))
    assert not ArticleBigram.objects.exists()


def test_an_imported_article_gets_the_pairs_that_saving_would_choose(sections: tuple[Section, Section]) -> None:
    now = timezone.now()
    for number in range(9):
        make_article(f"桥头修车摊第{number}天", body="", expire_at=now + timedelta(days=number) if number else None)
    make_article("早已写过", body="")
    make_article("修车摊的草稿", body="", status="draft")
    make_article("Letters", body="")
    chosen = pairs()
    ArticleBigram.objects.exclude(article__title="早已写过").delete()
    told: list[tuple[int, int]] = []
    assert build_pairs(lambda done, total: told.append((done, total))) == 10  # the letters lack what they cannot have
    assert pairs() == chosen
    assert told[-1] == (10, 10)
    assert build_pairs() == 1


def pairs() -> set[tuple[object, ...]]:
    return set(ArticleBigram.objects.values_list("article", "bigram", "publish_at", "expire_at"))


@pytest.mark.usefixtures("pages_are_made")
@pytest.mark.parametrize("count", [2, 40])
def test_it_asks_the_same_for_few_and_many(client: Client, sections: tuple[Section, Section], count: int) -> None:
    here, _there = sections
    tags = [f"关键字{number}" for number in range(12)]
    for number in range(count):
        make_article(f"修车摊{number}", section=here, tags=tags)
    article = make_article("桥头修车摊", section=here, tags=tags)
    client.get(f"/articles/{article.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/articles/{article.pk}/")
    assert len(queries) == 5
    assert len([query for query in queries.captured_queries if "articles_articlebigram" in query["sql"]]) == 1


def test_all_links_of_the_editor_are_shown_and_none_leads_back(
    client: Client, sections: tuple[Section, Section]
) -> None:
    here, _there = sections
    article = make_article("本文", section=here, body="")
    make_article("转回本文的", section=here, is_jump=True, redirect_url=f"/articles/{article.pk}/")
    for number in range(10):
        RelatedLink.objects.create(article=article, title=f"选定{number}", url=f"/pages/{number}/", position=number)
    assert related(client, article) == [f"选定{number}" for number in range(10)]
    RelatedLink.objects.all().delete()
    other = make_article("别的", section=here)
    assert related(client, article) == [other.title]


def test_an_article_that_jumps_elsewhere_is_not_related_to_itself(
    client: Client, sections: tuple[Section, Section]
) -> None:
    here, _there = sections
    article = make_article("本文", section=here, is_jump=True, redirect_url="https://example.com/")
    make_article("别的", section=here)
    assert related(client, article) == ["别的"]


def test_eight_others_of_the_section_come_before_newer_ones_of_the_site(
    client: Client, sections: tuple[Section, Section]
) -> None:
    here, there = sections
    make_many(9, there, publish_at=shanghai("2026-02-01 08:00"))
    for number in range(8):
        make_article(f"甲{number}", section=here, body="", publish_at=shanghai("2020-01-01 08:00"))
    article = make_article("本文", section=here, body="", publish_at=shanghai("2020-01-02 08:00"))
    assert related(client, article) == [f"甲{number}" for number in range(7, -1, -1)]


def test_eight_others_of_the_site_are_found_from_a_section_of_one(client: Client) -> None:
    for number in range(8):
        make_article(f"甲{number}", section=make_section(f"栏目{number}", segment=f"s{number}"), body="")
    article = make_article("本文", section=make_section("独一", segment="own"), body="")
    assert related(client, article) == [f"甲{number}" for number in range(7, -1, -1)]


def test_the_later_hour_of_the_same_day_comes_first(client: Client, sections: tuple[Section, Section]) -> None:
    here, _there = sections
    for hour in ("10", "08", "09"):
        make_article(f"{hour}点", section=here, body="", publish_at=shanghai(f"2026-01-01 {hour}:00"))
    assert related(client, make_article("本文", section=here, body="")) == ["10点", "09点", "08点"]


def test_a_new_and_far_article_comes_before_an_old_and_half_near_one(client: Client) -> None:
    top, other = make_section("演讲", segment="a"), make_section("公文", segment="b")
    here = make_section("竞聘", segment="j", parent=top)
    make_article("半近而旧", section=top, body="", publish_at=shanghai("2006-01-01 08:00"))
    make_article("远而新", section=other, body="", publish_at=timezone.now() - timedelta(days=1))
    article = make_article("本文", section=here, body="")
    assert related(client, article) == ["远而新", "半近而旧"]


def test_an_article_that_shares_most_words_is_picked_before_newer_ones(
    client: Client, sections: tuple[Section, Section]
) -> None:
    here, there = sections
    make_article("修车摊的老赵", section=there, body="", publish_at=shanghai("2019-01-01 08:00"))
    for number in range(21):  # more than are picked
        make_article(f"修车{chr(0x4E00 + 13 * number)}", section=there, body="")
    assert related(client, make_article("桥头修车摊", section=here, body=""))[0] == "修车摊的老赵"


def test_the_rarest_of_many_tags_are_asked_for() -> None:
    tags = [Tag(pk=number, name=str(number)) for number in range(1, 12)]
    for tag in tags:
        tag.uses = 20 - tag.pk // 2  # two of each number
    assert [tag.pk for tag in rarest(tags)] == [10, 11, 8, 9, 6, 7, 4, 5]
