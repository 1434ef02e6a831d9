"""A file that was chosen while another field is wrong is held for the next try, and never left out silently."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from articles.models import Article, Attachment, Section
from tests.articles.admin.forms import errors, typed
from tests.builders import make_article, make_editor, make_section
from tests.drawings import drawing
from yanjiang.pictures.models import Picture
from yanjiang.sent import held_files
from yanjiang.sent.models import HeldFile

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
ASKED = "文件“讲话稿.pdf”还没有上传，请重新选择。"


@pytest.fixture
def editor(client: Client) -> User:
    user = make_editor()
    client.force_login(user)
    return user


@pytest.fixture
def section() -> Section:
    return make_section()


def chosen() -> SimpleUploadedFile:
    return SimpleUploadedFile("讲话稿.pdf", b"%PDF-1.4 x")


def refused(client: Client, url: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Send a form that is refused, and return the fields of the page that comes back, as a browser sends them."""
    response = client.post(url, fields)
    assert response.status_code == 200
    answered: Any = SimpleNamespace(get=lambda _url: response)
    return typed(answered, url)


def with_file(client: Client, section: Section, **values: Any) -> dict[str, Any]:
    """Return the fields of a new article without a title, with a chosen file."""
    rows = {"attachments-TOTAL_FORMS": 1, "attachments-0-file": chosen(), "attachments-0-position": 0}
    return typed(client, ADD, section=section.pk, title="", body="<p>同志们：</p>", **rows, **values)


def test_a_chosen_file_survives_an_error_elsewhere(client: Client, editor: User, section: Section) -> None:
    again = refused(client, ADD, with_file(client, section))
    assert again["attachments-0-file-chosen"] == ["讲话稿.pdf"]
    # It survives a second error too.
    again = refused(client, ADD, {**again, "section": ""})
    assert client.post(ADD, {**again, "section": section.pk, "title": "有标题了", "_publish": "1"}).status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.file.read(), attachment.article.status) == (
        "讲话稿.pdf", b"%PDF-1.4 x", "published"
    )  # fmt: skip
    attachment.file.close()
    assert not HeldFile.objects.exists()


def test_a_new_article_is_not_published_without_its_attachment(client: Client, editor: User, section: Section) -> None:
    again = refused(client, ADD, with_file(client, section))
    held_files.tidy(timezone.now() + timedelta(days=31))
    again = {**again, "title": "有标题了", "_publish": "1"}
    response = client.post(ADD, again)
    assert ASKED in errors(response)
    assert not Article.objects.exists()
    # A file that is chosen again is saved.
    assert client.post(ADD, {**again, "attachments-0-file": chosen()}).status_code == 302
    assert Attachment.objects.get().name == "讲话稿.pdf"


def test_an_editor_who_does_not_want_it_any_more_says_so(client: Client, editor: User, section: Section) -> None:
    again = refused(client, ADD, with_file(client, section))
    sent = {**again, "title": "有标题了", "attachments-0-file-without": "on", "_publish": "发布修改"}
    assert client.post(ADD, sent).status_code == 302
    assert (Article.objects.count(), Attachment.objects.count(), HeldFile.objects.count()) == (1, 0, 0)


def test_a_file_that_was_to_replace_another_is_held_too(client: Client, editor: User) -> None:
    article = make_article()
    url = f"/admin/articles/article/{article.pk}/change/"
    first = {"attachments-TOTAL_FORMS": 1, "attachments-0-file": chosen(), "attachments-0-position": 0}
    assert client.post(url, typed(client, url, _publish="发布修改", **first)).status_code == 302
    before = str(Attachment.objects.get().file)
    for unwanted, is_replaced in (({"attachments-0-file-without": "on"}, False), ({}, True)):
        again = refused(client, url, typed(client, url, title="", **{"attachments-0-file": chosen()}))
        kept = {**again, "title": "有标题了", "_publish": "发布修改", **unwanted}
        assert client.post(url, kept).status_code == 302
        assert (str(Attachment.objects.get().file) != before) == is_replaced


def test_a_refused_file_is_asked_for_until_there_is_a_better_one(
    client: Client, editor: User, section: Section
) -> None:
    bad = SimpleUploadedFile("讲话稿.pdf", b"<html>")
    fields = typed(client, ADD, section=section.pk, title="标题", **{"attachments-TOTAL_FORMS": 1})
    again = refused(client, ADD, {**fields, "attachments-0-file": bad, "attachments-0-position": 0})
    assert ASKED in errors(client.post(ADD, again))
    assert not Article.objects.exists()


def test_a_picture_whose_description_lacks_is_held(client: Client, editor: User) -> None:
    url = "/admin/pictures/picture/add/"
    again = refused(client, url, {"upload": SimpleUploadedFile("听众.png", drawing("PNG")), "alt": ""})
    assert client.post(url, {**again, "alt": "听众"}).status_code == 302
    assert Picture.objects.get().alt == "听众"


def test_a_picture_that_is_none_is_asked_for_again(client: Client, editor: User) -> None:
    url = "/admin/pictures/picture/add/"
    response = client.post(url, {"upload": SimpleUploadedFile("听众.jpg", b"\xff\xd8\xff"), "alt": ""})
    page = response.content.decode()
    assert "“听众.jpg”没有传上去" in page
    response = client.post(url, {"upload-chosen": "听众.jpg", "alt": "听众"})
    assert "文件“听众.jpg”还没有上传，请重新选择。" in errors(response)
