import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article, Attachment, Listing, RelatedLink, Section, Tag
from tests.articles.admin.forms import errors, messages, typed
from tests.builders import make_article, make_consultant, make_editor, make_section, shanghai
from tests.pages import read

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def editor(client: Client) -> User:
    user = make_editor("heqing", last_name="何", first_name="清")
    client.force_login(user)
    return user


@pytest.fixture
def section() -> Section:
    return make_section("佳作摘登", segment="jiazuo", parent=make_section("个人业务馆", segment="guan"))


def test_an_editor_writes_and_publishes_in_one_go(client: Client, editor: User, section: Section) -> None:
    other = make_section("演讲稿", segment="yanjianggao")
    fields = typed(
        client,
        ADD,
        title="群众路线心得体会",
        section=section.pk,
        further_sections=[other.pk],
        tags="基层党员干部，党的群众路线、心得体会",
        body="<p>为政之道。<script>alert(1)</script></p>",
        publish_at_0="2014-04-22",
        publish_at_1="11:45:00",
        _publish="保存并发布",
    )
    response = client.post(ADD, fields)
    assert response.status_code == 302, errors(response)
    article = Article.objects.get()
    assert (article.status, article.publish_at) == ("published", shanghai("2014-04-22 11:45"))
    assert (article.owner, article.responsible_editor, article.author) == (editor, editor, "何清")
    assert (article.body, article.summary) == ("<p>为政之道。</p>", "为政之道。")
    listed = Listing.objects.values_list("section__path", flat=True)
    assert sorted(listed) == ["guan", "guan/jiazuo", "yanjianggao"]
    assert client.get("/tags/党的群众路线/").content.decode().count("群众路线心得体会") >= 1


def test_rare_characters_come_from_the_form_to_every_page(client: Client, editor: User, section: Section) -> None:
    """Characters beyond U+FFFF, clusters, and compatibility characters: MySQL's utf8 lost some, others cut them."""
    rare = "𠮷𪚥👩‍👩‍👧葛\U000e0100"
    fields = typed(client, ADD, title=f"{rare}的致辞", section=section.pk, tags="𠮷利，𪚥",
                   body=f"<p>{'𠮷' * 200}{rare}</p>", author="𠮷野", _publish="保存并发布")  # fmt: skip
    response = client.post(ADD, fields)
    assert response.status_code == 302, errors(response)
    article = Article.objects.get()
    assert (article.title, article.author) == (f"{rare}的致辞", "𠮷野")
    assert article.body == f"<p>{'𠮷' * 200}{rare}</p>"
    assert set(article.summary) == {"𠮷", "…"}
    assert set(article.tags.values_list("name", "slug")) == {("𠮷利", "𠮷利"), ("𪚥", "𪚥")}
    page = client.get(f"/articles/{article.pk}/").content.decode()
    for text in (f"<title>{rare}的致辞", f"{'𠮷' * 200}{rare}</p>", "/tags/%F0%A0%AE%B7%E5%88%A9/"):
        assert text in page, text
    for url in ("/tags/𠮷利/", "/tags/𪚥/feed/", "/feed/", "/guan/", "/search/?q=𪚥"):
        assert rare in client.get(url).content.decode().replace("<mark>", "").replace("</mark>", ""), url


def test_saving_a_draft_shows_it_to_nobody(client: Client, editor: User, section: Section) -> None:
    client.post(ADD, typed(client, ADD, title="草稿", section=section.pk, _save="保存"))
    article = Article.objects.get()
    assert (article.status, article.publish_at) == ("draft", None)
    assert client.get(f"/articles/{article.pk}/").status_code == 404


def test_a_wrong_form_says_why_and_keeps_what_was_typed(client: Client, editor: User, section: Section) -> None:
    fields = typed(
        client, ADD, title="跳转文章", section="", is_jump="on", tags="口才；听众",
        publish_at_0="2026-01-02", publish_at_1="08:00", expire_at_0="2026-01-01", expire_at_1="08:00",
    )  # fmt: skip
    response = client.post(ADD, fields)
    told = errors(response)
    for words in ("勾选“跳转”时请填写跳转网址", "下线时间要晚于发布时间", "这个字段是必填项"):
        assert words in told
    page = response.content.decode()
    assert 'value="跳转文章"' in page
    assert "口才；听众" in page
    assert not Article.objects.exists()


def test_tags_come_back_as_they_were_typed(client: Client, editor: User) -> None:
    article = make_article(tags=["口才", "听众"])
    assert typed(client, f"/admin/articles/article/{article.pk}/change/")["tags"] == ["口才，听众"]


def test_an_equal_title_warns_and_saves(client: Client, editor: User, section: Section) -> None:
    first = make_article("怎样开口", section=section)
    response = client.post(ADD, typed(client, ADD, title="怎样开口", section=section.pk, _save="保存"))
    assert Article.objects.count() == 2
    assert f"已有同名文章：{first.pk} 号" in messages(client, response)


def test_a_made_summary_follows_the_body_and_a_typed_one_stays(client: Client, editor: User) -> None:
    made, own = make_article(body="<p>旧的。</p>"), make_article(body="<p>旧的。</p>", summary="自己写的。")
    # Older versions made summaries without spaces between paragraphs.
    older = make_article(body="<p>旧的</p><p>两段</p>", summary="旧的两段")
    for article in (made, own, older):
        url = f"/admin/articles/article/{article.pk}/change/"
        client.post(url, typed(client, url, body="<p>新的。</p>", _publish="发布修改"))
    made.refresh_from_db()
    own.refresh_from_db()
    older.refresh_from_db()
    assert (made.summary, own.summary, older.summary) == ("新的。", "自己写的。", "新的。")


def test_sources_and_authors_in_use_are_offered(client: Client, editor: User) -> None:
    make_article(source="本站原创", author="王临")
    make_article(source="本站原创")
    page = client.get(ADD).content.decode()
    assert '<datalist id="source_in_use"><option value="本站原创"></option></datalist>' in page
    assert '<option value="王临"></option>' in page


def test_related_links_and_attachments_are_edited_beside_it(client: Client, editor: User) -> None:
    article, target = make_article("本文"), make_article("另一篇")
    url = f"/admin/articles/article/{article.pk}/change/"
    fields = typed(
        client,
        url,
        **{
            "related_links-TOTAL_FORMS": 2,
            "related_links-0-target": target.pk,
            "related_links-0-position": 2,
            "related_links-1-url": "https://example.com/",
            "related_links-1-title": "站外的",
            "related_links-1-position": 1,
            "attachments-TOTAL_FORMS": 1,
            "attachments-0-file": SimpleUploadedFile("讲话稿.pdf", b"%PDF-1.4 x"),
            "attachments-0-position": 0,
            "_publish": "发布修改",
        },
    )
    response = client.post(url, fields)
    assert response.status_code == 302, errors(response)
    assert RelatedLink.objects.filter(article=article).count() == 2
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.size) == ("讲话稿.pdf", 10)
    assert re.fullmatch(r"attachments/[0-9a-f]{24}\.pdf", str(attachment.file))
    assert "10 字节" in client.get(url).content.decode().replace("\xa0", " ")


def test_a_related_link_is_one_article_or_one_address(client: Client, editor: User) -> None:
    article = make_article("本文")
    url = f"/admin/articles/article/{article.pk}/change/"
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"target": article.pk}, "不能指向文章自己"),
        ({"url": "javascript:alert(1)", "title": "坏的"}, "请填写以 http://"),
        ({"url": "https://example.com/"}, "请同时填写标题"),
        ({"title": "什么都没有"}, "二者只能选一"),
    ]
    for values, told in wrong:
        link = {f"related_links-0-{name}": value for name, value in values.items()}
        fields = typed(client, url, **{"related_links-TOTAL_FORMS": 1, "related_links-0-position": 0, **link})
        assert told in errors(client.post(url, fields))
    assert not RelatedLink.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.exe", b"MZ", "附件只能是"),
        ("a.pdf", b"<html>", "内容不是 pdf 文件"),
        ("a.docx", b"PK\x03\x04 not a zip", "内容不是 docx 文件"),
    ],
)
def test_an_attachment_is_what_it_says(client: Client, editor: User, name: str, content: bytes, told: str) -> None:
    url = f"/admin/articles/article/{make_article().pk}/change/"
    upload = {"attachments-0-file": SimpleUploadedFile(name, content), "attachments-0-position": 0}
    response = client.post(url, typed(client, url, **{"attachments-TOTAL_FORMS": 1, **upload}))
    assert told in errors(response)
    assert not Attachment.objects.exists()


def test_a_preview_shows_what_is_typed_and_saves_nothing(client: Client, editor: User, section: Section) -> None:
    wang = make_consultant("王临")
    other = make_article("另一篇", section=section)
    fields = typed(
        client, ADD, title="还没保存", section=section.pk, tags="新关键字", consultant=wang.pk,
        body="<p>正文在此。</p>",
        **{"related_links-TOTAL_FORMS": 1, "related_links-0-target": other.pk, "related_links-0-position": 0},
    )  # fmt: skip
    before = [model.objects.count() for model in (Article, Tag, RelatedLink, Listing)]
    page = client.post("/admin/articles/article/preview/", fields)
    assert page.status_code == 200
    for words in ("还没保存", "新关键字", "正文在此。", "另一篇", "佳作摘登", "预览"):
        assert words in page.content.decode()
    assert [model.objects.count() for model in (Article, Tag, RelatedLink, Listing)] == before


def test_a_preview_of_a_saved_article_leaves_it_as_it_was(client: Client, editor: User) -> None:
    article = make_article("原来的标题", tags=["口才"])
    url = f"/admin/articles/article/{article.pk}/change/"
    page = client.post(
        f"/admin/articles/article/preview/?id={article.pk}", typed(client, url, title="新的标题", tags="公文")
    )
    assert "新的标题" in page.content.decode()
    article.refresh_from_db()
    assert (article.title, list(article.tags.names())) == ("原来的标题", ["口才"])


def test_a_preview_of_a_wrong_form_names_what_is_wrong(client: Client, editor: User) -> None:
    page = client.post("/admin/articles/article/preview/", typed(client, ADD, title=""))
    assert page.status_code == 422
    assert "还不能预览" in page.content.decode()
    assert "标题：这个字段是必填项" in errors(page)


@pytest.mark.usefixtures("editor")
def test_a_preview_names_what_is_wrong_with_a_related_link(client: Client, section: Section) -> None:
    links = {"related_links-0-url": "https://example.com/", "related_links-0-title": ""}
    response = client.post(
        "/admin/articles/article/preview/", typed(client, ADD, title="甲", section=section.pk, **links)
    )
    assert response.status_code == 422
    assert "填写网址时请同时填写标题" in errors(response)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"tags": "长" * 101}, "过长，每个不超过 100 个字"),
        ({"publish_at_0": "0001-01-01", "publish_at_1": "00:00:00"}, "年份要在 1900 到 2999 之间"),
        ({"expire_at_0": "9999-12-31", "expire_at_1": "23:59:59"}, "年份要在 1900 到 2999 之间"),
        ({"pinned_until_0": "0001-01-01", "pinned_until_1": "00:00:00"}, "年份要在 1900 到 2999 之间"),
    ],
)
@pytest.mark.usefixtures("editor")
def test_a_value_that_no_database_keeps_is_refused(
    client: Client, section: Section, values: dict[str, str], told: str
) -> None:
    fields = typed(client, ADD, title="开场白", section=section.pk, **values)
    assert told in errors(client.post(ADD, fields))
    assert not Article.objects.exists()


def test_links_stand_in_the_form_and_on_the_page_by_position(client: Client, editor: User) -> None:
    article = make_article()
    for title, position in (("后面", 20), ("前面", 10), ("同位", 20)):
        RelatedLink.objects.create(article=article, title=title, url=f"/{position}/{title}/", position=position)
    form = typed(client, f"/admin/articles/article/{article.pk}/change/")
    assert [form[f"related_links-{row}-title"] for row in range(3)] == [["前面"], ["后面"], ["同位"]]
    assert list(read(client, f"/articles/{article.pk}/").region("related").links) == ["前面", "后面", "同位"]
