"""The filters of a search, in its address."""

import pytest
from django.test import Client

from tests.articles.search.searches import found, search
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db


def test_a_section_has_what_is_below_it_and_what_it_has_besides(client: Client) -> None:
    top = make_section("演讲", segment="yanjiang")
    child, other = make_section("竞聘", segment="jp", parent=top), make_section("公文", segment="gw")
    make_article("口才在下", section=child)
    make_article("口才兼此", section=other, further=[child])
    make_article("口才在别处", section=other)
    assert found(client, "口才", section="yanjiang") == ["口才兼此", "口才在下"]
    assert found(client, "口才", section="gw") == ["口才在别处", "口才兼此"]


def test_a_tag_an_author_a_time(client: Client) -> None:
    make_article("口才甲", tags=["竞聘"], author="周言", publish_at=shanghai("2026-01-31 23:59"))
    make_article("口才乙", tags=["就职"], author="林一舟", publish_at=shanghai("2026-02-01 00:00"))
    assert found(client, "口才", tag="竞聘") == ["口才甲"]
    assert found(client, "口才", author="林一舟") == ["口才乙"]
    assert found(client, "口才", until="2026-01-31") == ["口才甲"]
    assert found(client, "口才", since="2026-02-01") == ["口才乙"]
    assert found(client, "口才", since="2026-01-31", until="2026-02-01", tag="竞聘", author="周言") == ["口才甲"]
    assert found(client, "口才", tag="竞聘", author="林一舟") == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("section", "nothing", "没有这个栏目。"),
        ("tag", "没有的", "没有这个关键字。"),
        ("since", "明天", "日期请写成 2026-01-15 的样子。"),
        ("until", "9999-12-31", "日期要在 1900 年到 2199 年之间。"),
        ("since", "0001-01-01", "日期要在 1900 年到 2199 年之间。"),
        ("order", "random", "没有这种排序。"),
        ("author", "字" * 100, "最多 60 个字，现在有 100 个。"),
        ("author", "周", "没有这位作者。"),
    ],
)
def test_a_senseless_filter_is_said_and_left_aside(client: Client, name: str, value: str, said: str) -> None:
    make_article("口才", author="周言")
    assert found(client, "口才", **{name: value}) == ["口才"]
    assert f"{said}这一项没有用上。" in search(client, "口才", **{name: value}).region("filters").text
    assert "没有用上" not in search(client, "口才", **{name: ""}).text


def test_nobody_is_told_whose_drafts_are_here(client: Client) -> None:
    make_article("口才")
    make_article("口才草稿", author="周言", status="draft")
    assert "没有这位作者。" in search(client, "口才", author="周言").region("filters").text


def test_filters_without_a_word_to_look_for_are_kept_and_a_word_asked_for(client: Client) -> None:
    make_article("口才", author="周言")
    page = search(client, "", author="周言", since="2026-01-01")
    assert "请输入要找的词" in page.text
    assert 'value="周言"' in page.region("filters").html
    assert '<input type="text" name="q"' in page.region("filters").html
    assert "没有这位作者。这一项没有用上。" in search(client, "", author="周").region("filters").text
    assert 'class="filters"' not in search(client, "").html


def test_days_the_wrong_way_round_are_said(client: Client) -> None:
    make_article("口才")
    assert "“到”早于“从”" in search(client, "口才", since="2026-02-01", until="2026-01-01").text


def test_the_form_keeps_what_was_chosen_and_can_be_cleared(client: Client) -> None:
    make_section("演讲", segment="yanjiang")
    make_article("口才", author="<周>")
    page = search(client, "口才", section="yanjiang", since="2026-01-01", author="<周>").region("filters")
    assert '<option value="yanjiang" selected>' in page.html
    assert 'value="2026-01-01"' in page.html
    assert "&lt;周&gt;" in page.html
    assert page.links["清除筛选"] == "?q=%E5%8F%A3%E6%89%8D"


def test_a_sections_name_is_no_markup_in_the_filter(client: Client) -> None:
    make_section("<b>粗</b>&细")
    page = client.get("/search/?q=讲").content.decode()
    assert ">&lt;b&gt;粗&lt;/b&gt;&amp;细</option>" in page
    assert "<b>粗" not in page
