"""The date of an article's last change: changes of its page move the date, changes of lists do not."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from articles.editing import changes, tagging
from articles.models import Article
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_consultant, make_editor, make_picture, make_section, make_user, shanghai
from yanjiang.lib.html import PAGE_BREAK

pytestmark = pytest.mark.django_db
LONG_AGO = shanghai("2026-02-01 08:00")


@pytest.fixture
def article() -> Article:
    article = make_article(tags=["口才"])
    Article.objects.update(updated_at=LONG_AGO)
    return Article.objects.get(pk=article.pk)


def changed() -> datetime | None:
    return Article.objects.get().changed_at


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("is_headline", True), ("is_recommended", True), ("is_bold", True), ("weight", 9), ("short_title", "开场白"),
        ("pinned_until", shanghai("2090-01-01 08:00")), ("expire_at", shanghai("2090-01-01 08:00")),
    ],
)  # fmt: skip
def test_a_place_in_lists_is_no_change_of_an_article(article: Article, name: str, value: Any) -> None:
    setattr(article, name, value)
    article.save()
    assert getattr(Article.objects.get(), name) == value
    assert changed() == article.changed_at == LONG_AGO


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "另一个标题"), ("body", "<p>另一句话。</p>"), ("summary", "另一个摘要"), ("author", "周言"),
        ("source", "本站"), ("consultant", make_consultant), ("responsible_editor", lambda: make_user("zhou")),
        ("section", lambda: make_section("公文")), ("cover", make_picture), ("title_color", "red"), ("status", "draft"),
        ("publish_at", shanghai("2025-01-01 08:00")),
    ],
)  # fmt: skip
def test_what_readers_see_of_it_is(article: Article, name: str, value: Any) -> None:
    setattr(article, name, value() if callable(value) else value)
    article.save()
    assert changed() == article.changed_at
    assert article.updated_at > LONG_AGO


@pytest.mark.parametrize(
    ("body", "is_change"),
    [
        ('<p style="text-align: left"><span>开口的第一句话，先把听众请进来。</span></p>', False),
        ("<p>开口的第一句话，</p><p>先把听众请进来。</p>", True),
        ('<p><a href="/pages/about/">开口的第一句话，先把听众请进来。</a></p>', True),
        ('<p>开口的第一句话，先把听众请进来。</p><p><img src="/uploads/a.jpg" alt=""></p>', True),
        (f"<p>开口的第一句话，先把听众请进来。</p>{PAGE_BREAK}", True),
    ],
)
def test_other_markup_of_the_same_text_is_no_change(article: Article, body: str, *, is_change: bool) -> None:
    article.body = body
    article.save()
    assert (changed() != LONG_AGO) is is_change


def test_a_form_that_is_only_looked_through_keeps_the_seconds(article: Article, client: Client) -> None:
    moments = {name: shanghai(f"20{year}-01-15 09:30:27") for name, year in (("publish_at", 26), ("expire_at", 90))}
    Article.objects.update(**moments)
    client.force_login(make_editor())
    url = f"/admin/articles/article/{article.pk}/change/"
    assert client.post(url, typed(client, url, _publish="发布修改")).status_code == 302
    assert Article.objects.values(*moments).get() == moments
    assert (
        client.post(url, typed(client, url, publish_at_1="09:31", reason="改正", _publish="发布修改")).status_code
        == 302
    )
    assert Article.objects.get().publish_at == shanghai("2026-01-15 09:31")


def test_flags_of_many_are_no_change_and_another_section_is(article: Article) -> None:
    changes.set_flags(Article.objects.all(), ["is_headline", "is_slide"], on=True)
    assert Article.objects.get().is_slide
    assert changed() == LONG_AGO
    changes.move(Article.objects.all(), make_section("公文"))
    assert changed() != LONG_AGO


@pytest.mark.usefixtures("article")
def test_other_tags_are_a_change_and_the_same_are_not() -> None:
    tagging.add_tags(Article.objects.all(), ["口才"])
    assert changed() == LONG_AGO
    tagging.add_tags(Article.objects.all(), ["口才", "听众"])
    assert changed() != LONG_AGO


@pytest.mark.parametrize("publish_at", [shanghai("2026-01-15 09:30"), shanghai("2026-01-15 09:30:12.345678")])
def test_a_form_that_marks_an_article_moves_no_date_in_the_sitemap(client: Client, publish_at: datetime) -> None:
    article = make_article(tags=["口才", "听众"], summary="别的", publish_at=publish_at, pk=1)
    client.force_login(make_editor())
    url = f"/admin/articles/article/{article.pk}/change/"
    Article.objects.filter(pk=article.pk).update(updated_at=publish_at)
    before = client.get("/sitemap-articles-0.xml").content
    assert client.post(url, typed(client, url, is_headline="on", weight="5", _publish="发布修改")).status_code == 302
    assert Article.objects.get().is_headline
    assert client.get("/sitemap-articles-0.xml").content == before
    link = {"related_links-0-url": "https://example.com/", "related_links-0-title": "相关"}
    assert client.post(url, typed(client, url, **link, _publish="发布修改")).status_code == 302
    assert client.get("/sitemap-articles-0.xml").content != before
