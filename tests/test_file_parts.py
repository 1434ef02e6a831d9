"""Uploads and attachments in parts: a download that broke off goes on, and no part is compressed."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from articles.models import Attachment
from tests.builders import make_article

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("both_storages")]
CONTENT = b"0123456789" * 100


@pytest.fixture(params=["upload", "attachment"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "upload":
        return f"/uploads/{default_storage.save('a.txt', ContentFile(CONTENT))}"
    attachment = Attachment(article=make_article(), name="讲话稿")
    attachment.file.save("x.pdf", ContentFile(CONTENT))
    return f"/uploads/{attachment.file}"


def asked(client: Client, url: str, **headers: str) -> tuple[int, bytes, Any]:
    answer: Any = client.get(url, headers=headers)
    return answer.status_code, b"".join(answer) if answer.streaming else answer.content, answer


@pytest.mark.parametrize(
    ("wanted", "told", "part"),
    [
        ("bytes=3-8", "bytes 3-8/1000", b"345678"),
        ("bytes=0-0", "bytes 0-0/1000", b"0"),
        ("bytes=998-", "bytes 998-999/1000", b"89"),
        ("bytes=998-5000", "bytes 998-999/1000", b"89"),
        ("bytes=-3", "bytes 997-999/1000", b"789"),
        ("bytes=-5000", "bytes 0-999/1000", CONTENT),
    ],
)
def test_a_part_is_sent(client: Client, url: str, wanted: str, told: str, part: bytes) -> None:
    status, content, answer = asked(client, url, range=wanted, accept_encoding="gzip")
    assert (status, content) == (206, part)
    assert (answer["Content-Range"], answer["Content-Length"]) == (told, str(len(part)))
    assert not answer.has_header("Content-Encoding")


@pytest.mark.parametrize("wanted", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(client: Client, url: str, wanted: str) -> None:
    status, _, answer = asked(client, url, range=wanted)
    assert (status, answer["Content-Range"]) == (416, "bytes */1000")


@pytest.mark.parametrize("wanted", ["", "bytes=", "bytes=-", "lines=1-2", "bytes=1-2,5-6", "bytes=x-y", "bytes=9" * 50])
def test_an_unreadable_range_is_answered_with_the_whole(client: Client, url: str, wanted: str) -> None:
    status, content, answer = asked(client, url, range=wanted)
    assert (status, content, answer["Accept-Ranges"]) == (200, CONTENT, "bytes")


def test_a_part_of_another_file_is_not_joined_to_this_one(client: Client, url: str) -> None:
    etag = asked(client, url)[2]["ETag"]
    assert asked(client, url, range="bytes=3-8", if_range=etag)[0] == 206
    assert asked(client, url, range="bytes=3-8", if_range='"another"')[0] == 200


def test_a_client_that_has_the_file_gets_304(client: Client, url: str) -> None:
    answer = asked(client, url)[2]
    assert asked(client, url, if_none_match=answer["ETag"])[0] == 304
    assert asked(client, url, if_modified_since=answer["Last-Modified"])[0] == 304
    assert asked(client, url, if_none_match='"another"')[0] == 200
