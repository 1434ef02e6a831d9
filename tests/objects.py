"""S3-compatible storage of the tests' own: moto's server, a bucket in it, and a door that can be shut."""

import http.client
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
from moto.server import ThreadedMotoServer

from yanjiang.lib import uploads_url


@dataclass(frozen=True)
class Bucket:
    """A bucket that is empty at first, with a prefix as a site may have one."""

    port: int
    name: str

    @property
    def url(self) -> str:
        return f"s3://key:s%2Fcret@127.0.0.1:{self.port}/{self.name}/site?scheme=http"

    @property
    def setting(self) -> dict[str, Any]:
        return uploads_url.storage(self.url)

    @property
    def client(self) -> Any:
        return client(self.port)

    def files(self) -> dict[str, bytes]:
        """Return all objects below the prefix."""
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        keys = [entry["Key"] for entry in found]
        return {
            key.removeprefix("site/"): self.client.get_object(Bucket=self.name, Key=key)["Body"].read() for key in keys
        }


def client(port: int) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="s/cret",
        region_name="us-east-1",
    )


@contextmanager
def running(port: int = 0) -> Iterator[ThreadedMotoServer]:
    """Serve on a port, or on a free one. All servers of a process have the same buckets."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def make_bucket(server: ThreadedMotoServer) -> Bucket:
    bucket = Bucket(server.get_host_and_port()[1], f"yanjiang-{uuid4().hex[:12]}")
    bucket.client.create_bucket(Bucket=bucket.name)
    return bucket


@contextmanager
def reader(port: int, path: str) -> Iterator[Any]:
    """Ask for a file, and leave at the end of the block, whether all of it was read or not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        yield connection.getresponse()
    finally:
        connection.close()
