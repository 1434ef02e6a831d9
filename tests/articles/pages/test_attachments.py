"""Attachments are public only while their article is, are deleted with it, and are complete or absent.

A file that a version refers to stays until its article is deleted, so that the version can be brought back.
"""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from articles.editing import changes, revisions
from articles.models import Article, Attachment, Revision
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_author, make_editor, make_user, shanghai
from tests.pages import download, read

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 x"


def attach(article: Article, content: bytes = PDF, name: str = "讲话稿") -> Attachment:
    attachment = Attachment(article=article, name=name)
    attachment.file.save("x.pdf", ContentFile(content))
    return attachment


def stored(settings: Settings) -> list[str]:
    folder = Path(settings.MEDIA_ROOT)
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("status", "publish_at", "expire_at", "is_public"),
    [
        ("published", "2026-01-15 09:30", None, True),
        ("draft", "2026-01-15 09:30", None, False),
        ("trash", "2026-01-15 09:30", None, False),
        ("published", "2099-01-01 00:00", None, False),
        ("published", "2026-01-15 09:30", "2026-01-16 09:30", False),
    ],
)
def test_an_attachment_is_public_while_its_article_is(
    client: Client,
    status: str,
    publish_at: str,
    expire_at: str | None,
    is_public: bool,  # noqa: FBT001
) -> None:
    moments: dict[str, Any] = {"publish_at": shanghai(publish_at), "expire_at": expire_at and shanghai(expire_at)}
    attachment = attach(make_article(status=status, **moments))
    name = attachment.file
    for url in (f"/uploads/{name}", f"/uploads/./{name}", f"/uploads/x/../{name}"):
        answered: Any = client.get(url)
        assert answered.status_code == (200 if is_public else 404), url
        assert not is_public or b"".join(answered.streaming_content) == PDF
        # The header for nginx reveals no more.
        answer = client.get(url, headers={"x-sendfile-type": "X-Accel-Redirect"})
        assert answer.headers.get("X-Accel-Redirect") == (f"/protected/{name}" if is_public else None)


def test_it_is_asked_for_again_each_time(client: Client) -> None:
    attachment = attach(make_article())
    response, content = download(client, attachment.file.url)
    assert content == PDF
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"] == "application/pdf"
    same = {"if-modified-since": response["Last-Modified"]}
    assert client.get(attachment.file.url, headers=same).status_code == 304
    changes.withdraw(Article.objects.all())
    assert client.get(attachment.file.url, headers=same).status_code == 404


def test_one_query_tells_whether_it_is_public(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    attachment = attach(make_article())
    for _ in range(2):
        with django_assert_num_queries(1):
            download(client, attachment.file.url)


def test_other_files_of_the_uploads_are_served_as_before(client: Client) -> None:
    for name in ("soft/140422/1-1404.doc", "attachments/old.pdf", "attachments/2014/0123456789abcdef01234567.pdf"):
        default_storage.save(name, ContentFile(b"old"))
        response, content = download(client, f"/uploads/{name}")
        assert (content, "immutable" in response["Cache-Control"]) == (b"old", True)


def test_everybody_who_may_see_the_form_downloads_the_draft_s(client: Client) -> None:
    author = make_author()
    attachment = attach(make_article(status="draft", owner=author))
    url = f"/admin/articles/article/{attachment.article_id}/attachments/{attachment.file.name}"
    form = f"/admin/articles/article/{attachment.article_id}/change/"
    for user in (author, make_editor()):
        client.force_login(user)
        assert f'href="{url}"' in client.get(form).content.decode()
        response, content = download(client, url)
        assert content == PDF
        assert "%E8%AE%B2%E8%AF%9D%E7%A8%BF.pdf" in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]
    client.force_login(make_author("other"))
    assert client.get(url).status_code == 404
    client.force_login(make_user("visitor"))
    assert client.get(url).status_code == 302
    client.logout()
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("way", ["purge", "delete", "rows", "attachment", "attachments"])
def test_a_file_that_no_version_has_goes_with_its_row_when_that_is_certain(
    way: str, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    article, other = make_article(status="trash"), make_article("另一篇")
    attachment, kept = attach(article), attach(other)
    delete: dict[str, Any] = {
        "purge": lambda: changes.purge(Article.objects.all()),
        "delete": article.delete,
        "rows": Article.objects.filter(pk=article.pk).delete,
        "attachment": attachment.delete,
        "attachments": Attachment.objects.filter(article=article).delete,
    }
    with django_capture_on_commit_callbacks(execute=True):
        delete[way]()
        assert len(stored(settings)) == 2
    assert stored(settings) == [str(kept.file)]


@pytest.mark.parametrize("way", ["purge", "delete", "rows"])
def test_a_file_of_a_version_stays_until_its_article_is_deleted(
    way: str, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    article = make_article(status="trash")
    attachment = attach(article)
    revisions.record_new(article.pk, by=make_editor())
    with django_capture_on_commit_callbacks(execute=True):
        attachment.delete()
    assert stored(settings) == [str(attachment.file)]
    delete: dict[str, Any] = {
        "purge": lambda: changes.purge(Article.objects.all()),
        "delete": article.delete,
        "rows": Article.objects.filter(pk=article.pk).delete,
    }
    with django_capture_on_commit_callbacks(execute=True):
        delete[way]()
    assert stored(settings) == []


def test_a_version_with_a_removed_file_brings_it_back(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    article = make_article(status="draft")
    attachment = attach(article)
    client.force_login(make_editor())
    page = f"/admin/articles/article/{article.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        removed = {"attachments-0-DELETE": "on", "_save": "保存"}
        client.post(f"{page}change/", typed(client, f"{page}change/", **removed))
    assert not article.attachments.exists()
    first = Revision.objects.earliest("pk")
    client.post(f"{page}versions/{first.pk}/restore/")
    (brought_back,) = article.attachments.all()
    assert (brought_back.name, brought_back.size) == ("讲话稿", len(PDF))
    assert download(client, f"{page}attachments/{attachment.file.name}")[1] == PDF


def test_a_replaced_file_goes_and_a_renamed_one_stays(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    attachment = attach(make_article())
    first = str(attachment.file)
    with django_capture_on_commit_callbacks(execute=True):
        attachment.name = "讲话稿（定稿）"
        attachment.save()
    assert stored(settings) == [first]
    with django_capture_on_commit_callbacks(execute=True):
        attachment.file.save("y.pdf", ContentFile(b"%PDF-1.4 y"))
        assert first in stored(settings)
    assert stored(settings) == [str(attachment.file)] != [first]


def test_a_full_disk_leaves_no_beginning_of_a_file(settings: Settings) -> None:
    class Filling(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> Any:
            yield PDF
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Attachment(article=make_article()).file.save("x.pdf", Filling(PDF))
    assert (stored(settings), Attachment.objects.count()) == ([], 0)


def test_a_preview_leads_to_the_file_by_the_admin_s_address(client: Client) -> None:
    article = make_article(status="draft")
    attachment = attach(article)
    client.force_login(make_editor())
    url = f"/admin/articles/article/{article.pk}/change/"
    page = client.post(f"/admin/articles/article/preview/?id={article.pk}", typed(client, url))
    assert f"/admin/articles/article/{article.pk}/attachments/{attachment.file.name}" in page.content.decode()
    assert attachment.file.url not in page.content.decode()
    assert read(client, attachment.file.url).status == 404
