"""Asks S3-compatible storage within a bounded time, and tells its failures as errors of files."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Any

import botocore
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError  # noqa: A004

from yanjiang.lib.stored import UploadsAwayError

CONNECT_SECONDS, READ_SECONDS = 2, 5
# Seconds during which nobody asks storage that did not answer, so that it keeps one thread waiting, not all.
PAUSE = 5.0
TRIES = 2
# Seconds of a request, with a pause between the tries. A file takes two requests: one looks it up and one fetches its
# first piece. nginx waits longer than both (yanjiang/deploy/nginx_s3.conf).
LONGEST = TRIES * (CONNECT_SECONDS + READ_SECONDS) + 1.0


def config(addressing_style: str) -> Config:
    return Config(
        s3={"addressing_style": addressing_style},
        signature_version="s3v4",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=32,
        # Many compatible services refuse the checksums that botocore has added since its version 1.36.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


# For a file that is written or copied: the service answers when the whole of it is on its disks.
PATIENT = Config(read_timeout=60)
# For a check that a load balancer waits for.
HURRIED = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 1})
# For what strangers can read.
UNSIGNED = Config(signature_version=botocore.UNSIGNED)


class RefusedError(UploadsAwayError):
    """The storage answers, and refuses."""


class SilentError(UploadsAwayError):
    """The storage does not answer."""


@contextmanager
def told(name: str) -> Iterator[None]:
    """Tell failures as FileNotFoundError, RefusedError and SilentError."""
    try:
        yield
    except (ConnectionError, HTTPClientError) as error:
        raise SilentError(f"{name}: {error}") from error
    except ClientError as error:
        answer: Any = error.response
        is_missing = answer["ResponseMetadata"]["HTTPStatusCode"] == 404 and answer["Error"]["Code"] != "NoSuchBucket"
        raise (FileNotFoundError(name) if is_missing else RefusedError(f"{name}: {error}")) from error
    except BotoCoreError as error:
        raise RefusedError(f"{name}: {error}") from error


class Asking:
    """Lets requests through, one at a time once the storage did not answer and `PAUSE` is over."""

    def __init__(self) -> None:
        self._lock, self._away_until = Lock(), 0.0

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Ask about a file. Raises FileNotFoundError and UploadsAwayError."""
        self._let_through()
        try:
            with told(name):
                yield
        except SilentError:
            self._away_until = monotonic() + PAUSE
            raise
        except OSError:
            self._away_until = 0.0
            raise
        self._away_until = 0.0

    def _let_through(self) -> None:
        with self._lock:
            if monotonic() < self._away_until:
                raise SilentError("the storage of the uploads did not answer a moment ago")
            if self._away_until:  # this request finds out for all others, which wait for nothing meanwhile
                self._away_until = monotonic() + LONGEST
