"""Forms of the admin have the same size and number of queries whether the site has few rows to choose from or many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, BestBet, LegacyPath, Synonym, Tag
from consultants.models import Consultant
from tests.builders import make_article, make_author, make_consultant, make_picture, make_section
from yanjiang.home.models import FriendLink, Page
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db

# Models with an unlimited number of rows. Sections are left out: their tree is kept in memory and shown as a whole.
TABLES: dict[type, Callable[[int], Any]] = {
    Tag: lambda number: Tag.objects.create(name=f"关键字{number:03}"),
    Article: lambda number: make_article(f"文章{number:03}", status="draft"),
    Picture: lambda number: make_picture(f"图片{number:03}", name=f"{number:016x}-1200x800.jpg"),
    Consultant: lambda number: make_consultant(f"顾问{number:03}"),
    User: lambda number: make_author(f"zuozhe{number:03}"),
    LegacyPath: lambda number: LegacyPath.objects.create(path=f"/{number:03}.html"),
    Synonym: lambda number: Synonym.objects.create(word=f"词{number:03}", synonym="讲话"),
    BestBet: lambda number: BestBet.objects.create(query=f"词{number:03}", title="一", url="/"),
    FriendLink: lambda number: FriendLink.objects.create(name=f"友站{number:03}", url="/"),
    Page: lambda number: Page.objects.create(title=f"单页{number:03}", slug=f"page-{number:03}"),
}


def forms() -> list[str]:
    """Return the addresses of all forms to add a row, and of one row of each table to change."""
    found = []
    for model in admin.site._registry:
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found.append(f"{url}add/")
        if row := model._default_manager.order_by("pk").first():
            found.append(f"{url}{row.pk}/change/")
    return found


def size_and_queries(client: Client, url: str) -> tuple[int, int] | None:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    return (len(answer.content), len(asked)) if answer.status_code == 200 else None


def test_a_form_is_as_large_for_many_rows_as_for_few(client: Client) -> None:
    make_section()
    client.force_login(User.objects.create_superuser("root"))
    for number in range(2):
        for make in TABLES.values():
            make(number)
    few = {url: size_and_queries(client, url) for url in forms()}
    assert len([size for size in few.values() if size]) > 20
    for number in range(2, 12):
        for make in TABLES.values():
            make(number)
    many = {url: size_and_queries(client, url) for url in few}
    grown = {url: (few[url], many[url]) for url in few if few[url] and not _is_same(few[url], many[url])}
    assert grown == {}


def _is_same(few: tuple[int, int] | None, many: tuple[int, int] | None) -> bool:
    # Some digits of a token or a number more are no list.
    return bool(few and many and abs(few[0] - many[0]) < 40 and few[1] == many[1])


def test_merging_tags_offers_those_that_were_chosen_and_searches_the_rest(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    tags = [TABLES[Tag](number) for number in range(2)]
    sizes: list[int] = []
    for chosen in ([tags[0]], tags):
        merge = {"action": "merge", "_selected_action": [tag.pk for tag in chosen]}
        before = client.post("/admin/articles/tag/", merge).content.decode()
        for number in range(2 + 10 * len(sizes), 12 + 10 * len(sizes)):
            TABLES[Tag](number)
        with CaptureQueriesContext(connection) as asked:
            page = client.post("/admin/articles/tag/", merge).content.decode()
        assert abs(len(page) - len(before)) < 40
        assert "关键字005" not in page
        assert 'data-field-name="tag"' in page
        assert "select2" in page
        sizes.append(len(asked))
    assert len(set(sizes)) == 1
    answer = client.post("/admin/articles/tag/", {**merge, "confirmed": "yes", "target": "9" * 30})
    assert "选择一个有效的选项" in answer.content.decode()


def test_more_tags_than_a_page_can_name_are_not_merged_at_once(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    Tag.objects.bulk_create(Tag(name=f"词{number}", slug=f"{number}", look=f"{number}") for number in range(501))
    first = Tag.objects.order_by("pk").first()
    merge = {"action": "merge", "_selected_action": [first.pk], "select_across": "1", "confirmed": "yes"}  # type: ignore[union-attr]
    page = client.post("/admin/articles/tag/", {**merge, "target": first.pk}, follow=True).content.decode()  # type: ignore[union-attr]
    assert "一次最多合并 500 个" in page
    assert Tag.objects.count() == 501
