"""A form whose login has ended is answered with the typed texts, under the labels of its fields."""

from typing import Any

import lxml.html
import pytest
from django.test import Client

from tests.builders import make_article, make_consultant, make_editor, make_section

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "没有保存的标题",
    "tags": "口才，竞聘",
    "summary": "第一行\n第二行",
    "body": "<p>开头<strong>一句</strong>。</p><p>结尾。</p><script>alert(1)</script>",
    "publish_at_0": "2026-11-30",
    "publish_at_1": "08:00",
    "related_links-0-title": "相关的一篇",
    "related_links-0-position": "7",
    "related_links-TOTAL_FORMS": "1",
    # Chosen, ticked, counted, hidden.
    "section": "1",
    "status": "published",
    "title_color": "red",
    "is_headline": "on",
    "weight": "12",
    "seen": '{"at":1.5,"fields":{"title":"5feceb66ffc8"}}',
    "action": "publish",
    "_continue": "保存并继续编辑",
    "unknown": "English words",
}


def given_back(url: str, data: dict[str, Any]) -> dict[str, str]:
    """Return label and text of each field of the answer to a form that is sent without a login."""
    answer = Client().post(url, data)
    assert answer.status_code == 403
    tree = lxml.html.fromstring(answer.content.decode())
    found = {}
    for part in tree.find_class("typed"):
        [label], [button] = part.xpath("./p/label|./p/span"), part.xpath("./p/button")
        [text] = part.xpath("./textarea|./div")
        assert text.get("id") == button.get("data-copies")
        assert label.get("for") in (text.get("id"), None)
        found[label.text_content()] = text.text_content().strip()
    return found


def test_each_text_has_its_label_and_nothing_else_is_shown() -> None:
    assert given_back("/admin/articles/article/add/", TYPED) == {
        "标题": "没有保存的标题",
        "关键字": "口才，竞聘",
        "摘要": "第一行\n第二行",
        "正文": "开头一句。结尾。",
        "发布时间": "2026-11-30 08:00",
        "相关链接 1：标题": "相关的一篇",
    }


def test_the_body_is_shown_as_it_reads() -> None:
    html = Client().post("/admin/articles/article/add/", TYPED).content.decode()
    assert "<p>开头<strong>一句</strong>。</p>" in html
    assert "alert(1)" not in html
    assert "&lt;p&gt;" not in html
    for english in ("5feceb66ffc8", "published", "English", ">on<", "publish<"):
        assert english not in html, english


def test_other_forms_are_known_too() -> None:
    article = make_article("怎样开口")
    change = f"/admin/articles/article/{article.pk}/change/"
    assert given_back(change, {"title": "改过的"}) == {"标题": "改过的"}
    assert given_back("/admin/articles/article/preview/", {"author": "周言"}) == {"文章作者": "周言"}
    page = {"title": "关于我们", "slug": "about", "body": "<p>正文</p>"}
    assert given_back("/admin/home/page/add/", page) == {"标题": "关于我们", "路径": "about", "正文": "正文"}
    hotline = {"label": "热线", "number": "400-000-2014", "position": "3"}
    assert given_back("/admin/consultants/hotline/add/", hotline) == {"名称": "热线", "号码": "400-000-2014"}
    user = {"username": "zhouyan", "password1": "mi-ma", "password2": "mi-ma"}
    assert given_back("/admin/auth/user/add/", user) == {"用户名": "zhouyan"}
    assert given_back("/admin/articles/article/", {"action": "publish", "_selected_action": "1"}) == {}
    assert given_back("/admin/password_change/", {"old_password": "a", "new_password1": "b"}) == {}


def chosen(url: str, data: dict[str, Any]) -> dict[str, str]:
    """Return the chosen values in the answer to a form that is sent without a login."""
    tree = lxml.html.fromstring(Client().post(url, data).content.decode())
    return {one.findtext("dt"): one.findtext("dd") for one in tree.xpath("//dl[@class='chosen']/div")}


def test_a_choice_is_named_as_the_form_names_it() -> None:
    parent = make_section("演讲稿")
    sections = [make_section("校园演讲", parent=parent), make_section("公文", segment="gongwen")]
    consultant = make_consultant("周言")
    hidden, owner = make_consultant("未公开", is_active=False), make_editor()
    data = {
        **TYPED,
        "section": str(sections[0].pk),
        "further_sections": [str(parent.pk), str(sections[1].pk), "9" * 30, "x"],
        "consultant": str(consultant.pk),
        "owner": str(owner.pk),
        "responsible_editor": str(owner.pk),
        "cover": "1",
        "is_jump": "",
    }
    assert chosen("/admin/articles/article/add/", data) == {
        "栏目": "演讲稿 > 校园演讲",
        "副栏目": "演讲稿、公文",
        "写作顾问": "周言",
        "状态": "已发布",
        "标题颜色": "红",
        "头条": "是",
    }
    # The answer names no person who is on no public page, and no value that no form offers.
    assert chosen("/admin/articles/article/add/", {"consultant": str(hidden.pk), "status": "secret"}) == {}
    assert chosen("/admin/home/friendlink/add/", {"name": "友站", "is_active": "on", "position": "3"}) == {"显示": "是"}


@pytest.mark.parametrize("name", ["title\0", "related_links-9999-title", "nothing-0-title", "_0", "-", "pk", "owner"])
def test_strange_names_are_answered(name: str) -> None:
    assert Client().post("/admin/articles/article/add/", {name: "甲"}).status_code == 403


def test_a_form_of_ours_without_login_and_token_gives_back_what_was_typed() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/admin/articles/article/add/", TYPED, headers={"origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 403
    for words in ("没有保存的标题", "开头<strong>一句</strong>。", "已发布", "在新窗口登录"):
        assert words in page, words
    for origin in ("null", "https://testserver", "http://other.example.com", "http://testserver:81", ""):
        answer = client.post("/admin/articles/article/add/", TYPED, headers={"origin": origin})
        assert (answer.status_code, "没有保存的标题" in answer.content.decode()) == (403, False), origin


def test_nobody_is_advised_to_load_the_page_again() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    for answer in (client.post("/admin/articles/article/add/", TYPED), Client().post("/admin/", TYPED)):
        html = answer.content.decode()
        for word in ("刷新", "重新加载", "Cookie"):
            assert word not in html, word
