"""The box 写作顾问 and the hotlines, as they stand beside an article."""

import pytest
from django.test import Client

from consultants.models import Consultant
from tests.builders import make_article, make_consultant, make_hotline
from tests.pages import read

LIFE = "演讲网站长，《好口才》项目组组长，公文写作专家，做过十二年记者，写过四百篇讲话稿，教过三千名学员，今年六十岁。"


@pytest.mark.parametrize(
    ("bio", "teaser"),
    [
        (LIFE, "演讲网站长，《好口才》项目组组长，公文写作专家，做过十二年记者，写过四百篇讲话稿，教过三千名学员"),
        ("一" * 48, "一" * 48),
        ("一" * 49, "一" * 48),
        ("一" * 47 + "，二三", "一" * 47),
        ("一" * 46 + "。，二三", "一" * 46),
        ("一" * 47 + "；二三", "一" * 47),
        ("一" * 47 + "、二三", "一" * 47),
        ("一" * 46 + "：：二三", "一" * 46),
        ("一" * 30 + "\n" + "二" * 10, "一" * 30 + " " + "二" * 10),
        ("短的，", "短的，"),
        ("一" * 47 + "，", "一" * 47 + "，"),
    ],
)
def test_the_box_shows_48_characters_and_ends_behind_no_comma(bio: str, teaser: str) -> None:
    assert Consultant(name="王临", short_bio=bio).teaser == teaser


def test_without_a_short_biography_the_box_shows_the_beginning_of_the_long_one() -> None:
    assert Consultant(name="王临", biography=f"<p>{LIFE}</p>").teaser == LIFE[:48]


@pytest.mark.django_db
def test_hotlines_stand_in_the_order_of_their_positions(client: Client) -> None:
    make_hotline("后建的", position=20)
    make_hotline("先看的", position=10, number="010-1")
    make_hotline("居中的", position=15, number="010-2")
    make_hotline("同位的", position=15, number="010-3")
    page = read(client, f"/articles/{make_article().pk}/")
    hotlines = page.region("hotlines").text
    names = ("先看的", "居中的", "同位的", "后建的")
    assert sorted(names, key=hotlines.index) == list(names)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "url"),
    [
        ("400-000-2014", "tel:400-000-2014"),
        ("400 000 2014", "tel:4000002014"),
        ("(010) 8888 6666 转 801", "tel:01088886666,801"),
        ("热线：0531-8888777 ext. 12", "tel:0531-8888777,12"),
    ],
)
def test_a_hotline_is_dialled_whatever_is_written_around_its_digits(client: Client, number: str, url: str) -> None:
    make_hotline(number=number)
    assert read(client, f"/articles/{make_article().pk}/").region("hotlines").links[number] == url


@pytest.mark.django_db
def test_consultants_and_hotlines_that_are_switched_off_are_shown_nowhere(client: Client) -> None:
    make_hotline("停用的热线", number="010-9", is_active=False)
    make_hotline("在用的热线", number="010-8")
    page = read(client, f"/articles/{make_article().pk}/").text
    assert ("停用的热线" in page, "在用的热线" in page) == (False, True)


@pytest.mark.django_db
def test_consultants_stand_in_the_order_of_their_positions(client: Client) -> None:
    for name, position in (("后建", 20), ("先看", 10), ("居中", 15), ("同位", 15)):
        make_consultant(name, position=position)
    shown = read(client, "/consultants/").region("consultants").text.replace(" ", "")
    names = ("先看", "居中", "同位", "后建")
    assert sorted(names, key=shown.index) == list(names)
    assert "先看" in read(client, f"/articles/{make_article().pk}/").text.replace(" ", "")
