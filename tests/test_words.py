"""The admin's wording: words that editors use, and a Chinese measure word for each model."""

import json
import re
from typing import Any

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.test import Client

from articles.models import BestBet, Synonym
from consultants.models import Hotline
from tests.builders import make_article, make_consultant, make_hotline, make_manager, make_picture, make_section
from tests.test_english import pages, rows
from yanjiang.admin_pages.wording import WordedAdmin
from yanjiang.home.models import Block, FriendLink, Page

pytestmark = [pytest.mark.once, pytest.mark.django_db]

MEASURES = {
    "/admin/articles/article/": "篇",
    "/admin/consultants/consultant/": "位",
    "/admin/consultants/hotline/": "条",
    "/admin/home/block/": "个",
    "/admin/home/friendlink/": "条",
    "/admin/home/page/": "个",
    "/admin/articles/synonym/": "对",
    "/admin/articles/bestbet/": "条",
}
OTHER_WORDS = re.compile(
    r"增加|变更成功|总共 \d|选中了|动作|在站点上|在网站上|主页|点击次数|搜索台|推荐结果"
    r"|工作人员状态|打开表标题|发布时间(?:日期|时间)|午夜|正午|上午|(?<!用户)组|你(?!们)|哈希|CSV XLSX"
)


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_manager())
    return client


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def fill() -> None:
    make_article("怎样开口")
    make_consultant()
    make_hotline()
    Block.objects.create(kind="latest")
    FriendLink.objects.create(name="友站", url="https://example.com/")
    Page.objects.create(title="关于我们", slug="about")
    Synonym.objects.create(word="演讲", synonym="讲话")
    BestBet.objects.create(query="投稿", title="投稿须知", url="/pages/about/")


def words(client: Client, url: str) -> str:
    tree = lxml.html.fromstring(client.get(url).content.decode())
    for hidden in tree.xpath("//script|//style"):
        hidden.drop_tree()
    return " ".join(" ".join(tree.itertext()).split())


def buttons(client: Client, url: str) -> list[str]:
    tree = lxml.html.fromstring(client.get(url).content.decode())
    row = tree.xpath("//div[@class='submit-row']")[0]
    return [str(one) for one in row.xpath("./input/@value|./a/text()|./button/text()")]


def told(client: Client, url: str, data: dict[str, Any]) -> str:
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.content.decode()
    return [str(message) for message in get_messages(answer.wsgi_request)][-1]


def test_every_list_counts_with_the_measure_word_of_its_rows(superuser: Client) -> None:
    fill()
    for url, measure in MEASURES.items():
        page = words(superuser, url)
        assert f"已选 0 {measure}，共 1 {measure}" in page, url
        assert re.search(f"共 1 {measure}(?!，)", page), url
        assert "批量操作" in page, url


def test_every_admin_has_words_of_its_own() -> None:
    assert [str(one) for one in admin.site._registry.values() if not isinstance(one, WordedAdmin)] == []


def test_lists_that_were_edited_are_counted(manager: Client) -> None:
    block, other = Block.objects.create(kind="latest"), Block.objects.create(kind="tags")
    rows = {f"form-{place}-id": row.pk for place, row in enumerate((block, other))}
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "保存", **rows}
    edited = {"form-0-position": 7, "form-0-is_active": "on", "form-1-position": other.position}
    assert told(manager, "/admin/home/block/", {**form, **edited, "form-1-is_active": "on"}) == "已保存 1 个首页版块。"
    hotlines = [make_hotline("一"), make_hotline("二")]
    rows = {f"form-{place}-id": row.pk for place, row in enumerate(hotlines)}
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "保存", **rows}
    edited = {"form-0-position": 8, "form-1-position": 9}
    assert told(manager, "/admin/consultants/hotline/", {**form, **edited}) == "已保存 2 条热线。"


def test_rows_that_were_deleted_are_counted(manager: Client) -> None:
    make_hotline()
    chosen = {"action": "delete_selected", "_selected_action": [Hotline.objects.get().pk]}
    page = manager.post("/admin/consultants/hotline/", chosen).content.decode()
    assert "确定删除所选的热线？" in page
    assert told(manager, "/admin/consultants/hotline/", {**chosen, "post": "yes"}) == "已删除 1 条热线。"


def test_forms_are_opened_and_saved_by_what_they_make(superuser: Client) -> None:
    fill()
    assert "写文章" in words(superuser, "/admin/articles/article/")
    assert "上传图片" in words(superuser, "/admin/pictures/picture/")
    assert "新建热线" in words(superuser, "/admin/consultants/hotline/")
    assert "增加" not in words(superuser, "/admin/")
    assert "保存并再写一篇" in buttons(superuser, "/admin/articles/article/add/")
    assert "保存并再传一张" in buttons(superuser, "/admin/pictures/picture/add/")
    assert "保存并新建下一位" in buttons(superuser, "/admin/consultants/consultant/add/")
    assert "保存并新建下一条" in buttons(superuser, "/admin/consultants/hotline/add/")
    assert "保存并新建下一个" in buttons(superuser, "/admin/auth/user/add/")
    heading = lxml.html.fromstring(superuser.get("/admin/articles/article/add/").content.decode()).xpath("//h1")[0]
    assert heading.text == "写文章"


def test_an_article_that_goes_to_the_trash_is_not_called_deleted(manager: Client) -> None:
    article, gone = make_article("怎样开口"), make_article("旧文", status="trash")
    assert "移到回收站" in buttons(manager, f"/admin/articles/article/{article.pk}/change/")
    assert "删除" not in buttons(manager, f"/admin/articles/article/{article.pk}/change/")
    assert "彻底删除" in buttons(manager, f"/admin/articles/article/{gone.pk}/change/")
    hotline = make_hotline()
    assert "删除" in buttons(manager, f"/admin/consultants/hotline/{hotline.pk}/change/")


def test_the_way_to_a_page_names_the_heading_that_it_stands_under(superuser: Client) -> None:
    fill()
    section, picture = make_section("竞聘"), make_picture()
    ways = {
        "/admin/home/block/": "首页 › 版面 › 首页版块",
        "/admin/articles/searchedquery/": "首页 › 搜索 › 搜索记录",
        "/admin/articles/bestbet/add/": "首页 › 搜索 › 置顶结果 › 新建置顶结果",
        "/admin/dedecms/importrun/": "首页 › 设置 › 旧站导入",
        "/admin/articles/missingpath/": "首页 › 旧网址 › 未找到的地址",
        "/admin/consultants/hotline/": "首页 › 顾问与热线 › 热线",
        "/admin/auth/user/": "首页 › 设置 › 用户",
        "/admin/auth/group/add/": "首页 › 设置 › 用户组 › 新建用户组",
        f"/admin/articles/section/{section.pk}/history/": "首页 › 内容 › 栏目 › 竞聘 › 修改记录",
        f"/admin/pictures/picture/{picture.pk}/delete/": "首页 › 内容 › 图片 › 讲台上的话筒 › 删除",
        "/admin/articles/articlehits/": "首页 › 点击 › 点击统计",
    }
    for url, way in ways.items():
        tree = lxml.html.fromstring(superuser.get(url).content.decode())
        assert " ".join(tree.xpath("//div[@class='breadcrumbs']")[0].text_content().split()) == way, url


def test_the_page_of_a_django_application_leads_to_the_front_page(manager: Client) -> None:
    for label in ("articles", "home", "auth", "consultants"):
        assert manager.get(f"/admin/{label}/")["Location"] == "/admin/", label
    assert manager.get("/admin/nothing/").status_code == 404


def test_no_page_has_a_word_that_the_house_has_another_for(superuser: Client) -> None:
    rows()
    found: dict[str, list[str]] = {}
    for url in pages():
        tree = lxml.html.fromstring(superuser.get(url, follow=True).content.decode())
        for hidden in tree.xpath("//script|//style|//textarea"):
            hidden.drop_tree()
        read = [*tree.itertext(), *tree.xpath("//@value[../@type='submit']|//@title|//@aria-label|//@placeholder")]
        if said := sorted({str(one).strip() for one in read if OTHER_WORDS.search(one)}):
            found[url] = said
    catalog = re.search(r"newcatalog = ({.*?});", superuser.get("/admin/jsi18n/").content.decode(), re.DOTALL)
    assert catalog
    # Some that no script asks for say 你.
    said_by_scripts = [word for word in OTHER_WORDS.findall(str(json.loads(catalog[1]))) if word != "你"]
    assert (found, said_by_scripts) == ({}, [])


def test_a_user_is_told_of_in_words_of_the_house(manager: Client) -> None:
    user = User.objects.create_user("writer", password="kai-kou-jiu-lai")
    page = words(manager, f"/admin/auth/user/{user.pk}/change/")
    for word in ("密码已设置", "用户组", "可以登录后台", "设新密码"):
        assert word in page, word
    for word in ("pbkdf2", "哈希", "迭代", "工作人员状态"):
        assert word not in page, word
    user.set_unusable_password()
    user.save()
    assert "还没有设置密码" in words(manager, f"/admin/auth/user/{user.pk}/change/")


def test_every_row_deleted_with_a_group_has_a_name(superuser: Client) -> None:
    group = Group.objects.get(name="编辑")
    User.objects.create_user("writer").groups.add(group)
    page = words(superuser, f"/admin/auth/group/{group.pk}/delete/")
    assert "编辑" in page
    assert "关系" not in page
    assert "object (" not in page
    user = User.objects.get(username="writer")
    assert "关系" not in words(superuser, f"/admin/auth/user/{user.pk}/delete/")
