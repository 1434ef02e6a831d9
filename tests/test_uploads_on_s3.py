"""Uploads on S3: readers notice no difference, and storage that is away breaks no page and loses no text."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import lxml.html
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from articles.editing import changes
from articles.models import Article, Attachment
from tests.articles.admin.forms import errors, typed
from tests.articles.admin.test_held_files import document, held_fields, hold
from tests.builders import make_article, make_author, make_editor, make_picture
from tests.drawings import drawing
from tests.objects import Bucket
from tests.pages import download
from tests.server import free_port
from yanjiang import routing
from yanjiang.lib.stored import Uploads, uploads
from yanjiang.pictures.models import Picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADD = "/admin/pictures/picture/add/"


def attach(article: Article, content: bytes = b"%PDF-1.4 x") -> Attachment:
    attachment = Attachment(article=article, name="讲话稿")
    attachment.file.save("x.pdf", ContentFile(content))
    return attachment


def go_away(bucket: Bucket, settings: Settings) -> None:
    """Let nothing answer under the address of the storage."""
    settings.STORAGES = {**settings.STORAGES, "default": replace(bucket, port=free_port()).setting}


def test_a_picture_is_uploaded_in_the_admin_and_served_with_its_renditions(client: Client, bucket: Bucket) -> None:
    client.force_login(make_author())
    client.post(ADD, {"upload": SimpleUploadedFile("a.jpg", drawing(size=(400, 300))), "alt": "听众"})
    picture = Picture.objects.get()
    files = bucket.files()
    assert files.keys() >= {str(picture.file), str(picture.file).replace(".jpg", ".320w.webp")}
    for name, content in files.items():
        response, sent = download(client, f"/uploads/{name}")
        assert sent == content
        assert response["Content-Type"] in ("image/jpeg", "image/webp", "image/avif")


def test_the_headers_are_those_of_a_folder(client: Client, settings: Settings, bucket: Bucket) -> None:
    on_s3 = settings.STORAGES
    in_folder = {**on_s3, "default": {"BACKEND": "yanjiang.lib.storage.WholeFileStorage"}}
    told = []
    for settings.STORAGES in (on_s3, in_folder):
        for name in ("pictures/a.jpg", "soft/讲稿.doc"):
            uploads().write(name, BytesIO(b"content"), changed_ns=1_700_000_000_500_000_000)
            response, _content = download(client, f"/uploads/{name}")
            told.append(dict(response.headers))
    assert told[:2] == told[2:]
    assert told[0]["ETag"] == '"6553f100-7"'


def test_an_attachment_is_public_while_its_article_is(client: Client, bucket: Bucket) -> None:
    attachment = attach(make_article())
    by_nginx = {"x-sendfile-type": "X-Accel-Redirect"}
    answer: Any = client.get(attachment.file.url, headers=by_nginx)
    assert (b"".join(answer.streaming_content), answer["Cache-Control"]) == (b"%PDF-1.4 x", "no-cache")
    assert not answer.has_header("X-Accel-Redirect")
    changes.withdraw(Article.objects.all())
    assert client.get(attachment.file.url, headers=by_nginx).status_code == 404


def test_a_large_file_is_fetched_in_pieces(client: Client, bucket: Bucket) -> None:
    content = bytes(range(256)) * 10_000
    url = f"/uploads/{default_storage.save('a.zip', ContentFile(content))}"
    answer: Any = client.get(url)
    pieces = list(answer.streaming_content)
    assert (b"".join(pieces), max(map(len, pieces))) == (content, 1 << 20)
    part: Any = client.get(url, headers={"range": "bytes=1000-2000999"})
    assert b"".join(part.streaming_content) == content[1000:2_001_000]


@pytest.mark.usefixtures("both_storages")
@pytest.mark.parametrize(
    "path",
    [
        "nothing.jpg",
        ".backing-up/k/files/a.pdf",
        ".replaced/a.jpg",
        "./.replaced/a.jpg",
        "x/../.replaced/a.jpg",
        ".restoring/files/a.jpg",
        ".checking/a.jpg",
        "../secret_key",
        "a\\b.jpg",
        "pictures/",
        "%2e%2e/a.jpg",
        "a" * 2000,
        "演" * 200,
    ],
)
def test_what_is_no_upload_is_not_found(client: Client, path: str) -> None:
    for name in (
        ".backing-up/k/files/a.pdf",
        ".replaced/a.jpg",
        ".restoring/files/a.jpg",
        ".checking/a.jpg",
        "pictures/a.jpg",
    ):
        uploads().write(name, BytesIO(b"secret"))
    assert client.get(f"/uploads/{path}").status_code == 404


@pytest.mark.usefixtures("both_storages")
def test_a_file_that_is_deleted_while_it_is_looked_up_is_not_found(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads().write("a.jpg", BytesIO(b"picture"))
    found = uploads().stored("a.jpg")
    uploads().remove("a.jpg")
    monkeypatch.setattr(Uploads, "served", lambda storage, name: found)
    assert client.get("/uploads/a.jpg").status_code == 404


@pytest.mark.parametrize("path", ["a.jpg", "attachment"])
def test_storage_that_is_away_is_told_in_chinese(client: Client, bucket: Bucket, settings: Settings, path: str) -> None:
    url = attach(make_article()).file.url if path == "attachment" else f"/uploads/{path}"
    go_away(bucket, settings)
    client.raise_request_exception = False
    answer = client.get(url)
    assert answer.status_code == 503
    assert "网站正忙" in answer.content.decode()


def test_nobody_is_told_that_a_page_is_missing_because_the_storage_is_away(bucket: Bucket, settings: Settings) -> None:
    assert not routing.has_page("/uploads/a.jpg")
    go_away(bucket, settings)
    assert routing.has_page("/uploads/a.jpg")


def test_pages_ask_the_storage_nothing(client: Client, bucket: Bucket, settings: Settings) -> None:
    article = make_article(cover=make_picture())
    attach(article)
    go_away(bucket, settings)
    for url in ("/", f"/articles/{article.pk}/", "/feed/", "/sitemap.txt"):
        assert client.get(url).status_code == 200
    assert client.get("/nothing-here/").status_code == 404


def test_a_save_while_the_storage_is_away_gives_the_text_back(
    client: Client, bucket: Bucket, settings: Settings
) -> None:
    client.force_login(make_editor())
    article = make_article("原来的标题")
    url = f"/admin/articles/article/{article.pk}/change/"
    upload = {"attachments-TOTAL_FORMS": 1, "attachments-0-file": SimpleUploadedFile("讲话稿.pdf", b"%PDF-1.4 x")}
    fields = typed(client, url, title="改过的标题", **upload, **{"attachments-0-position": 0})
    go_away(bucket, settings)
    response = client.post(url, fields)
    assert "存放文件的服务器没有回答" in errors(response)
    assert "改过的标题" in response.content.decode()
    assert (Article.objects.get().title, Attachment.objects.count()) == ("原来的标题", 0)


@pytest.mark.django_db(transaction=True)
def test_a_held_file_waits_until_the_storage_is_back(client: Client, bucket: Bucket, settings: Settings) -> None:
    client.force_login(make_editor())
    article = make_article("原来的标题")
    url = f"/admin/articles/article/{article.pk}/change/"
    row = {"attachments-TOTAL_FORMS": 1, "attachments-0-position": 0}
    fields = typed(client, url, title="改过的标题", **row, **held_fields(hold(client, document())))
    there = settings.STORAGES
    go_away(bucket, settings)
    response = client.post(url, fields)
    assert "存放文件的服务器没有回答" in errors(response)
    assert "讲话稿.pdf" in response.content.decode()
    settings.STORAGES = there
    assert client.post(url, fields).status_code == 302
    assert [name.rpartition(".")[2] for name in bucket.files()] == ["pdf"]


def test_a_held_picture_that_cannot_be_read_is_told(client: Client, bucket: Bucket, settings: Settings) -> None:
    client.force_login(make_author())
    shown = client.post(ADD, {"upload": SimpleUploadedFile("a.jpg", drawing()), "alt": ""})
    page = lxml.html.fromstring(shown.content)
    (key,) = page.xpath("//input[@name='upload-held']/@value")
    go_away(bucket, settings)
    response = client.post(ADD, {"upload-held": key, "alt": "听众"})
    assert "存放文件的服务器没有回答" in errors(response)
    assert key in response.content.decode()


def test_a_picture_that_cannot_be_stored_is_told_and_its_description_stays(
    client: Client, bucket: Bucket, settings: Settings
) -> None:
    client.force_login(make_author())
    go_away(bucket, settings)
    response = client.post(ADD, {"upload": SimpleUploadedFile("a.jpg", drawing()), "alt": "听众"})
    assert "存放文件的服务器没有回答" in errors(response)
    assert 'value="听众"' in response.content.decode()
    pasted = client.post("/admin/pictures/picture/upload/", {"upload": SimpleUploadedFile("a.jpg", drawing())})
    assert (pasted.status_code, Picture.objects.count()) == (503, 0)
