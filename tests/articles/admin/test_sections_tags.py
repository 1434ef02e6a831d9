import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article, LegacyPath, Section, Tag
from tests.builders import make_article, make_author, make_editor, make_section

pytestmark = pytest.mark.django_db
SECTIONS, TAGS = "/admin/articles/section/", "/admin/articles/tag/"


@pytest.fixture(autouse=True)
def editor(client: Client) -> User:
    user = make_editor()
    client.force_login(user)
    return user


def section_form(**values: object) -> dict[str, object]:
    return {
        "name": "演讲稿",
        "parent": "",
        "segment": "",
        "position": 0,
        "kind": "list",
        "in_navigation": "on",
        **values,
    }


def test_a_new_section_gets_a_path_of_its_name(client: Client) -> None:
    client.post(f"{SECTIONS}add/", section_form())
    assert Section.objects.get().path == "yanjianggao"
    assert client.get("/yanjianggao/").status_code == 200


def test_a_wrong_section_says_why_in_chinese(client: Client) -> None:
    section = make_section("口才", segment="koucai")
    below = make_section("训练", segment="xunlian", parent=section)
    for values, told in (
        ({"segment": "a.b"}, "路径只能用字母、数字和连字符"),
        ({"segment": "tags"}, "系统保留"),
        ({"segment": "koucai"}, "已被同级栏目“口才”使用"),
        ({"kind": "link"}, "请填写链接地址"),
    ):
        assert told in client.post(f"{SECTIONS}add/", section_form(**values)).content.decode()
    moved = client.post(f"{SECTIONS}{section.pk}/change/", section_form(parent=below.pk))
    assert "下级栏目之下" in moved.content.decode()
    assert "descendant" not in moved.content.decode()


def test_a_new_path_says_that_the_old_one_leads_on(client: Client) -> None:
    section = make_section("演讲稿", segment="yanjianggao")
    url = f"{SECTIONS}{section.pk}/change/"
    page = client.post(url, section_form(segment="gao"), follow=True).content.decode()
    assert "/yanjianggao/ 改为 /gao/" in page
    assert client.get("/yanjianggao/")["Location"] == "/gao/"


def test_a_section_moves_in_the_tree_and_its_address_with_it(client: Client) -> None:
    top, other = make_section("演讲稿", segment="gao"), make_section("公文", segment="gongwen")
    below = make_section("竞聘", segment="jp", parent=top)
    move = {"move": below.pk, "relative_to": other.pk, "position": "first-child"}
    assert client.post(f"{SECTIONS}move-node/", move).content == b"ok"
    assert client.get("/gao/jp/")["Location"] == "/gongwen/jp/"
    move = {"move": other.pk, "relative_to": below.pk, "position": "first-child"}
    assert client.post(f"{SECTIONS}move-node/", move).content == b"error"
    assert '<li class="error">不能把栏目移到它自己或它的下级栏目之下。</li>' in client.get(SECTIONS).content.decode()


def test_a_section_does_not_move_to_where_its_address_is_taken(client: Client) -> None:
    top, other = make_section("演讲稿", segment="gao"), make_section("公文", segment="gongwen")
    below = make_section("标签", segment="tags", parent=top)
    move = {"move": below.pk, "relative_to": other.pk, "position": "after"}
    assert client.post(f"{SECTIONS}move-node/", move).content == b"error"
    page = client.get(SECTIONS).content.decode()
    assert '<li class="error">“tags”是系统保留的路径，请换一个。</li>' in page
    assert client.get("/gao/tags/").status_code == 200


def test_the_tree_speaks_chinese(client: Client) -> None:
    make_section("竞聘", parent=make_section("演讲稿"))
    page = client.get(SECTIONS).content.decode()
    for words in ("作为第一个下级", "移动“竞聘”", "选择新位置", "合并到另一个栏目…"):
        assert words in page
    for words in ("first child", "new location", "Move "):
        assert words not in page


def test_a_section_in_use_is_not_deleted_but_merged(client: Client) -> None:
    old, new = make_section("旧馆", segment="old"), make_section("新馆", segment="new")
    make_article("文章", section=old)
    page = client.post(f"{SECTIONS}{old.pk}/delete/", {"post": "yes"}, follow=True).content.decode()
    assert "还有文章，不能删除。可以把它合并到另一个栏目" in page
    merge = {"action": "merge", "_selected_action": [old.pk], "index": 0}
    page = client.post(SECTIONS, merge).content.decode()
    assert "旧馆" in page
    del merge["index"]
    page = client.post(SECTIONS, {**merge, "confirmed": "yes", "target": new.pk}, follow=True).content.decode()
    assert "已把“旧馆”合并到“新馆”" in page
    assert not Section.objects.filter(pk=old.pk).exists()
    assert "文章" in client.get("/new/").content.decode()
    assert client.get("/old/")["Location"] == "/new/"


def test_a_merge_into_its_own_branch_is_refused_and_changes_nothing(client: Client) -> None:
    top, other = make_section("甲", segment="a"), make_section("乙", segment="b")
    below = make_section("丙", segment="c", parent=other)
    merge = {"action": "merge", "_selected_action": [top.pk, other.pk], "confirmed": "yes", "target": below.pk}
    assert "不能把栏目合并到它自己或它的下级栏目" in client.post(SECTIONS, merge).content.decode()
    assert Section.objects.count() == 3


def test_an_empty_section_is_deleted_and_its_address_gone(client: Client) -> None:
    section = make_section("空的", segment="kong")
    client.post(f"{SECTIONS}{section.pk}/delete/", {"post": "yes"})
    assert not Section.objects.exists()
    assert client.get("/kong/").status_code == 410


def test_tags_are_described_and_merged(client: Client) -> None:
    make_article("一", tags=["讲话"])
    make_article("二", tags=["演讲"])
    one, two = Tag.objects.get(name="讲话"), Tag.objects.get(name="演讲")
    client.post(f"{TAGS}{two.pk}/change/", {"name": "演讲", "slug": "演讲", "description": "说给人听的。"})
    assert "说给人听的。" in client.get("/tags/演讲/").content.decode()
    merge = {"action": "merge", "_selected_action": [one.pk], "confirmed": "yes", "target": two.pk}
    client.post(TAGS, merge)
    assert list(Tag.objects.values_list("name", flat=True)) == ["演讲"]
    page = client.get("/tags/演讲/").content.decode()
    assert "一" in page
    assert f'<a href="/admin/articles/article/?tag={two.pk}">2</a>' in client.get(TAGS).content.decode()


def test_tags_are_merged_into_one_of_those_chosen(client: Client) -> None:
    for title, tag in (("一", "讲话"), ("二", "演讲"), ("三", "发言")):
        make_article(title, tags=[tag])
    numbers = dict(Tag.objects.values_list("name", "pk"))
    merge = {"action": "merge", "_selected_action": [numbers["讲话"], numbers["演讲"]]}
    assert f'<option value="{numbers["演讲"]}">演讲</option>' in client.post(TAGS, merge).content.decode()
    merge |= {"confirmed": "yes", "target": numbers["演讲"]}
    assert "已把“讲话”合并到“演讲”" in client.post(TAGS, merge, follow=True).content.decode()
    assert set(Tag.objects.values_list("name", flat=True)) == {"演讲", "发言"}
    assert Tag.objects.get(name="演讲").items.count() == 2


def test_a_tag_is_not_offered_to_itself(client: Client) -> None:
    make_article("一", tags=["讲话"])
    make_article("二", tags=["演讲"])
    one = Tag.objects.get(name="讲话")
    merge = {"action": "merge", "_selected_action": [one.pk]}
    assert f'<option value="{one.pk}">' not in client.post(TAGS, merge).content.decode()


def test_deleting_a_tag_tells_how_many_articles_lose_it(client: Client) -> None:
    make_article("一", tags=["讲话"])
    make_article("二", tags=["讲话"])
    url = f"{TAGS}{Tag.objects.get().pk}/delete/"
    page = client.get(url).content.decode()
    assert "讲话（2 篇文章）" in page
    assert "使用了标签" not in page
    client.post(url, {"post": "yes"})
    assert not Tag.objects.exists()
    assert Article.objects.count() == 2


def test_old_addresses_are_kept_by_editors(client: Client) -> None:
    article = make_article()
    url = "/admin/articles/legacypath/add/"
    assert "要以一个 / 开头" in client.post(url, {"path": "a/5.html"}).content.decode()
    assert "要以一个 / 开头" in client.post(url, {"path": "//[x"}).content.decode()
    assert client.post(url, {"path": ""}).context["errors"] == [["这个字段是必填项。"]]
    client.post(url, {"path": "/a/5.html", "article": article.pk})
    assert LegacyPath.objects.get().target_url == f"/articles/{article.pk}/"
    assert client.get("/a/5.html")["Location"] == f"/articles/{article.pk}/"


def test_authors_choose_sections_and_tags_but_do_not_keep_them(client: Client) -> None:
    section = make_section("竞聘", parent=make_section("演讲稿"))
    client.force_login(make_author())
    for url in (SECTIONS, TAGS, f"{SECTIONS}add/", f"{SECTIONS}{section.pk}/change/", "/admin/articles/legacypath/"):
        assert client.get(url).status_code == 403
    choice = "/admin/autocomplete/?app_label=articles&model_name=article&field_name=section&term=竞聘"
    assert [row["text"] for row in client.get(choice).json()["results"]] == ["演讲稿 > 竞聘"]
    assert client.post(f"{SECTIONS}move-node/", {"move": section.pk, "position": "root"}).status_code == 403
