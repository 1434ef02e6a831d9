from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from articles.editing import changes
from articles.models import Article, ArticleHits, Attachment, RelatedLink
from tests.builders import make_article, make_consultant, make_hotline, make_section, make_user, shanghai
from tests.pages import download, read
from yanjiang.lib.html import PAGE_BREAK

pytestmark = pytest.mark.django_db


def test_it_has_every_element_of_the_old_sites_page(client: Client) -> None:
    consultant = make_consultant("王临", short_bio="演讲网站长、《好口才》项目组组长、公文写作专家、" * 3)
    make_hotline(number="13220535006", person="王老师")
    section = make_section("佳作摘登", segment="jiazuozhaideng", parent=make_section("个人业务馆", segment="guan"))
    article = make_article(
        "学习心得体会",
        section=section,
        author="yanjiangcn",
        publish_at=shanghai("2014-04-22 11:45"),
        summary="群众路线是根本工作路线。",
        body="<p>新时期群众工作面临的新情况。</p>",
        tags=["基层党员干部", "党的群众路线", "心得体会"],
        consultant=consultant,
        responsible_editor=make_user("yanjiangcn"),
    )
    other = make_article("另一篇", section=section, publish_at=shanghai("2014-04-21 08:00"))
    ArticleHits.objects.filter(article=article).update(total=77)

    page = read(client, f"/articles/{article.pk}/")

    for words in (
        "欢迎来到演讲网",
        "当前位置：主页 > 个人业务馆 > 佳作摘登",
        "写作顾问更多",
        "王 临",
        "…[详细]",
        "24小时求稿热线： 13220535006 王老师",
        "学习心得体会 文章来源：演讲网 未知 文章作者：yanjiangcn 点击次数：77 发布时间：2014-04-22 11:45",
        "群众路线是根本工作路线。 新时期群众工作面临的新情况。",
        "关键字Tags：基层党员干部党的群众路线心得体会",
        "（责任编辑：演讲网 yanjiangcn）",
        "上一篇：另一篇 下一篇：没有了",
        "相关文章 另一篇2014-04-21",
    ):
        assert words in page.text
    assert "王　临" in page.html
    assert page.links["佳作摘登"] == "/guan/jiazuozhaideng/"
    assert page.links["党的群众路线"].startswith("/tags/%E5%85%9A")
    assert page.links["13220535006"] == "tel:13220535006"
    assert page.links["…[详细]"] == f"/consultants/{consultant.pk}/"
    assert page.links["另一篇"] == f"/articles/{other.pk}/"


def test_it_hides_a_draft_and_what_is_still_to_come(client: Client) -> None:
    draft = make_article(status="draft")
    coming = make_article(publish_at=timezone.now() + timedelta(minutes=1))
    assert client.get(f"/articles/{draft.pk}/").status_code == 404
    assert client.get(f"/articles/{coming.pk}/").status_code == 404


def test_it_says_that_a_withdrawn_article_is_gone(client: Client) -> None:
    expired = make_article(expire_at=timezone.now() - timedelta(seconds=1))
    trashed = make_article(status="trash")
    for article in (expired, trashed):
        page = read(client, f"/articles/{article.pk}/")
        assert (page.status, "已经撤下" in page.text) == (410, True)
    changes.purge(Article.objects.all())
    assert client.get(f"/articles/{trashed.pk}/").status_code == 410


def test_related_articles_are_the_editors_then_by_tags_then_by_section(client: Client) -> None:
    section, elsewhere = make_section("演讲稿", segment="a"), make_section("公文", segment="b")
    day = shanghai("2026-01-01 08:00")
    same_section = make_article("同栏目", section=section, publish_at=day)
    make_article("一个关键字", section=elsewhere, tags=["开场白"], publish_at=day)
    make_article("两个关键字", section=elsewhere, tags=["开场白", "听众"], publish_at=day)
    chosen = make_article("编辑选的", section=elsewhere, publish_at=day)
    draft = make_article("草稿", section=section, tags=["开场白"], status="draft")
    article = make_article("本文", section=section, tags=["开场白", "听众"], publish_at=day)
    RelatedLink.objects.create(article=article, target=chosen, position=2)
    RelatedLink.objects.create(article=article, url="https://example.com/", title="站外的", position=1)
    RelatedLink.objects.create(article=article, target=draft, position=0)
    related = read(client, f"/articles/{article.pk}/").region("related")
    assert list(related.links) == ["站外的", "编辑选的", "两个关键字", "一个关键字", "同栏目"]
    assert related.links["同栏目"] == f"/articles/{same_section.pk}/"


def test_related_articles_are_never_none_while_there_is_another(client: Client) -> None:
    article = make_article("本文", section=make_section("孤零零"))
    make_article("别处的", section=make_section("别处"))
    related = read(client, f"/articles/{article.pk}/").region("related")
    assert list(related.links) == ["别处的"]


def test_neighbours_follow_the_date_and_then_the_order_of_writing(client: Client) -> None:
    noon = shanghai("2026-01-01 12:00")
    section = make_section()
    first, second, third = (make_article(title, publish_at=noon, section=section) for title in ("甲", "乙", "丙"))
    make_article("别的栏目", section=make_section("别处"), publish_at=noon)
    text = read(client, f"/articles/{second.pk}/").text
    assert "上一篇：甲 下一篇：丙" in text
    assert "上一篇：没有了 下一篇：乙" in read(client, f"/articles/{first.pk}/").text
    assert "上一篇：乙 下一篇：没有了" in read(client, f"/articles/{third.pk}/").text


def test_a_text_that_is_its_own_summary_is_read_once(client: Client) -> None:
    article = make_article(body="<p>开口的第一句话。</p><p>先把听众请进来。</p>")
    assert read(client, f"/articles/{article.pk}/").text.count("先把听众请进来。") == 1
    article.summary = "怎样开口。"
    article.save()
    assert "怎样开口。" in read(client, f"/articles/{article.pk}/").text


def test_a_body_of_several_pages_shows_one_and_names_the_others(client: Client) -> None:
    body = f"<h2>起</h2><p>第一页的话。</p>{PAGE_BREAK}<h2>承</h2><p>第二页的话。</p>"
    article = make_article(body=body, summary="摘要在此。")
    first = read(client, f"/articles/{article.pk}/")
    assert "第一页的话" in first.text
    assert "第二页的话" not in first.text
    assert first.links["第 2 页：承"] == "?page=2"
    second = read(client, f"/articles/{article.pk}/?page=2")
    assert "第二页的话" in second.text
    assert "摘要在此" not in second.region("article").text
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/articles/{article.pk}/?page=2">' in second.html
    assert "第二页的话" in read(client, f"/articles/{article.pk}/?page=99").text
    assert "第一页的话" in read(client, f"/articles/{article.pk}/?page=abc").text


def test_attachments_are_listed_with_their_size_and_saved_under_their_name(client: Client) -> None:
    article = make_article()
    attachment = Attachment(article=article, name="讲话稿模板")
    attachment.file.save("x.pdf", ContentFile(b"%PDF-1.4 " + b"0" * 2039))
    page = read(client, f"/articles/{article.pk}/")
    assert "讲话稿模板.pdf 2.0 KB" in page.text
    response, content = download(client, page.links["讲话稿模板.pdf"])
    named = "%E8%AE%B2%E8%AF%9D%E7%A8%BF%E6%A8%A1%E6%9D%BF.pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{named}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert content.startswith(b"%PDF")
    assert 'download="讲话稿模板.pdf"' in page.html


def test_a_jump_within_the_site_leads_on_and_one_outside_is_a_link(client: Client) -> None:
    inside = make_article(is_jump=True, redirect_url="/tags/")
    outside = make_article(is_jump=True, redirect_url="https://example.com/")
    response = client.get(f"/articles/{inside.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/tags/")
    page = read(client, f"/articles/{outside.pk}/")
    assert (page.status, page.links["阅读原文"]) == (200, "https://example.com/")


def test_the_hotline_of_another_section_is_not_shown(client: Client) -> None:
    here, there = make_section("演讲稿"), make_section("公文")
    below = make_section("竞聘", parent=here)
    make_hotline("此处热线", is_everywhere=False, sections=[here])
    make_hotline("彼处热线", is_everywhere=False, sections=[there])
    make_hotline("停用热线", is_active=False)
    text = read(client, f"/articles/{make_article(section=below).pk}/").text
    assert ("此处热线" in text, "彼处热线" in text, "停用热线" in text) == (True, False, False)


def test_hot_and_recommended_lists_stand_beside_it(client: Client) -> None:
    for number in range(3):
        article = make_article(f"第{number}篇", is_recommended=number == 0, weight=number)
        ArticleHits.objects.filter(article=article).update(total=number * 10)
    make_article("草稿", status="draft", is_recommended=True)
    page = read(client, f"/articles/{article.pk}/")
    sidebar = page.region("sidebar").text
    assert "热点 第2篇 第1篇 第0篇 推荐 第0篇" in sidebar


def test_its_qr_code_is_drawn_for_what_a_visitor_may_read(client: Client) -> None:
    published, draft = make_article("可以读的"), make_article("草稿", status="draft")
    response = client.get(f"/articles/{published.pk}/qr.svg")
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response.content.startswith(b"<svg")
    assert client.get(f"/articles/{draft.pk}/qr.svg").status_code == 404
    assert client.get("/articles/99999/qr.svg").status_code == 404


def test_it_names_its_address_for_paper_and_for_the_clipboard(client: Client) -> None:
    article = make_article()
    page = read(client, f"/articles/{article.pk}/?page=1&from=elsewhere")
    assert f"本文来自演讲网：http://127.0.0.1:8000/articles/{article.pk}/" in page.text
    assert f'data-copy="http://127.0.0.1:8000/articles/{article.pk}/"' in page.html


def test_an_address_with_zeros_in_front_is_known_by_the_one_without(client: Client) -> None:
    article = make_article()
    page = read(client, f"/articles/00{article.pk}/")
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/articles/{article.pk}/">' in page.html
