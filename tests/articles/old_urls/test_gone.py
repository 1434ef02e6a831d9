"""Addresses of merged, renamed or deleted rows: one redirect, or 410."""

from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing import changes, tagging
from articles.models import Article, LegacyPath, Tag
from tests.builders import make_article, make_manager

pytestmark = pytest.mark.django_db


def made(name: str) -> Tag:
    make_article(tags=[name])
    tag: Tag = Tag.objects.get(name=name)
    return tag


def led(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", "")


def tag_page(name: str, behind: str = "") -> str:
    return f"/tags/{quote(name)}/{behind}"


def test_a_merged_tag_leads_to_the_one_that_stays(client: Client) -> None:
    tagging.merge_tags(made("讲话"), made("演讲"))
    for behind in ("", "?page=2", "feed/", "atom/"):
        assert led(client, f"/tags/讲话/{behind}") == (301, tag_page("演讲", behind))
    assert led(client, "/tags/讲话") == (301, tag_page("演讲"))


def test_chains_of_merges_and_names_are_one_redirect(client: Client) -> None:
    tagging.merge_tags(made("讲话"), made("演讲"))
    tagging.merge_tags(made("发言"), Tag.objects.get(name="演讲"))
    tagging.merge_tags(Tag.objects.get(name="演讲"), made("口才"))
    last = Tag.objects.get(name="口才")
    last.slug = "koucai"
    last.save()
    for old in ("讲话", "发言", "演讲", "口才"):
        assert led(client, f"/tags/{old}/feed/") == (301, "/tags/koucai/feed/")


def test_a_tag_that_only_drafts_have_is_not_told_by_what_was_merged_into_it(client: Client) -> None:
    make_article(tags=["机密"], status="draft")
    tagging.merge_tags(made("讲话"), Tag.objects.get(name="机密"))
    changes.withdraw(Article.objects.all())
    for url in ("/tags/讲话/", "/tags/讲话/feed/", "/tags/讲话/，"):
        assert led(client, url) == (404, "")


def test_a_tag_that_gets_its_old_address_back_keeps_it(client: Client) -> None:
    tag = made("演讲")
    for slug in ("jiang", "演讲", "jiang"):
        tag.slug = slug
        tag.save()
    assert client.get("/tags/jiang/").status_code == 200
    assert led(client, "/tags/演讲/") == (301, "/tags/jiang/")


def test_another_name_with_the_same_address_moves_nothing(client: Client) -> None:
    tag = made("演讲")
    tag.name = "讲演"
    tag.save()
    assert not LegacyPath.objects.exists()
    assert client.get("/tags/演讲/").status_code == 200


def test_tags_are_merged_and_renamed_in_the_admin_likewise(client: Client) -> None:
    client.force_login(make_manager())
    one, two = made("讲话"), made("演讲")
    action = {"action": "merge", "_selected_action": [one.pk], "target": two.pk, "confirmed": "yes"}
    assert client.post("/admin/articles/tag/", action).status_code == 302
    assert led(client, "/tags/讲话/") == (301, tag_page("演讲"))
    form = client.get(f"/admin/articles/tag/{two.pk}/change/").context["adminform"].form
    values = {name: form[name].value() or "" for name in form.fields} | {"slug": "yanjiang"}
    assert client.post(f"/admin/articles/tag/{two.pk}/change/", values).status_code == 302
    assert led(client, "/tags/讲话/") == led(client, "/tags/演讲/") == (301, "/tags/yanjiang/")


@pytest.mark.parametrize("delete", [Tag.delete, lambda tag: Tag.objects.filter(pk=tag.pk).delete()])
def test_a_deleted_tag_and_what_led_to_it_are_gone(client: Client, delete: Any) -> None:
    tagging.merge_tags(made("讲话"), made("演讲"))
    delete(Tag.objects.get())
    for url in ("/tags/演讲/", "/tags/讲话/", "/tags/演讲/feed/"):
        assert client.get(url).status_code == (404 if "feed" in url else 410)
    made("演讲")
    assert client.get("/tags/演讲/").status_code == 200


DELETIONS: dict[str, Any] = {
    "the article": lambda article: article.delete(),
    "a queryset": lambda article: Article.objects.filter(pk=article.pk).delete(),
    "articles of a section": lambda article: article.section.articles.all().delete(),
    "articles of a user": lambda article: article.owner.articles.all().delete(),
    "the trash": lambda article: (changes.trash(Article.objects.all()), changes.purge(Article.objects.all())),
}


@pytest.mark.parametrize("how", DELETIONS)
def test_a_deleted_article_is_gone_however_it_was_deleted(client: Client, how: str) -> None:
    article = make_article()
    LegacyPath.objects.remember("/a/5.html", article=article)
    url = f"/articles/{article.pk}/"
    DELETIONS[how](article)
    for path in (url, url.rstrip("/"), f"{url}，", "/a/5.html"):
        assert client.get(path).status_code == 410, path


def test_no_row_takes_articles_along_past_their_delete() -> None:
    keys = [field for field in Article._meta.get_fields() if isinstance(field, models.ForeignKey)]
    assert {field.remote_field.on_delete for field in keys} == {models.PROTECT}


@pytest.mark.parametrize("count", [2, 12])
def test_many_are_deleted_by_the_same_statements(count: int) -> None:
    for number in range(count):
        make_article(f"第{number}篇", tags=[f"关键字{number}"])
    for rows in (Article.objects.all(), Tag.objects.all()):
        with CaptureQueriesContext(connection) as asked:
            rows.delete()
        assert len(asked) <= 45
