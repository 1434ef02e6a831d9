"""The record of pictures in rich texts is right on every path of writing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from articles.editing import changes
from articles.models import Article
from consultants.models import Consultant
from tests.builders import make_article, make_consultant, make_picture, make_section
from yanjiang.home.models import Page
from yanjiang.pictures.models import Picture, PictureUse
from yanjiang.pictures.texts import describe, record_saved

pytestmark = pytest.mark.django_db


def shown(picture: Picture) -> str:
    return f'<figure class="image"><img src="{picture.url}" alt="听众"></figure>'


def used(row: object) -> list[Picture]:
    return [use.picture for use in PictureUse.objects.order_by("picture") if use.owner == row]


def saved(html: str) -> None:
    page = Page.objects.get()
    page.body = html
    page.save()


def saved_in_part(html: str) -> None:
    page = Page.objects.get()
    page.body = html
    page.save(update_fields=["body"])


def bulk_updated(html: str) -> None:
    page = Page.objects.get()
    page.body = html
    Page.objects.bulk_update([page], ["body"])


def past_us(html: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE home_page SET body = %s", [html])
    record_saved(Page, Page.objects.values_list("pk", flat=True))


WAYS: dict[str, Callable[[str], object]] = {
    "save": saved,
    "save(update_fields)": saved_in_part,
    "update": lambda html: Page.objects.update(body=html),
    "update with what it was chosen by": lambda html: Page.objects.filter(body__contains="img").update(body=html),
    "update with an expression": lambda html: Page.objects.update(body=Value(html)),
    "bulk_update": bulk_updated,
    "update_or_create": lambda html: Page.objects.update_or_create(slug="about", defaults={"body": html}),
    "SQL, and told so": past_us,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_change_of_the_text_changes_what_it_uses(way: str) -> None:
    before, after = make_picture(), make_picture(name="fedcba9876543210-60x40.png")
    page = Page.objects.create(title="关于我们", slug="about", body=shown(before))
    assert used(page) == [before]
    WAYS[way](shown(after) + shown(after))
    assert used(page) == [after]
    WAYS[way]("<p>没有图片。</p>" if "chosen" not in way else "<p>img</p>")
    assert used(page) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda html: Page.objects.create(title="关于", slug="about", body=html),
        lambda html: Page.objects.bulk_create([Page(title="关于", slug="about", body=html)])[0],
        lambda html: Consultant.objects.create(name="周言", biography=html),
        lambda html: make_section(content=html),
        lambda html: make_article(body=html),
    ],
    ids=["page", "bulk_create", "consultant", "section", "article"],
)
def test_every_model_with_rich_text_keeps_account(make: Callable[[str], object]) -> None:
    picture = make_picture()
    row = make(shown(picture))
    assert used(row) == [picture]


@pytest.mark.parametrize(
    ("make", "field"),
    [(make_section, "content"), (make_consultant, "biography")],
    ids=["section", "consultant"],
)
def test_every_models_queryset_keeps_account(make: Callable[[], Any], field: str) -> None:
    picture, row = make_picture(), make()
    type(row)._default_manager.filter(pk=row.pk).update(**{field: shown(picture)})
    assert used(row) == [picture]


def test_a_link_to_a_picture_uses_it_too() -> None:
    picture = make_picture()
    assert used(make_article(body=f'<p><a href="{picture.url}">大图</a></p>')) == [picture]


def test_pictures_that_are_not_the_librarys_are_nobodys_affair() -> None:
    article = make_article(
        body='<p><img src="https://example.com/a.jpg" alt=""><img src="/uploads/pictures/2026/01/'
        '0123456789abcdef-9x9.jpg" alt=""></p>'
    )
    assert used(article) == []


def test_a_save_of_other_fields_leaves_the_account_alone() -> None:
    picture = make_picture()
    article = make_article(body=shown(picture))
    article.body, article.title = "", "另一个标题"
    article.save(update_fields=["title"])
    assert used(Article.objects.get()) == [picture]


def test_deleting_the_text_frees_the_picture() -> None:
    picture = make_picture()
    make_article(body=shown(picture), status=Article.Status.TRASH)
    changes.purge(Article.objects.all())
    assert PictureUse.objects.count() == 0
    picture.delete()


def test_a_bulk_write_with_pictures_whose_rows_are_unknown_is_refused() -> None:
    page = Page(title="关于", slug="about", body=shown(make_picture()))
    with pytest.raises(ValueError, match="cannot be recorded"):
        Page.objects.bulk_create([page], ignore_conflicts=True)
    assert Page.objects.count() == 0
    Page.objects.bulk_create([Page(title="关于", slug="about", body="<p>没有图片。</p>")], ignore_conflicts=True)


def test_the_account_of_many_rows_asks_no_more_than_that_of_few() -> None:
    picture = make_picture()
    asked = []
    for count in (2, 40):
        pages = [
            Page(title=f"第{n}页", slug=f"page-{count}-{n}", body=shown(picture), position=n) for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            Page.objects.bulk_create(pages)
        asked.append(len(queries))
    assert asked[0] >= asked[1]
    assert picture.uses.count() == 42


def test_pasted_pictures_are_called_by_what_the_text_is_about() -> None:
    pasted, described = make_picture(""), make_picture("听众", name="fedcba9876543210-60x40.png")
    other = make_picture("", name="00000000aaaaaaaa-60x40.png")
    describe(make_article(body=shown(pasted) + shown(described)), "演讲的开场白")
    assert [Picture.objects.get(pk=one.pk).alt for one in (pasted, described, other)] == ["演讲的开场白", "听众", ""]
