"""Copies a file of a dump once, unpacked and in UTF-8, so that one can seek to every table in it.

The copy is an unnamed file, so nothing is left of it when the process ends. It uses disk space while it is read.
"""

import os
import tempfile
import weakref
from dataclasses import replace
from io import BufferedIOBase
from pathlib import Path

from articles.dedecms.charset import PIECE, Transcoded
from articles.dedecms.dump_files import DumpError, DumpFile, readable_name
from articles.dedecms.feed import DamageError


def spooled(file: DumpFile, *, transcode: str, folder: Path | None) -> DumpFile:
    """Copy a file to `folder` or to the folder of temporary files, from the encoding `transcode` ("" for none).

    If its compression is damaged, the copy ends with the same damage. Raises DumpError if the disk is full.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as copied, file.open() as stream:
            reader = Transcoded(stream, transcode) if transcode else stream
            damaged = False
            try:
                while piece := reader.read(PIECE):
                    copied.write(piece)
            except DamageError:
                damaged = True
            copied.flush()
            copy = _Copy(os.dup(copied.fileno()), damaged=damaged)
    except OSError as error:
        raise DumpError(
            f"无法把 {file.name} 解开到临时文件（{error.strerror}）：{readable_name(str(folder or ''))}"
        ) from error
    return replace(file, unpacked=lambda: _Position(copy), seekable=True)


class _Copy:
    """The open file, which is closed when nothing reads it any more."""

    def __init__(self, descriptor: int, *, damaged: bool) -> None:
        self.descriptor, self.damaged = descriptor, damaged
        weakref.finalize(self, os.close, descriptor)


class _Position(BufferedIOBase):
    """A position in a copy: several tables may be read alternately."""

    def __init__(self, copy: _Copy) -> None:
        self._copy, self._at = copy, 0

    def read1(self, size: int = -1, /) -> bytes:
        data = os.pread(self._copy.descriptor, size, self._at)
        self._at += len(data)
        if not data and self._copy.damaged:
            raise EOFError("the file that this was copied from ends too early")
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._at = offset
        return offset
