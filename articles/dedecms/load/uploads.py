"""Copies the old site's uploads under their old paths. Pictures that articles show also go to the picture library."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage

from articles.dedecms import bodies, media
from articles.dedecms.dump_files import files, readable_name
from articles.dedecms.tally import Kind, Tally
from articles.models import Import, ImportedFile
from yanjiang.lib.stored import UploadsAwayError
from yanjiang.pictures import library
from yanjiang.pictures.models import Picture

TABLE = "uploads"
ADDRESS = "/uploads/"
MOST_BYTES = 200 * 1024 * 1024
# First bytes of the pictures that browsers show.
BEGINNINGS = {
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".bmp": (b"BM",),
}
# A picture may have the suffix of another kind: people rename photographs, and browsers go by the bytes.
PICTURE_BEGINNINGS = tuple({start for starts in BEGINNINGS.values() for start in starts})
# The list has no HTML, SVG or XML, which a browser would run as a page of this site. No browser runs Flash any more.
DOCUMENTS = media.FILMS | media.SOUNDS | {
    ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".wps", ".et", ".dps", ".zip", ".rar", ".7z",
    ".txt", ".csv",
}  # fmt: skip
MOST_PATH = 255  # ImportedFile.path


class Uploads:
    """The folder of the old site's uploads, if it was supplied."""

    def __init__(self, folder: Path | None, origin: Import, tally: Tally, *, dry: bool) -> None:
        self._folder = _inner(folder.resolve()) if folder else None
        self._origin, self._tally, self._dry = origin, tally, dry
        self.kept = lru_cache(maxsize=4096)(self._kept)

    def copy(self) -> Iterator[int]:
        """Copy the files that are not here yet, and yield the number of checked files after each."""
        if not self._folder:
            return
        for looked_at, path in enumerate(files(self._folder, unreadable=self._note_unreadable), start=1):
            self._tally.files[self._copy(path, path.relative_to(self._folder).as_posix())] += 1
            yield looked_at

    def picture_id(self, address: str) -> int | None:
        """Return the id of the library's picture for an old address; a dry run has none."""
        picture = self.kept(address)
        return picture.pk if picture else None

    def readdressed(self, html: str, *, where: str, table: str, old_id: int) -> str:
        """Return cleaned HTML that shows the library's pictures, and note missing ones."""
        if ADDRESS not in html:
            return html

        def replace(address: str) -> str:
            self.note_missing(address, where=where, table=table, old_id=old_id)
            picture = self.kept(address)
            return picture.url if picture else address

        return bodies.readdressed(html, replace)

    def note_missing(self, address: str, *, where: str, table: str, old_id: int) -> None:
        name = _name(address)
        if not name:
            return
        if self._folder is None:
            self._tally.files["没有上传文件夹，因此缺少"] += 1
        elif not self._file(name) and not default_storage.exists(name):
            self._tally.files["缺失"] += 1
            self._tally.issue(Kind.MISSING, table, old_id, f"{where}：{address} 不在上传文件夹里")

    def _kept(self, address: str) -> Picture | None:
        """Add the picture of an address to the library, with its renditions, or find it there."""
        name = _name(address)
        file = self._file(name) if name else None
        if not name or not file or file.suffix.lower() not in BEGINNINGS or len(name) > MOST_PATH or self._dry:
            return None
        known = ImportedFile.objects.filter(origin=self._origin, path=name).select_related("picture").first()
        if known:
            return known.picture
        try:
            with file.open("rb") as opened:
                picture = library.keep(opened)
            if picture.told:
                self._tally.issue(Kind.CHANGED, TABLE, None, f"{ADDRESS}{name}：{picture.told}")
        except UploadsAwayError:  # another run keeps the picture
            raise
        except (OSError, ValidationError) as problem:
            text = problem.messages[0] if isinstance(problem, ValidationError) else "文件无法读取"
            self._tally.issue(Kind.MISSING, TABLE, None, f"{ADDRESS}{name}：{text}")
            picture = None
        ImportedFile.objects.create(origin=self._origin, path=name, picture=picture)
        return picture

    def _file(self, name: str) -> Path | None:
        if not self._folder:
            return None
        file = self._folder / name
        try:
            inside = file.resolve().is_relative_to(self._folder)
            return file if inside and file.is_file() else None
        except (OSError, RuntimeError, ValueError):  # RuntimeError: a link to itself
            return None

    def _copy(self, path: Path, name: str) -> str:
        """Copy one file and return what became of it."""
        try:
            reason = _refusal(path)
            if not reason and default_storage.exists(name):
                if default_storage.size(name) == path.stat().st_size:
                    return "已在本站"
                if not _is_begun(path, name):
                    reason = "本站已有另一个同名文件"
                elif not self._dry:
                    default_storage.delete(name)
            if not reason and not self._dry:
                with path.open("rb") as opened:
                    default_storage.save(name, File(opened))
        except UploadsAwayError:
            raise
        except (OSError, SuspiciousOperation, UnicodeError) as problem:
            reason = f"无法读取或保存（{problem}）"
        if reason:
            self._tally.issue(Kind.LEFT_FILE, TABLE, None, f"{readable_name(name)}：{reason}")
            return "没有复制"
        return "已复制" if not self._dry else "将复制"

    def _note_unreadable(self, error: OSError) -> None:
        self._tally.files["无法读取的文件夹"] += 1
        self._tally.issue(
            Kind.LEFT_FILE, TABLE, None, f"{readable_name(error.filename)}：文件夹无法读取（{error.strerror}）"
        )


def _inner(folder: Path) -> Path:
    """Return the folder of uploads if the given folder is the one above it."""
    inner = folder / "uploads"
    return inner if inner.is_dir() else folder


def _refusal(path: Path) -> str:
    if path.is_symlink():
        return "是一个链接，没有跟随"
    if not path.is_file():
        return "不是普通的文件"
    suffix = path.suffix.lower()
    if suffix in DOCUMENTS:
        return f"超过 {MOST_BYTES // 1024 // 1024} MB" if path.stat().st_size > MOST_BYTES else ""
    if suffix not in BEGINNINGS:
        return "这种文件可能在浏览器里运行，或没有用处"
    with path.open("rb") as opened:
        return "" if opened.read(12).startswith(PICTURE_BEGINNINGS) else "内容不是图片"


def _is_begun(path: Path, name: str) -> bool:
    """Tell whether the file here is only the beginning of this one: an earlier run was stopped while copying."""
    with path.open("rb") as whole, default_storage.open(name) as begun:
        return all(whole.read(len(piece)) == piece for piece in begun.chunks())


def _name(address: str) -> str:
    """Return the path below the uploads, "" for an address that is no upload or leads out of the folder."""
    if not address.startswith(ADDRESS):
        return ""
    # Leading slashes are removed in any spelling: a path from the root would not be below the uploads.
    name = unquote(address.removeprefix(ADDRESS).partition("?")[0].partition("#")[0]).lstrip("/")
    return "" if not name or "\0" in name or ".." in name.split("/") else name
