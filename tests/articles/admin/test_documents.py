"""Attachments are documents that readers can open. A refusal names the kind of file and gives advice."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models._attachment import validate_document
from tests.drawings import drawing
from tests.files import old_office, zipped
from yanjiang.lib.pdf_locks import needs_password

DATA = Path(__file__).resolve().parents[2] / "data" / "pdf"
DOCX = zipped("word/document.xml")


def refusal(name: str, content: bytes) -> str:
    try:
        validate_document(SimpleUploadedFile(name, content))
    except ValidationError as refused:
        return str(refused.messages[0])
    return ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("讲话稿.docx", DOCX),
        ("名单.xlsx", zipped("xl/workbook.xml")),
        ("幻灯.PPTX", zipped("ppt/presentation.xml")),
        ("资料.zip", zipped("a.txt")),
        ("通知.pdf", b"%PDF-1.7\n%%EOF"),
    ],
)
def test_documents_of_today_are_taken(name: str, content: bytes) -> None:
    assert refusal(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content", "what", "advice"),
    [
        ("讲话稿.docx", b"", "是空的", "重新取得"),
        ("讲话稿.docx", bytes(400), "是空的", "重新取得"),
        ("讲话稿.docx", old_office("EncryptedPackage"), "加了密码的 Office 文档", "去掉密码"),
        ("名单.xlsx", old_office("EncryptedPackage"), "加了密码的 Office 文档", "去掉密码"),
        ("讲话稿.doc", old_office("WordDocument"), "旧版的 Word 或 WPS 文字", "“另存为” docx"),
        ("讲话稿.wps", old_office("WordDocument"), "旧版的 Word 或 WPS 文字", "“另存为” docx"),
        ("讲话稿.docx", old_office("WordDocument"), "旧版的 Word 或 WPS 文字", "“另存为” docx"),
        ("名单.xls", old_office("Workbook"), "旧版的 Excel", "“另存为” xlsx"),
        ("名单.et", old_office("Book"), "旧版的 Excel", "“另存为” xlsx"),
        ("幻灯.ppt", old_office("PowerPoint Document"), "旧版的 PowerPoint", "“另存为” pptx"),
        ("讲话稿.docx", zipped("xl/workbook.xml"), "Excel 表格（xlsx）", ""),
        ("文件.ofd", zipped("OFD.xml"), "OFD", "PDF"),
        ("讲话稿.rtf", b"{\\rtf1 abc}", "RTF", "docx"),
        ("照片.jpg", drawing(), "JPG 图片", "插入正文"),
        ("资料.rar", b"Rar!\x1a\x07\0" + bytes(99), "RAR", "zip"),
        ("讲话稿.docx", b"<html><body>404", "一张网页", "重新下载"),
        ("通知.pdf", b"<!doctype html><p>404", "一张网页", "打印成 PDF"),
        ("讲话稿.txt", "同志们：".encode(), "纯文本", "贴进正文"),
        ("讲话稿.docx", DOCX[: len(DOCX) // 2], "已损坏", "重新取得"),
        ("会议.mp4", b"\0\0\0\x18ftypisom" + bytes(99), "视频", "链接"),
    ],
)
def test_a_file_that_readers_cannot_open_is_called_by_its_kind(
    name: str, content: bytes, what: str, advice: str
) -> None:
    said = refusal(name, content)
    assert what in said
    assert advice in said


@pytest.mark.parametrize(
    ("file", "is_locked"),
    [
        ("plain", False),
        ("rc4-40-open", False),
        ("rc4-40-locked", True),
        ("rc4-128-open", False),  # encrypted so that it cannot be printed, read by everybody
        ("rc4-128-locked", True),
        ("aes-128-open", False),
        ("aes-128-locked", True),
        ("aes-256-r5-open", False),
        ("aes-256-r5-locked", True),
        ("aes-256-r6-locked", True),
    ],
)
def test_a_pdf_that_asks_for_a_password_is_refused(file: str, is_locked: bool) -> None:  # noqa: FBT001
    content = (DATA / f"{file}.pdf").read_bytes()
    assert needs_password(content) is is_locked
    assert refusal("通知.pdf", content) == (
        "这个 PDF 加了密码，读者打不开。请去掉密码，另存后再上传。" if is_locked else ""
    )


@pytest.mark.parametrize(
    "broken", [b"/Encrypt", b"/Encrypt 9 0 R", b"/Encrypt << /R 3 /O () /U () /P x >>", b"/Encrypt << /R 4 /U <zz> >>"]
)
def test_a_pdf_whose_lock_cannot_be_read_is_taken_for_locked(broken: bytes) -> None:
    assert needs_password(b"%PDF-1.4\ntrailer " + broken)


def test_a_zip_that_asks_for_a_password_is_refused() -> None:
    content = bytearray(zipped("a.txt"))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + flags] |= 1
    assert "zip 加了密码" in refusal("资料.zip", bytes(content))
