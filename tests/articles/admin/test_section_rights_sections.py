"""The tree of sections for a person who is limited to some of them: what is listed, changed, moved, merged, deleted."""

from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Section
from tests.articles.admin.forms import messages, typed
from tests.articles.admin.limited import limited_author, limited_editor, make_tree, signed_in
from tests.builders import limit, make_article, make_author, make_editor, make_section
from yanjiang.accounts.models import SectionRight

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/section/"
ADD = f"{LIST}add/"


@pytest.fixture
def tree() -> dict[str, Section]:
    return make_tree()


@pytest.fixture
def he(tree: dict[str, Section]) -> Client:
    return signed_in(limited_editor())


def page(section: Section, name: str = "change/") -> str:
    return f"{LIST}{section.pk}/{name}"


def path(section: Section) -> str:
    return str(Section.objects.without_tree_fields().values_list("path", flat=True).get(pk=section.pk))


def move(client: Client, section: Section, position: str, beside: Section | None = None) -> str:
    data: dict[str, Any] = {"move": section.pk, "position": position, "relative_to": beside.pk if beside else ""}
    return client.post(f"{LIST}move-node/", data).content.decode()


def holders(section: Section) -> set[str]:
    return {right.holder for right in SectionRight.objects.filter(section=section).select_related("user", "group")}


def test_the_list_shows_own_subtrees_each_as_a_tree(he: Client, tree: dict[str, Section]) -> None:
    html = lxml.html.fromstring(he.get(LIST).content.decode())
    boxes = html.xpath("//div[contains(@class, 'collapse-toggle')]/@data-tree-depth")
    titles = [box.text_content().strip() for box in html.find_class("box-text")]
    assert list(zip(titles, boxes, strict=True)) == [("竞聘", "0"), ("护士长", "1")]
    whole = signed_in(make_editor()).get(LIST).content.decode()
    assert all(name in whole for name in tree)


def test_own_sections_are_changed_and_others_are_not(he: Client, tree: dict[str, Section]) -> None:
    for name, section in tree.items():
        is_own = name in ("竞聘", "护士长")
        for view in ("change/", "history/"):
            assert (he.get(page(section, view)).status_code == 200) == is_own, (name, view)
        if is_own:
            assert he.post(page(section), typed(he, page(section), description="新的简介")).status_code == 302
        else:
            he.post(page(section), {"name": "抢来的", "kind": "list", "description": "新的简介"})
            he.post(page(section, "delete/"), {"post": "yes"})
        section.refresh_from_db()
        assert (section.name, section.description) == (name, "新的简介" if is_own else "")


def test_a_section_is_added_below_own_ones_only(he: Client, tree: dict[str, Section]) -> None:
    offered = lxml.html.fromstring(he.get(ADD).content.decode()).xpath("//select[@name='parent']/option[@value!='']")
    assert [option.text_content().strip() for option in offered] == ["竞聘", "护士长"]
    for parent, is_own in ((tree["护士长"].pk, True), (tree["公文"].pk, False), ("", False)):
        fields = typed(he, ADD, name=f"新{parent}", segment=f"xin-{parent}".strip("-"), parent=parent)
        assert (he.post(ADD, fields).status_code == 302) == is_own, parent
    made = Section.objects.get(parent=tree["护士长"])
    assert he.get(page(made)).status_code == 200


def test_a_section_stays_or_goes_below_own_ones(he: Client, tree: dict[str, Section]) -> None:
    contest, nurses = tree["竞聘"], tree["护士长"]
    assert he.post(page(contest), typed(he, page(contest), name="竞聘演讲")).status_code == 302
    for section, parent in ((contest, tree["公文"]), (nurses, tree["演讲"]), (nurses, None)):
        wrong = typed(he, page(section), parent=parent.pk if parent else "")
        assert he.post(page(section), wrong).status_code == 200, parent
    other = make_section("校长", segment="xiaozhang", parent=contest)
    assert he.post(page(other), typed(he, page(other), parent=nurses.pk)).status_code == 302
    assert path(other) == "yanjiang/jingpin/hushizhang/xiaozhang"
    assert path(contest) == "yanjiang/jingpin"


def test_moving_in_the_list_ends_at_own_sections(he: Client, tree: dict[str, Section]) -> None:
    contest, nurses = tree["竞聘"], tree["护士长"]
    other = make_section("校长", segment="xiaozhang", parent=contest)
    assert move(he, other, "before", nurses) == "ok"
    assert move(he, other, "first-child", nurses) == "ok"
    assert path(other) == "yanjiang/jingpin/hushizhang/xiaozhang"
    refused = [("after", contest), ("root", None), ("first-child", tree["公文"]), ("before", tree["演讲"])]
    for position, beside in refused:
        assert move(he, other, position, beside) == "error", position
    assert move(he, contest, "root") == "error"
    assert "只能把“竞聘”移到您可编辑的栏目下面" in he.get(LIST).content.decode()
    assert move(he, tree["公文"], "first-child", contest) == "error"
    assert (path(other), path(contest)) == ("yanjiang/jingpin/hushizhang/xiaozhang", "yanjiang/jingpin")


def test_a_merge_takes_own_sections_into_own_sections(he: Client, tree: dict[str, Section]) -> None:
    other = make_section("校长", segment="xiaozhang", parent=tree["竞聘"])
    article = make_article(section=other)

    def merge(section: Section, target: Section) -> None:
        sent = {"action": "merge", "_selected_action": [section.pk], "confirmed": "yes", "target": target.pk}
        he.post(LIST, sent)

    asked = he.post(LIST, {"action": "merge", "_selected_action": [other.pk]}).content.decode()
    options = lxml.html.fromstring(asked).xpath("//select[@name='target']/option[@value!='']/text()")
    assert [str(name).strip("　 \n") for name in options] == ["竞聘", "护士长"]
    merge(other, tree["公文"])
    merge(tree["公文"], other)
    article.refresh_from_db()
    assert article.section == other
    assert Section.objects.filter(name="公文").exists()
    merge(other, tree["护士长"])
    article.refresh_from_db()
    assert article.section == tree["护士长"]


def test_a_right_follows_a_section_that_is_moved(he: Client, tree: dict[str, Section]) -> None:
    free = signed_in(make_editor())
    article = make_article("跟着走的", section=tree["护士长"], status="draft")
    free.post(page(tree["竞聘"]), typed(free, page(tree["竞聘"]), parent=tree["公文"].pk))
    assert path(tree["护士长"]) == "gongwen/jingpin/hushizhang"
    assert he.get(f"/admin/articles/article/{article.pk}/change/").status_code == 200
    inside = make_section("总结", segment="zongjie", parent=tree["公文"])
    assert he.get(page(inside)).status_code != 200
    free.post(page(inside), typed(free, page(inside), parent=tree["竞聘"].pk))
    assert he.get(page(inside)).status_code == 200


def test_a_right_goes_to_the_section_into_which_its_own_is_merged(tree: dict[str, Section]) -> None:
    group = Group.objects.create(name="竞聘组")
    limit(make_editor("both"), tree["竞聘"], tree["公文"])
    limit(group, tree["竞聘"])
    limit(make_editor("papers"), tree["公文"])
    free, user = signed_in(make_editor()), limited_editor()
    article = make_article(section=tree["竞聘"], status="draft")
    sent = {"action": "merge", "_selected_action": [tree["竞聘"].pk], "confirmed": "yes", "target": tree["公文"].pk}
    assert "已把“竞聘”合并到“公文”" in messages(free, free.post(LIST, sent))
    assert holders(tree["公文"]) == {"both", "papers", "heqing", "竞聘组"}
    client = signed_in(User.objects.get(pk=user.pk))
    assert client.get(f"/admin/articles/article/{article.pk}/change/").status_code == 200
    assert client.get(page(tree["演讲"])).status_code != 200


def test_a_section_with_a_right_is_not_deleted(he: Client, tree: dict[str, Section]) -> None:
    limit(Group.objects.create(name="竞聘组"), tree["护士长"])
    for client in (signed_in(make_editor()), he):
        refused = messages(client, client.post(page(tree["护士长"], "delete/"), {"post": "yes"}))
        assert "“护士长”是竞聘组可编辑的栏目，不能删除" in refused
    SectionRight.objects.filter(section=tree["护士长"]).delete()
    assert he.post(page(tree["护士长"], "delete/"), {"post": "yes"}).status_code == 302
    assert not Section.objects.filter(name="护士长").exists()


def test_an_author_sees_no_tree_whatever_the_rows_say(tree: dict[str, Section]) -> None:
    for author in (limited_author(), make_author("free")):
        client = signed_in(author)
        for url in (LIST, ADD, page(tree["竞聘"])):
            assert client.get(url).status_code == 403, url
        assert client.post(f"{LIST}move-node/", {}).status_code == 403
