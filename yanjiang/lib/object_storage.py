"""The storage of uploaded files on S3, with the promises of the folder: no half files, and none without a row."""

import hashlib
import mimetypes
import shutil
from base64 import b64encode
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from itertools import chain
from posixpath import normpath
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import Any, BinaryIO, cast

from botocore.response import StreamingBody
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from yanjiang.lib import s3
from yanjiang.lib.stored import INTERNAL, Uploads, bind_to_transaction, sha256_of

AT_ONCE = 1 << 20  # bytes
IN_MEMORY = 1 << 20  # bytes of an opened file; a larger one lies on the disk while it is read
WRITES = frozenset({"put_object", "copy_object"})
# Bytes of a name, the limit of S3, and of a part between two slashes, that of MinIO and of folders.
MOST_NAME, MOST_PART = 1024, 255
# The notes that we write beside each object. An object of somebody else's may lack both.
DIGEST, CHANGED = "sha256", "changed-ns"


class ObjectFile:
    """An object of the bucket. Raises FileNotFoundError where there is none."""

    def __init__(self, storage: "WholeObjectStorage", name: str) -> None:
        self._storage, self._name = storage, name
        head = storage.ask("head_object", name)
        self._etag, self._noted = head["ETag"], head["Metadata"]
        self.size: int = head["ContentLength"]
        # The time of the file itself: copies and moves within the storage do not change it.
        noted = self._noted.get(CHANGED, "")
        self.changed_ns = int(noted) if noted.isdecimal() else int(head["LastModified"].timestamp()) * 10**9

    def digest(self) -> str:
        if noted := self._noted.get(DIGEST):
            return str(noted)
        with self.opened() as file:
            return sha256_of(file)

    def opened(self) -> BinaryIO:
        return cast(BinaryIO, self._storage.open(self._name).file)

    def body(self, part: tuple[int, int] | None) -> Iterator[bytes]:
        """Fetch the first piece. The others are fetched as they are sent.

        No connection is held between two pieces, so that a slow reader, or one who has left, keeps none.
        """
        first, last = part or (0, self.size - 1)
        if first > last:
            return iter(())  # an empty file
        begun = self._piece(first, last)
        return chain([begun], (self._piece(at, last) for at in range(first + AT_ONCE, last + 1, AT_ONCE)))

    def _piece(self, first: int, last: int) -> bytes:
        wanted = f"bytes={first}-{min(first + AT_ONCE - 1, last)}"
        # A file that was replaced since is not joined to the beginning of the other one.
        content: bytes = self._storage.ask("get_object", self._name, Range=wanted, IfMatch=self._etag)["Body"]
        return content


class WholeObjectStorage(Uploads, S3Storage):  # type: ignore[misc]
    """Storage of django-storages, with our addresses, our errors and one client for all threads."""

    def __init__(self, **options: Any) -> None:
        style = options.pop("addressing_style", "path")
        # The environment of AWS's own tools must not decide.
        given = {"security_token": None, "session_profile": None, "file_overwrite": False, **options}
        super().__init__(**given, client_config=s3.config(style))
        self.asking = s3.Asking()

    @cached_property
    def connection(self) -> Any:
        # One for each thread, as in django-storages, would take 12 MB each. The client that it has is thread-safe.
        return self._connected(self.client_config)

    def _connected(self, config: Any) -> Any:
        return self._create_session().resource(
            "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=config
        )

    def ask(self, action: str, name: str, **words: Any) -> dict[str, Any]:
        """Call an action of the client on an object. A body is read whole.

        Raises FileNotFoundError and UploadsAwayError.
        """
        key = self._key(name)
        client = self._patient if action in WRITES else self.client
        with self.asking(name):
            answer: dict[str, Any] = getattr(client, action)(Bucket=self.bucket_name, Key=key, **words)
            if isinstance(body := answer.get("Body"), StreamingBody):
                answer["Body"] = body.read()
        return answer

    @property
    def client(self) -> Any:
        return self.connection.meta.client

    @cached_property
    def _patient(self) -> Any:
        return self._connected(self.client_config.merge(s3.PATIENT)).meta.client

    def _key(self, name: str) -> str:
        key: str = self._normalize_name(normpath(name))
        parts = (len(part.encode()) for part in key.split("/"))
        if normpath(name) == "." or len(key.encode()) > MOST_NAME or max(parts) > MOST_PART:
            raise FileNotFoundError(name)
        return key

    # --- For Django ---------------------------------------------------------------------------------------------

    def url(self, name: str | None, *_arguments: Any, **_options: Any) -> str:
        """Return an address of the site. The bucket is private, and pages that are kept name no address that ends."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name or '').lstrip('/')}"

    def exists(self, name: str) -> bool:
        try:
            self.ask("head_object", name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return self.stored(name).size

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with self.asking(path):
            folders, files = super().listdir(path)
        return folders, files

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        opened: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the caller closes it)
        try:
            with self.asking(name):
                answer = self.client.get_object(Bucket=self.bucket_name, Key=self._key(name))
                shutil.copyfileobj(answer["Body"], opened, AT_ONCE)
        except BaseException:
            opened.close()
            raise
        opened.seek(0)
        return File(opened, name=name)

    def _save(self, name: str, content: Any) -> str:
        saved = normpath(name)
        try:
            self.write(saved, content)
        except OSError:
            with suppress(OSError):  # an answer may be lost after the file was stored
                self.delete(saved)
            raise
        bind_to_transaction(self, saved)
        return saved

    # --- For readers, backups and restores ----------------------------------------------------------------------

    @contextmanager
    def elsewhere(self, folder: str) -> Iterator[None]:
        kept: Any = self.location  # type: ignore[has-type]
        self.location = self._key(folder)
        try:
            yield
        finally:
            self.location = kept

    def names(self, under: str = "") -> Iterator[str]:
        root = f"{self._key(under)}/" if under else f"{self.location.strip('/')}/".lstrip("/")
        pages = iter(self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=root))
        while True:
            with self.asking(under):
                page = next(pages, None)
            if page is None:
                return
            for entry in page.get("Contents", ()):
                name = entry["Key"].removeprefix(root)
                if name and not name.endswith("/") and (under or name.partition("/")[0] not in INTERNAL):
                    yield name

    def stored(self, name: str) -> ObjectFile:
        return ObjectFile(self, name)

    def write(self, name: str, file: Any, *, changed_ns: int | None = None) -> None:
        """Write an object at once. The service compares the bytes that it gets with their MD5."""
        with _seekable(file) as whole:
            size, md5, sha256 = _measured(whole)
            noted = {DIGEST: sha256, **({CHANGED: str(changed_ns)} if changed_ns is not None else {})}
            self.ask(
                "put_object",
                name,
                Body=whole,
                ContentLength=size,
                ContentMD5=b64encode(md5).decode(),
                ContentType=mimetypes.guess_type(name)[0] or "application/octet-stream",
                Metadata=noted,
            )

    def copy(self, source: str, target: str) -> None:
        if not self.exists(target):
            self._copy(source, target)

    def _copy(self, source: str, target: str) -> None:
        """Copy within the storage. The copy keeps the time of the file."""
        changed = self.stored(source)
        noted = {DIGEST: changed.digest(), CHANGED: str(changed.changed_ns)}
        self.ask(
            "copy_object",
            target,
            CopySource={"Bucket": self.bucket_name, "Key": self._key(source)},
            Metadata=noted,
            MetadataDirective="REPLACE",
            ContentType=mimetypes.guess_type(target)[0] or "application/octet-stream",
        )

    def move(self, source: str, target: str) -> None:
        self._copy(source, target)
        self.remove(source)

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self.ask("delete_object", name)

    def discard(self, folder: str) -> None:
        for name in list(self.names(folder)):
            self.remove(f"{folder}/{name}")

    @cached_property
    def _hurried(self) -> Any:
        return self._connected(self.client_config.merge(s3.HURRIED)).meta.client

    def check(self) -> None:
        with s3.told(self.bucket_name):
            self._hurried.list_objects_v2(Bucket=self.bucket_name, Prefix=self.location, MaxKeys=1)

    def lacking(self, names: Collection[str]) -> list[str]:
        return [name for name in names if not self._is_there(name)]

    def _is_there(self, name: str) -> bool:
        try:
            with s3.told(name):
                self._hurried.head_object(Bucket=self.bucket_name, Key=self._key(name))
        except FileNotFoundError:
            return False
        return True

    def is_open_to_all(self) -> bool:
        stranger = self._connected(self.client_config.merge(s3.UNSIGNED)).meta.client
        first = next(self.names(), None)
        asked = [partial(stranger.list_objects_v2, Bucket=self.bucket_name, MaxKeys=1)]
        if first:
            asked.append(partial(stranger.head_object, Bucket=self.bucket_name, Key=self._key(first)))
        return any(map(_is_answered, asked))

    def is_same(self, one: str, other: str) -> bool:
        first, second = self.stored(one), self.stored(other)
        return first.size == second.size and first.digest() == second.digest()


def _is_answered(ask: Any) -> bool:
    try:
        with s3.told(""):
            ask()
    except s3.RefusedError:
        return False
    return True


@contextmanager
def _seekable(file: Any) -> Iterator[BinaryIO]:
    """Return a file that can be read twice: to measure it, and to send it."""
    if file.seekable():
        yield file
        return
    with TemporaryFile() as copied:
        shutil.copyfileobj(file, copied, AT_ONCE)
        yield cast(BinaryIO, copied)


def _measured(file: BinaryIO) -> tuple[int, bytes, str]:
    """Return size, MD5 and SHA-256 of a file, which is at its beginning then."""
    size, md5, sha256 = 0, hashlib.md5(usedforsecurity=False), hashlib.sha256()
    file.seek(0)
    while part := file.read(AT_ONCE):
        size += len(part)
        md5.update(part)
        sha256.update(part)
    file.seek(0)
    return size, md5.digest(), sha256.hexdigest()
