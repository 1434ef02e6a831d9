"""Recognize a file by its content, not by its name, and describe it to the person who chose it."""

import re
import zipfile
from dataclasses import dataclass
from typing import IO

HEAD_BYTES = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB 2.2
MAX_SEARCHED = 64 * 1024 * 1024

AS_JPG = "请另存或导出为 JPG 后再上传。"
AS_PDF = "请另存为 PDF 后再上传。"
SCREENSHOT = "请打开它，把要用的部分截图或导出为 JPG 后再上传。"
UNLOCK = "请在 Word 或 WPS 里去掉密码，另存后再上传。"


@dataclass(frozen=True)
class Kind:
    """A kind of file. `what` continues a sentence that begins with 这个文件."""

    what: str
    as_picture: str = ""  # advice where the file was chosen as a picture; "" for the usual advice
    as_document: str = ""


EMPTY = Kind("是空的", "它可能没有下载完，请重新取得后再上传。", "它可能没有下载完，请重新取得后再上传。")
LOCKED = Kind("是加了密码的 Office 文档", UNLOCK, UNLOCK)
HEIC = Kind("是 HEIC 照片（苹果手机的格式）", "请在手机上发送时选“兼容性最好”，或者另存为 JPG 后再上传。", AS_PDF)
WEB_PAGE = Kind(
    "是一张网页",
    "网站可能没有给出图片。请在浏览器里打开图片，用右键“图片另存为”保存后再上传。",
    "网站可能没有给出文件。请重新下载，或者把网页打印成 PDF 后再上传。",
)

VIDEO = Kind("是视频", "请截取一帧画面，存为 JPG 后再上传。", "附件不收视频，请给出网上的链接。")
SOUND = Kind("是录音", "", "附件不收音频，请给出网上的链接。")

# Offset, the bytes at that offset, and the kind that they identify. The first match counts.
BEGINNINGS: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\xff\xd8\xff", Kind("是 JPG 图片，但已损坏", "请重新取得原图再上传。", "图片请插入正文。")),
    (0, b"\x89PNG\r\n\x1a\n", Kind("是 PNG 图片，但已损坏", "请重新取得原图再上传。", "图片请插入正文。")),
    (0, b"GIF8", Kind("是 GIF 图片，但已损坏", "请重新取得原图再上传。", "图片请插入正文。")),
    (0, b"BM", Kind("是 BMP 图片，但已损坏", "请重新取得原图再上传。", "图片请插入正文。")),
    (8, b"WEBP", Kind("是 WebP 图片，但已损坏", "请重新取得原图再上传。", "图片请插入正文。")),
    (8, b"CR\x02\0", Kind("是相机的原始照片（RAW）", AS_JPG, AS_PDF)),
    (0, b"II*\0", Kind("是 TIFF 图片，但已损坏", AS_JPG, AS_PDF)),
    (0, b"MM\0*", Kind("是 TIFF 图片，但已损坏", AS_JPG, AS_PDF)),
    (0, b"II+\0", Kind("是大型 TIFF 图片", AS_JPG, AS_PDF)),
    (0, b"8BPS", Kind("是 Photoshop 文档（PSD）", "请在 Photoshop 里导出为 JPG 或 PNG 后再上传。", AS_PDF)),
    (0, b"\0\0\x01\0", Kind("是网站图标（ICO）", AS_JPG, "")),
    (0, b"\xff\x0a", Kind("是 JPEG XL 图片", AS_JPG, AS_PDF)),
    (4, b"JXL ", Kind("是 JPEG XL 图片", AS_JPG, AS_PDF)),
    (4, b"jP  ", Kind("是 JPEG 2000 图片", AS_JPG, AS_PDF)),
    (0, b"\xd7\xcd\xc6\x9a", Kind("是 WMF 矢量图", AS_JPG, AS_PDF)),
    (40, b" EMF", Kind("是 EMF 矢量图", AS_JPG, AS_PDF)),
    (0, b"%!PS", Kind("是 EPS 矢量图", AS_JPG, AS_PDF)),
    (0, b"%PDF-", Kind("是 PDF 文档", SCREENSHOT, "")),
    (0, b"{\\rtf", Kind("是 RTF 文档", SCREENSHOT, "请在 Word 或 WPS 里另存为 docx 或 PDF 后再上传。")),
    (0, b"Rar!", Kind("是 RAR 压缩包", "请先解压，再上传里面的图片。", "请先解压，再压缩为 zip 后上传。")),
    (0, b"7z\xbc\xaf", Kind("是 7z 压缩包", "请先解压，再上传里面的图片。", "请先解压，再压缩为 zip 后上传。")),
    (0, b"\x1f\x8b", Kind("是 gz 压缩包", "请先解压，再上传里面的图片。", "请先解压，再压缩为 zip 后上传。")),
    (0, b"ID3", Kind("是 MP3 录音", "", "附件不收音频，请给出网上的链接。")),
    (0, b"\x1a\x45\xdf\xa3", VIDEO),
    (0, b"FLV\x01", VIDEO),
    (8, b"AVI ", VIDEO),
    (8, b"WAVE", SOUND),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", VIDEO),  # WMV, or WMA
    (0, b"\0\0\x01\xba", VIDEO),  # MPEG
    (0, b"\0\0\x01\xb3", VIDEO),
    (4, b"moov", VIDEO),  # QuickTime of before 2001 has no ftyp
    (4, b"mdat", VIDEO),
    (0, b"\0\0\0\x08wide", VIDEO),
    (0, b"\xff\xfb", SOUND),  # MP3 without a head of its own
    (0, b"\xff\xf3", SOUND),
    (0, b"\xff\xf2", SOUND),
    (0, b"#!AMR", SOUND),
    (0, b"OggS", SOUND),
    (0, b"fLaC", SOUND),
    (8, b"CDR", Kind("是 CorelDRAW 图纸（CDR）", AS_JPG, AS_PDF)),
    (0, b"AC10", Kind("是 CAD 图纸（DWG）", AS_JPG, AS_PDF)),
    (0, b"CAJ\0", Kind("是知网的 CAJ 文献", SCREENSHOT, AS_PDF)),
    (0, b"HN\0\0", Kind("是知网的 CAJ 文献", SCREENSHOT, AS_PDF)),
    (0, b"MZ", Kind("是程序（exe）", "", "附件不收程序。")),
)
# ISO 14496-12: the brand of a file whose second word is ftyp.
BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), HEIC),
    **dict.fromkeys((b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"avif", b"avis"), Kind("是 AVIF 图片，但已损坏", AS_JPG, "图片请插入正文。")),
    b"crx ": Kind("是相机的原始照片（RAW）", AS_JPG, AS_PDF),
}

OLD_FORMAT = "请在 Word 或 WPS 里“另存为”{}，或者输出为 PDF，再上传。"
# Name of a stream in an OLE file -> its kind. A modern document with a password is such a file (MS-OFFCRYPTO 2.3).
STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", Kind("是旧版的 Word 或 WPS 文字（doc、wps）", SCREENSHOT, OLD_FORMAT.format(" docx"))),
    ("Workbook", Kind("是旧版的 Excel 或 WPS 表格（xls、et）", SCREENSHOT, OLD_FORMAT.format(" xlsx"))),
    ("Book", Kind("是旧版的 Excel 表格（xls）", SCREENSHOT, OLD_FORMAT.format(" xlsx"))),
    (
        "PowerPoint Document",
        Kind("是旧版的 PowerPoint 或 WPS 演示（ppt、dps）", SCREENSHOT, OLD_FORMAT.format(" pptx")),
    ),
    ("__properties_version1.0", Kind("是 Outlook 邮件（msg）", SCREENSHOT, AS_PDF)),
)
OLD_OFFICE = Kind("是旧版的 Office 文档", SCREENSHOT, OLD_FORMAT.format("新格式（docx、xlsx、pptx）"))

# The beginning of a name in a ZIP file -> its kind.
ENTRIES = (
    ("word/", Kind("是 Word 文档（docx）", SCREENSHOT)),
    ("xl/", Kind("是 Excel 表格（xlsx）", SCREENSHOT)),
    ("ppt/", Kind("是 PowerPoint 演示（pptx）", SCREENSHOT)),
    ("OFD.xml", Kind("是 OFD 版式文档", SCREENSHOT, "请在阅读器里另存为 PDF 后再上传。")),
    ("META-INF/manifest.xml", Kind("是 OpenDocument 文档（odt、ods）", SCREENSHOT, "请另存为 docx 或 PDF 后再上传。")),
    ("META-INF/container.xml", Kind("是 EPUB 电子书", SCREENSHOT, AS_PDF)),
    ("AndroidManifest.xml", Kind("是安卓程序（apk）", "", "附件不收程序。")),
)
ZIP = Kind("是 ZIP 压缩包", "请先解压，再上传里面的图片。")

# Comments are atomic: a comment that may run on over the next one gives a thousand of them 2^1000 ways to be read.
_COMMENTS = rb"(?:(?><!--.*?-->)\s*+)*+"
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*+" + _COMMENTS + rb"<(?:!doctype\s+html|html|head|body|script|meta|title|div|p|img)\b"
)
_SVG = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*+(?:(?><\?xml.*?\?>)\s*+)?" + _COMMENTS + rb"(?:(?><!doctype\s+svg.*?>)\s*+)?<svg\b",
    re.DOTALL,
)
_MHT = re.compile(rb"^(?:From: <Saved by|MIME-Version:)", re.IGNORECASE)
SVG = Kind("是 SVG 矢量图", "SVG 里可以有程序，图库不收。请导出为 PNG 后再上传。", AS_PDF)
TEXT = Kind("是纯文本", "", "请把文字贴进正文，或者另存为 docx、PDF 后再上传。")


def kind_of(file: IO[bytes]) -> Kind | None:
    """Return the kind of a file, or None if it is not recognized."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head.strip(b"\0"):
        return EMPTY
    if head.startswith(OLE):
        return _ole(file)
    if head.startswith(b"PK\x03\x04"):
        return _zip(file)
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], VIDEO)
    return next((kind for start, sign, kind in BEGINNINGS if head[start:].startswith(sign)), None) or _of_text(head)


def _of_text(head: bytes) -> Kind | None:
    lower = head.lower()
    for is_it, kind in ((_SVG.match, SVG), (_HTML.match, WEB_PAGE), (_MHT.match, WEB_PAGE), (_is_text, TEXT)):
        if is_it(lower):
            return kind
    return None


def _is_text(head: bytes) -> bool:
    # `_decodes` tries shorter heads too: the end of the head may cut a character in two.
    return all(byte >= 32 or byte in b"\t\n\r\f" for byte in head) and any(
        _decodes(head, name) for name in ("utf-8", "gb18030")
    )


def _decodes(head: bytes, encoding: str) -> bool:
    for cut in range(4):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _ole(file: IO[bytes]) -> Kind:
    file.seek(0)
    content = file.read(MAX_SEARCHED)
    return next((kind for name, kind in STREAMS if name.encode("utf-16-le") in content), OLD_OFFICE)


def _zip(file: IO[bytes]) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Kind("是 ZIP 或 Office 文档，但已损坏", "请重新取得后再上传。", "请重新取得后再上传。")
    return next((kind for start, kind in ENTRIES if any(name.startswith(start) for name in names)), ZIP)
