"""Editing consultants and hotlines."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultants.models import Consultant, Hotline
from tests.builders import (
    make_article,
    make_author,
    make_consultant,
    make_editor,
    make_hotline,
    make_picture,
    make_section,
)
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def test_a_photo_is_chosen_from_the_library_and_shown_in_the_list(editor: Client) -> None:
    photo = make_picture("王临的照片")
    fields = {"name": "王临", "titles": "演讲网站长", "position": 0, "is_active": "on", "photo": photo.pk}
    assert editor.post("/admin/consultants/consultant/add/", fields).status_code == 302
    assert Consultant.objects.get().photo == photo
    page = read(editor, "/admin/consultants/consultant/")
    assert "王　临" in page.html
    assert photo.thumbnail_url in page.html


def test_a_photo_that_is_not_in_the_library_is_refused_in_chinese(editor: Client) -> None:
    for number in ("999", "一", "²"):
        fields = {"name": "王临", "position": 0, "photo": number}
        page = editor.post("/admin/consultants/consultant/add/", fields).content.decode()
        assert "选择一个有效的选项" in page
    assert not Consultant.objects.exists()


def test_a_photo_is_kept_replaced_and_taken_away(editor: Client) -> None:
    consultant = make_consultant()
    url = f"/admin/consultants/consultant/{consultant.pk}/change/"
    for photo in (make_picture(), make_picture(name="fedcba9876543210-600x750.jpg"), None):
        posted = {"name": "周言", "position": 0, "photo": photo.pk if photo else ""}
        assert editor.post(url, posted).status_code == 302
        consultant.refresh_from_db()
        assert consultant.photo == photo


def test_positions_are_set_in_the_list(editor: Client) -> None:
    consultant = make_consultant()
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": consultant.pk, "form-0-position": 30}
    saved = {**form, "form-0-is_active": "on", "_save": "保存"}
    assert editor.post("/admin/consultants/consultant/", saved).status_code == 302
    consultant.refresh_from_db()
    assert consultant.position == 30


def test_consultants_are_found_by_name_and_title(editor: Client) -> None:
    make_consultant("周言", titles="演讲教练")
    make_consultant("林一舟", titles="公文顾问")
    for words, found, missed in (("周", "周　言", "林一舟"), ("公文", "林一舟", "周　言")):
        html = read(editor, f"/admin/consultants/consultant/?q={words}").region("results").html
        assert found in html
        assert missed not in html


def test_an_author_chooses_a_consultant_and_does_not_see_the_list(client: Client) -> None:
    make_consultant("周言")
    client.force_login(make_author())
    choices = {"app_label": "articles", "model_name": "article", "field_name": "consultant", "term": "周"}
    response = client.get("/admin/autocomplete/", choices)
    assert response.status_code == 200
    assert [choice["text"] for choice in response.json()["results"]] == ["周言"]
    assert client.get("/admin/consultants/consultant/").status_code == 403


def test_a_hotline_is_shown_in_sections(editor: Client) -> None:
    above = make_section("公文写作")
    below = make_section("述职报告", parent=above)
    page = read(editor, "/admin/consultants/hotline/add/").text
    assert "公文写作 述职报告" in page
    fields = {"label": "求稿热线", "number": "400-000-2014", "position": 0, "is_active": "on", "sections": [below.pk]}
    assert editor.post("/admin/consultants/hotline/add/", fields).status_code == 302
    assert list(Hotline.objects.get().sections.all()) == [below]
    assert "述职报告" in read(editor, "/admin/consultants/hotline/").text


@pytest.mark.parametrize("url", ["/admin/consultants/consultant/", "/admin/consultants/hotline/"])
def test_lists_ask_the_same_for_two_rows_and_for_twelve(
    url: str, editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user, permissions (2), count (2), rows, and of hotlines the sections."""
    for rows in (2, 12):
        while Consultant.objects.count() < rows:
            number = Consultant.objects.count()
            make_consultant(f"顾问{number}")
            make_hotline(f"热线{number}", is_everywhere=False, sections=[make_section(f"栏目{number}")])
        with django_assert_max_num_queries(8):
            assert editor.get(url).status_code == 200


def test_a_consultant_who_wrote_articles_is_not_deleted(editor: Client) -> None:
    wrote, other = make_consultant("王临"), make_consultant("周言")
    make_article("一", consultant=wrote)
    make_article("二", consultant=wrote)
    page = editor.post(f"/admin/consultants/consultant/{wrote.pk}/delete/", {"post": "yes"}).content.decode()
    assert "王临的 2 篇文章" in page
    assert "/admin/articles/article/" not in page.split('id="deleted-objects"')[1].split("</ul>")[0]
    chosen = {"action": "delete_selected", "_selected_action": [wrote.pk, other.pk], "post": "yes"}
    assert "王临的 2 篇文章" in editor.post("/admin/consultants/consultant/", chosen).content.decode()
    assert Consultant.objects.count() == 2
    editor.post(f"/admin/consultants/consultant/{other.pk}/delete/", {"post": "yes"})
    assert Consultant.objects.get() == wrote
