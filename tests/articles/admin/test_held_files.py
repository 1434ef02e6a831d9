"""Chosen files wait on the server for the save: for their editor alone, in bounds, and by the rules of an upload."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, Attachment, Section, WorkingCopy
from tests.articles.admin.forms import errors, typed
from tests.articles.admin.kept import ADD, filled, keep, signed_in
from tests.builders import make_author, make_editor, make_section, make_user
from yanjiang.sent import held_files
from yanjiang.sent.models import HeldFile

pytestmark = pytest.mark.django_db
HOLD = "/admin/articles/article/working-copy/file/"
FIELD = "attachments-0-file"


@pytest.fixture
def he() -> Client:
    return signed_in(make_editor("heqing"))


@pytest.fixture
def section() -> Section:
    return make_section()


def document(name: str = "讲话稿.pdf", content: bytes = b"%PDF-1.4 x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def hold(client: Client, file: Any, name: str = FIELD) -> Any:
    return client.post(HOLD, {"file": file, "name": name})


def held_fields(answer: Any) -> dict[str, Any]:
    """Return the hidden fields that the form gets for a held file."""
    told = lxml.html.fromstring(answer.json()["told"])
    return {field.name: field.value for field in told.iter("input") if field.get("type") == "hidden"}


def new(client: Client, section: Section, fields: dict[str, Any]) -> dict[str, Any]:
    row = {"attachments-TOTAL_FORMS": 1, "attachments-0-position": 0}
    return typed(client, ADD, section=section.pk, title="有附件的", body="<p>同志们：</p>", **row, **fields)


def stored(settings: Settings) -> list[str]:
    return [file.name for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


@pytest.mark.django_db(transaction=True)
def test_it_is_saved_with_the_form_and_held_no_longer(he: Client, section: Section, settings: Settings) -> None:
    answer = hold(he, document())
    assert "“讲话稿.pdf”已经传好" in answer.json()["told"]
    assert he.post(ADD, new(he, section, held_fields(answer))).status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.size) == ("讲话稿.pdf", 10)
    assert stored(settings) == [Path(str(attachment.file)).name]
    assert not HeldFile.objects.exists()


def test_the_same_form_twice_is_one_article_with_one_file(he: Client, section: Section) -> None:
    fields = new(he, section, held_fields(hold(he, document())))
    assert [he.post(ADD, fields).status_code for _twice in range(2)] == [302, 302]
    assert (Article.objects.count(), Attachment.objects.count()) == (1, 1)


def test_it_comes_back_with_the_working_copy(he: Client, section: Section) -> None:
    keep(he, None, new(he, section, held_fields(hold(he, document()))))
    url = filled(he, ADD)
    assert "“讲话稿.pdf”已经传好" in he.get(url).content.decode()
    assert he.post(url, typed(he, url)).status_code == 302
    assert (Attachment.objects.get().name, WorkingCopy.objects.count()) == ("讲话稿.pdf", 0)


def test_nobody_else_can_use_or_read_it(he: Client, section: Section) -> None:
    fields = held_fields(hold(he, document()))
    lin = signed_in(make_editor("linyi"))
    assert "“讲话稿.pdf”还没有上传" in errors(lin.post(ADD, new(lin, section, fields)))
    path = HeldFile.objects.get().path
    assert [client.get(f"/uploads/{path}").status_code for client in (Client(), he, lin)] == [404, 404, 404]


def test_only_who_writes_articles_may_send_one(he: Client) -> None:
    assert hold(signed_in(make_author("zuozhe")), document()).status_code == 200
    stranger = make_user("keren")
    stranger.is_staff = True
    stranger.save()
    assert hold(signed_in(stranger), document()).status_code == 403
    assert hold(Client(), document()).status_code != 200
    assert HeldFile.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (document("讲话稿.exe"), "附件只能是 pdf、docx、xlsx、pptx 或 zip 文件"),
        (document(content=b"<html>"), "这个文件的内容不是 pdf 文件"),
        (document(content=b""), "是空的"),
    ],
    ids=["kind", "content", "empty"],
)
def test_it_has_the_rules_of_an_upload(he: Client, file: SimpleUploadedFile, told: str) -> None:
    answer = hold(he, file)
    assert (answer.status_code, told in answer.json()["problem"]) == (422, True)
    assert not HeldFile.objects.exists()


def test_a_person_has_a_limited_number_and_size(he: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_files, "MOST", 2)
    assert [hold(he, document()).status_code for _file in range(3)] == [200, 200, 409]
    monkeypatch.setattr(held_files, "MOST", 9)
    monkeypatch.setattr(held_files, "MOST_BYTES", 25)
    answer = hold(he, document())
    assert (answer.status_code, "太多" in answer.json()["problem"]) == (409, True)
    assert hold(signed_in(make_editor("linyi")), document()).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_file_that_nobody_saves_is_deleted_with_the_days_of_working_copies(
    he: Client, section: Section, settings: Settings
) -> None:
    old, named = held_fields(hold(he, document())), held_fields(hold(he, document()))
    HeldFile.objects.update(at=timezone.now() - timedelta(days=29))
    keep(he, None, new(he, section, named))  # a working copy that is still written holds its files
    HeldFile.objects.update(at=F("at") - timedelta(days=2))
    call_command("roll_up_hits")
    assert [row.key for row in HeldFile.objects.all()] == [named[f"{FIELD}-held"]]
    assert stored(settings) == [f"{named[f'{FIELD}-held']}.held"]
    assert old != named


@pytest.mark.parametrize("key", ["", "\0", "x" * 24, "0" * 24, "9" * 5000])
def test_a_senseless_key_is_asked_for_by_name(he: Client, section: Section, key: str) -> None:
    fields = {f"{FIELD}-held": key, f"{FIELD}-chosen": "讲话稿.pdf"}
    assert "“讲话稿.pdf”还没有上传" in errors(he.post(ADD, new(he, section, fields)))


def test_senseless_requests_are_refused(he: Client) -> None:
    assert [he.get(HOLD).status_code, he.post(HOLD, {"file": "讲话稿"}).status_code] == [400, 400]
    told = hold(he, document(), name='x"><b>').json()["told"]
    assert '"><b>' not in told


def test_ten_files_take_as_many_queries_as_two(he: Client, section: Section) -> None:
    counts = []
    for count in (2, 2, 10):  # the first one fills the caches
        fields: dict[str, Any] = {"attachments-TOTAL_FORMS": count}
        for place in range(count):
            fields |= {f"attachments-{place}-position": place}
            fields |= held_fields(hold(he, document(), name=f"attachments-{place}-file"))
        with CaptureQueriesContext(connection) as asked:
            assert he.post(ADD, {**new(he, section, {}), **fields, "title": ""}).status_code == 200
        counts.append(len(asked))
    # One form in a hundred deletes old rows of sent forms too. A query a file would be eight more.
    assert abs(counts[2] - counts[1]) <= 1
