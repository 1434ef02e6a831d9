"""ASVS 5.0, chapter V5: files that people send, and names that they give them."""

import re
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from articles.models import Article, Attachment
from articles.models._attachment import MAX_BYTES, validate_document
from tests.articles.admin.forms import errors, typed
from tests.asvs.source import ROOT
from tests.builders import make_article, make_editor, make_manager
from tests.drawings import chunk, drawing, gif, png, zeros
from tests.files import old_office, zipped
from tests.nginx import DEPLOY
from tests.pages import download
from yanjiang import rsgi
from yanjiang.pictures import intake
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 \n%%EOF"
UPLOAD = "/admin/pictures/picture/upload/"
DOCUMENTS = {
    "pdf": PDF,
    "docx": zipped("[Content_Types].xml", "word/document.xml"),
    "xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": zipped("[Content_Types].xml", "ppt/presentation.xml"),
}
# Suffixes that some server or system runs.
PROGRAMS = (
    "php", "phtml", "php5", "phar", "jsp", "jspx", "asp", "aspx", "ashx", "cgi", "pl", "py", "sh", "exe", "bat", "js",
    "html", "htm", "xhtml", "shtml", "svg", "xml", "htaccess", "user.ini", "pdf.php", "php.", "php ", "pHp",
)  # fmt: skip
NAMES = (
    "../../../../etc/cron.d/x.pdf", "..\\..\\x.pdf", "/etc/passwd.pdf", "C:\\x.pdf", "..pdf", ".pdf", "a/../../b.pdf",
    "%2e%2e%2fx.pdf", "x" * 300 + ".pdf", "讲 稿.pdf", "\u202efdp.exe.pdf", "con.pdf", "a;b.pdf",
    "$(id).pdf", "-rf.pdf",
)  # fmt: skip


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def attach(editor: Client, name: str, content: bytes) -> Any:
    """Send a file in the form of an article, as a browser does."""
    article = Article.objects.first() or make_article()
    url = f"/admin/articles/article/{article.pk}/change/"
    counts = {"attachments-TOTAL_FORMS": "1", "attachments-INITIAL_FORMS": "0", "attachments-0-article": article.pk}
    file = SimpleUploadedFile("x", content)
    file._name = name  # type: ignore[attr-defined]  # Django's own class cuts the folders off
    fields = {**counts, "attachments-0-position": "0", "attachments-0-file": file, "_publish": "发布修改"}
    return editor.post(url, typed(editor, url, **fields))


def test_asvs_5_2_1_a_file_that_is_too_large_is_refused_before_it_is_read(editor: Client) -> None:
    picture = SimpleUploadedFile("a.jpg", drawing() + bytes(intake.MAX_BYTES), "image/jpeg")
    assert "10 MB" in editor.post(UPLOAD, {"upload": picture}).content.decode()

    class Large(ContentFile):  # type: ignore[type-arg]
        def read(self, *_: Any) -> bytes:
            raise AssertionError("it was read")

    large = Large(b"", "a.pdf")
    large.size = MAX_BYTES + 1
    with pytest.raises(ValidationError, match="50 MB"):
        validate_document(large)
    # Both servers take in the largest form at most, whatever the address.
    assert rsgi.MAX_BODY == 60 * 1024 * 1024
    assert "client_max_body_size 60m;" in (DEPLOY / "nginx.conf").read_text()
    assert not Picture.objects.exists()


def test_asvs_5_2_1_what_unpacks_to_more_is_not_unpacked(editor: Client) -> None:
    bomb = png(1, 1, chunk(b"zTXt", b"a\0\0" + zeros(50_000_000)), chunk(b"IDAT", zeros(2)))
    assert len(bomb) < 100_000
    assert editor.post(UPLOAD, {"upload": SimpleUploadedFile("a.png", bomb)}).status_code == 200
    assert Picture.objects.get().size < 100_000


@pytest.mark.parametrize(("suffix", "other"), [*permutations(DOCUMENTS, 2)])
def test_asvs_5_2_2_a_document_is_what_its_name_says(suffix: str, other: str) -> None:
    validate_document(ContentFile(DOCUMENTS[suffix], f"讲稿.{suffix}"))
    with pytest.raises(ValidationError, match="内容不是"):
        validate_document(ContentFile(DOCUMENTS[other], f"讲稿.{suffix}"))


@pytest.mark.parametrize("suffix", [*PROGRAMS, "doc", "rar", "txt", ""])
def test_asvs_5_2_2_only_known_kinds_are_taken(editor: Client, suffix: str) -> None:
    for content in (
        PDF,
        zipped("a.txt"),
        b"<?php system($_GET[0]);",
        b"MZ\x90\0",
        b"#!/bin/sh\nid\n",
        old_office("Macros"),
    ):
        with pytest.raises(ValidationError):
            validate_document(ContentFile(content, f"讲稿.{suffix}"))
    if suffix in ("php", "html", "exe"):  # the form asks the same function
        attach(editor, f"讲稿.{suffix}", PDF)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("suffix", ["exe", "js", "vbs", "bat", "html", "lnk", "docm", "php", "scr"])
def test_asvs_5_2_2_an_archive_holds_no_program(suffix: str) -> None:
    with pytest.raises(ValidationError, match="程序"):
        validate_document(ContentFile(zipped("讲稿/a.txt", f"讲稿/说明.{suffix.upper()}"), "资料.zip"))
    validate_document(ContentFile(zipped("讲稿/a.docx", "讲稿/b.pdf", "图/c.jpg"), "资料.zip"))


def test_asvs_5_2_2_a_program_is_named_as_chinese_windows_wrote_it() -> None:
    archive = zipped("XXXX.exe").replace(b"XXXX", "程序".encode("gbk"))
    with pytest.raises(ValidationError, match=r"（程序\.exe）"):
        validate_document(ContentFile(archive, "资料.zip"))


def test_asvs_5_2_2_a_folder_is_no_program() -> None:
    validate_document(ContentFile(zipped("www.example.com/", "www.example.com/a.pdf"), "资料.zip"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_asvs_5_2_2_a_picture_is_written_anew_by_what_it_is(editor: Client, kind: str) -> None:
    content = drawing(kind) + b"<?php system($_GET[0]); ?><script>alert(1)</script>"
    assert editor.post(UPLOAD, {"upload": SimpleUploadedFile("a.php", content)}).status_code == 200
    picture = Picture.objects.get()
    assert re.fullmatch(r"pictures/\d{4}/\d\d/[0-9a-f]+-\d+x\d+\.(jpg|png|webp|avif)", str(picture.file))
    with default_storage.open(str(picture.file)) as file:
        stored = file.read()
    assert b"php" not in stored
    assert b"script" not in stored


@pytest.mark.parametrize(
    "flood", [png(50_000, 50_000, chunk(b"IDAT", zeros(10_000))), gif(60_000, 60_000)], ids=["png", "gif"]
)
def test_asvs_5_2_6_a_flood_of_pixels_is_refused(editor: Client, flood: bytes) -> None:
    answer = editor.post(UPLOAD, {"upload": SimpleUploadedFile("a.png", flood)})
    assert (answer.status_code, "像素过多" in answer.json()["error"]["message"]) == (400, True)
    assert not Picture.objects.exists()


def test_asvs_5_3_1_no_file_below_the_uploads_is_run(client: Client) -> None:
    for suffix in PROGRAMS:
        name = default_storage.save(
            f"x.{suffix.strip('. ')}", ContentFile(b"<?php echo 6*7; ?><script>alert(1)</script>")
        )
        answer, content = download(client, f"/uploads/{name}")
        assert b"<?php" in content  # it is sent as it is
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert not re.search(r"fastcgi_pass|uwsgi_pass|scgi_pass|cgi|autoindex on|perl|js_", nginx)
    assert "ReadWritePaths=/srv/yanjiang/var" in (DEPLOY / "yanjiang.service").read_text()
    assert not (ROOT / "var").is_relative_to(ROOT / "yanjiang")  # where Python looks for modules


@pytest.mark.parametrize("name", NAMES)
def test_asvs_5_3_2_the_portal_makes_the_names_of_files(editor: Client, settings: Settings, name: str) -> None:
    answer = attach(editor, name, PDF)
    assert answer.status_code in (200, 302)
    folder = Path(settings.MEDIA_ROOT)
    stored = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    assert all(re.fullmatch(r"attachments/[0-9a-f]{24}\.pdf", file) for file in stored), stored
    assert (len(stored) == 1) == (answer.status_code == 302), errors(answer) if answer.status_code == 200 else ""


@pytest.mark.parametrize(
    "path",
    [
        "../db.sqlite3", "..%2fdb.sqlite3", "%2e%2e/db.sqlite3", "a/../../secret_key", "/etc/passwd", "//etc/passwd",
        "..\\db.sqlite3", "....//secret_key", "%00", "attachments/../../secret_key", "%c0%ae%c0%ae/secret_key",
        "http://evil.example/", "file:///etc/passwd", "link/secret_key", "~root/.ssh/id_rsa", "proc/self/environ",
    ],
)  # fmt: skip
def test_asvs_5_3_2_no_address_leads_out_of_the_folder(client: Client, settings: Settings, path: str) -> None:
    var = Path(settings.MEDIA_ROOT).parent
    Path(settings.MEDIA_ROOT).mkdir(exist_ok=True)
    for secret in ("secret_key", "db.sqlite3"):
        (var / secret).write_text("SECRET")
    for url in (f"/uploads/{path}", f"/static/{path}", f"/admin/articles/article/1/attachments/{path}"):
        answer: Any = client.get("/", PATH_INFO=url.replace("%2e", ".").replace("%2f", "/").replace("%00", "\0"))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code in (301, 302, 400, 404), url
        assert b"SECRET" not in content
        assert b"root:" not in content


@pytest.mark.parametrize(
    "name", [n for n in NAMES if n not in ("..pdf", ".pdf")] + ['a".pdf', "a\r\nX-Injected: 1.pdf"]
)
def test_asvs_5_4_1_a_file_is_saved_under_a_name_that_does_no_harm(client: Client, name: str) -> None:
    attachment = Attachment(article=make_article(), name=Attachment.named_after(name))
    attachment.file.save("x.pdf", ContentFile(PDF))
    for url in (f"{attachment.file.url}", f"{attachment.file.url}?filename=evil.exe&name=evil.exe&download=evil.exe"):
        answer, _content = download(client, url)
        told = answer["Content-Disposition"]
        assert re.fullmatch(r"""attachment; filename(\*=utf-8''[\w.~!*'()%+-]+|="[^"\\/\r\n]+")""", told, re.ASCII), (
            told
        )
        assert told.removesuffix('"').lower().endswith(".pdf")
        assert "evil" not in told


def test_asvs_5_4_1_every_answer_that_is_saved_names_its_file(client: Client) -> None:
    client.force_login(make_manager())
    default_storage.save("soft/old.doc", ContentFile(b"old"))
    answer, _content = download(client, "/uploads/soft/old.doc")
    assert answer["Content-Disposition"] == 'attachment; filename="old.doc"'
    for kind in ("csv", "xlsx"):
        told = client.get(f"/admin/articles/articlehits/articles.{kind}?filename=evil.exe")["Content-Disposition"]
        assert told.startswith("attachment; filename*=utf-8''")
        assert told.endswith(f".{kind}")
