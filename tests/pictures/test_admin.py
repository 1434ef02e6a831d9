"""The picture library in the admin: permissions, uploads, descriptions, deletions."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf.global_settings import FILE_UPLOAD_MAX_MEMORY_SIZE
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article
from tests.articles.admin.forms import errors, messages
from tests.builders import make_article, make_author, make_consultant, make_editor, make_picture, make_section
from tests.drawings import drawing
from tests.pages import read
from yanjiang.home.models import Page, SiteSettings
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db
LIST, ADD, PASTE = "/admin/pictures/picture/", "/admin/pictures/picture/add/", "/admin/pictures/picture/upload/"


def login(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def author() -> Client:
    return login(make_author())


@pytest.fixture
def editor() -> Client:
    return login(make_editor())


def chosen(content: bytes | None = None, name: str = "../我的照片.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or drawing(size=(60, 40)))


def post_delete(client: Client, picture: Picture) -> Any:
    return client.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})


def test_an_author_uploads_a_picture_and_says_what_it_shows(author: Client) -> None:
    response = author.post(ADD, {"upload": chosen(), "alt": "听众"})
    assert "已新建图片“听众”" in messages(author, response)
    picture = Picture.objects.get()
    assert (picture.alt, picture.width, str(picture.uploader)) == ("听众", 60, "author")
    assert "照片" not in picture.url


def test_an_upload_without_a_description_is_asked_for_one(author: Client, settings: Settings) -> None:
    assert "这个字段是必填项" in errors(author.post(ADD, {"upload": chosen(), "alt": " "}))
    assert not Picture.objects.exists()
    # The chosen file is held for the form until it is sent again.
    assert {path.suffix for path in Path(settings.MEDIA_ROOT).rglob("*.*")} == {".held"}


def test_a_file_that_is_no_picture_is_refused_and_the_description_stays(author: Client, settings: Settings) -> None:
    response = author.post(ADD, {"upload": chosen(b"<svg onload=alert(1)>"), "alt": "听众"})
    assert "这个文件是 SVG 矢量图" in errors(response)
    assert 'value="听众"' in response.content.decode()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_the_same_file_again_is_the_picture_that_is_there(author: Client, editor: Client) -> None:
    editor.post(ADD, {"upload": chosen(), "alt": "听众"})
    response = author.post(ADD, {"upload": chosen(name="b.jpg"), "alt": "观众"})
    assert "已有这张图片" in messages(author, response)
    assert Picture.objects.get().alt == "听众"
    popup = author.post(f"{ADD}?_popup=1", {"upload": chosen(), "alt": "观众", "_popup": "1"}).content.decode()
    assert f"&quot;value&quot;: &quot;{Picture.objects.get().pk}&quot;" in popup


def test_pictures_are_found_by_their_description_and_month(author: Client) -> None:
    make_picture("讲台上的话筒")
    make_picture("红幕", name="fedcba9876543210-600x400.jpg")
    html = read(author, f"{LIST}?q=话筒").html
    assert "0123456789abcdef-1200x800.320w.webp" in html
    assert "fedcba9876543210" not in html
    year = Picture.objects.latest("pk").created_at.year
    assert "fedcba9876543210" in read(author, f"{LIST}?created_at__year={year}").html
    assert "fedcba9876543210" not in read(author, f"{LIST}?created_at__year={year - 1}").html


def test_an_author_changes_and_deletes_only_what_is_his(author: Client, editor: Client) -> None:
    own = make_picture("", uploader=User.objects.get(username="author"))
    other = make_picture("红幕", name="fedcba9876543210-600x400.jpg")
    for picture, status in ((own, 302), (other, 403)):
        assert author.post(f"{LIST}{picture.pk}/change/", {"alt": "改过"}).status_code == status
        assert author.get(f"{LIST}{picture.pk}/change/").status_code == 200
        assert post_delete(author, picture).status_code == status
    assert Picture.objects.get() == other
    assert editor.post(f"{LIST}{other.pk}/change/", {"alt": "拉开的红幕"}).status_code == 302
    assert Picture.objects.get().alt == "拉开的红幕"
    assert post_delete(editor, other).status_code == 302
    assert not Picture.objects.exists()


def test_a_stranger_sees_and_does_nothing() -> None:
    picture = make_picture()
    staff = login(User.objects.create_user("reader", is_staff=True))
    for url in (LIST, ADD, f"{LIST}{picture.pk}/change/", f"{LIST}{picture.pk}/details/"):
        assert Client().get(url).status_code == 302
        assert staff.get(url).status_code == 403
    for client in (Client(), staff):
        assert client.post(PASTE, {"upload": chosen()}).status_code == 403
        assert post_delete(client, picture).status_code == 403
    assert Picture.objects.get() == picture


def test_a_picture_in_use_is_not_deleted_and_the_uses_are_named(editor: Client) -> None:
    picture = make_picture()
    body = f'<p><img src="{picture.url}" alt=""></p>'
    uses = {
        f"/admin/articles/article/{make_article('开场白', cover=picture).pk}/change/": "文章“开场白”的题图",
        f"/admin/articles/article/{make_article('结束语', body=body).pk}/change/": "文章“结束语”的正文",
        f"/admin/articles/section/{make_section('公文', picture=picture).pk}/change/": "栏目“公文”的栏目图片",
        f"/admin/articles/section/{make_section('讲话', content=body).pk}/change/": "栏目“讲话”的封面内容",
        f"/admin/consultants/consultant/{make_consultant(photo=picture).pk}/change/": "写作顾问“周言”的照片",
        f"/admin/consultants/consultant/{make_consultant('林一舟', biography=body).pk}/change/": (
            "写作顾问“林一舟”的详细介绍"
        ),
        f"/admin/home/page/{Page.objects.create(title='关于', slug='a', body=body).pk}/change/": "单页“关于”的正文",
        f"/admin/home/sitesettings/{SiteSettings.objects.create(pk=1, logo=picture).pk}/change/": (
            "站点设置“演讲网”的标志"
        ),
    }
    shown = read(editor, f"{LIST}{picture.pk}/change/").links
    assert {url: place for place, url in shown.items() if url in uses} == uses
    refused = messages(editor, post_delete(editor, picture))
    assert "正在使用，不能删除" in refused
    assert "文章“开场白”的题图" in refused
    assert Picture.objects.exists()
    SiteSettings.objects.update(logo=None)
    Article.objects.all().delete()
    for url in uses:
        if "consultant" in url or "page" in url or "section" in url:
            editor.post(url.replace("change", "delete"), {"post": "yes"})
    assert "还没有用到" in read(editor, f"{LIST}{picture.pk}/change/").text
    assert post_delete(editor, picture).status_code == 302
    assert not Picture.objects.exists()


def test_a_chosen_picture_is_shown_in_the_form_that_chose_it(author: Client) -> None:
    picture = make_picture("听众")
    answer = author.get(f"{LIST}{picture.pk}/details/").json()
    assert answer == {"url": picture.url, "thumbnail": picture.thumbnail_url, "alt": "听众"}
    assert author.get(f"{LIST}999/details/").status_code == 404


def test_a_pasted_picture_goes_into_the_library(author: Client) -> None:
    answer = author.post(PASTE, {"upload": chosen()})
    picture = Picture.objects.get()
    assert answer.json() == {"url": picture.url}
    assert (picture.alt, str(picture.uploader)) == ("", "author")
    assert author.post(PASTE, {"upload": chosen()}).json() == {"url": picture.url}


def test_a_large_file_that_waits_on_the_disk_is_taken_too(author: Client) -> None:
    noise = BytesIO()
    Image.effect_noise((1800, 1800), 90).save(noise, "PNG")
    assert len(noise.getvalue()) > FILE_UPLOAD_MAX_MEMORY_SIZE
    answer = author.post(PASTE, {"upload": chosen(noise.getvalue())})
    assert answer.json() == {"url": Picture.objects.get().url}
    assert author.post(ADD, {"upload": chosen(noise.getvalue()), "alt": "雪花"}).status_code == 302
    assert Picture.objects.get().width == 1800


def test_a_paste_that_is_no_picture_is_refused_in_chinese(author: Client, settings: Settings) -> None:
    for posted, words in (({}, "请选择一张图片。"), ({"upload": chosen(b"<svg onload=alert(1)>")}, "SVG 矢量图")):
        answer = author.post(PASTE, posted)
        assert (answer.status_code, words in answer.json()["error"]["message"]) == (400, True)
    assert author.get(PASTE).status_code == 405
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_the_list_asks_the_same_for_two_pictures_and_for_twelve(
    editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user, permissions (2), months (3), count, rows."""
    uploader = User.objects.get(username="editor")
    for count in (2, 12):
        while (number := Picture.objects.count()) < count:
            make_picture(name=f"{number:016x}-60x40.jpg", uploader=uploader)
        with django_assert_max_num_queries(9):
            assert editor.get(LIST).status_code == 200
