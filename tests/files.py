"""Documents for tests, with just enough content to be recognized."""

import zipfile
from io import BytesIO


def zipped(*names: str) -> bytes:
    """Return a ZIP file with entries of these names: an Office document is one with a folder of its own."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            # The time is fixed because xdist compares the parameters of tests from several processes.
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 15, 9, 30, 0)), "演讲稿")
    return content.getvalue()


def old_office(stream: str) -> bytes:
    """Return the head and the directory of an OLE file with a stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)
