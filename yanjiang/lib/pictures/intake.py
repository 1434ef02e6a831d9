"""Pictures on their way in: what an upload is turned into, or why it is refused, in words for whoever chose it."""

import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from django.core.exceptions import ValidationError

MAX_BYTES = 10 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[3]
# Twenty pictures pasted at once are decoded as many at a time as there are processors, not all at 300 MB.
_turns = BoundedSemaphore(os.cpu_count() or 1)
SECONDS = 20  # by the clock, on a machine that has other things to do; the encoder limits its own work
UNREADABLE = "无法识别这张图片，请上传 JPG、PNG、GIF 或 WebP 图片。"
REFUSALS = {
    "unreadable": UNREADABLE,
    "pixels": "图片像素过多，请缩小到四千万像素以内。",
    "pixels_webp": "WebP 图片请缩小到一千万像素以内，或者改存为 JPG。",
    "frames": "动图的帧数过多，请减少到 200 帧以内。",
    "heavy": "处理这张图片太费时间或内存，请缩小或另存为普通 JPG 后再上传。",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Encoded:
    """A picture written anew, and its renditions by the end of their names: "640w.webp"."""

    digest: str  # SHA-256 of the file that was uploaded, in hexadecimal
    width: int
    height: int
    suffix: str
    original: bytes
    renditions: dict[str, bytes]


def digest(upload: IO[bytes]) -> str:
    upload.seek(0)
    return hashlib.file_digest(upload, "sha256").hexdigest()  # type: ignore[arg-type]


def encoded(upload: IO[bytes]) -> Encoded:
    """Return the picture written anew. Raises ValidationError, with a message for the person who chose it."""
    if upload.seek(0, 2) > MAX_BYTES:
        raise ValidationError(f"图片不能超过 {MAX_BYTES // 1024 // 1024} MB。", code="bytes")
    upload.seek(0)
    with tempfile.TemporaryDirectory() as folder:
        outcome = _run(upload.read(), folder)
        if reason := outcome.get("refused"):
            logger.info("A picture was refused: %s", outcome)
            raise ValidationError(REFUSALS[reason], code=reason)
        suffix = outcome["suffix"]
        files = {file.name: file.read_bytes() for file in Path(folder).iterdir()}
    return Encoded(
        digest=digest(upload),
        width=outcome["width"],
        height=outcome["height"],
        suffix=suffix,
        original=files.pop(f"original{suffix}"),
        renditions=files,
    )


def _run(source: bytes, folder: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "yanjiang.lib.pictures.encoder", folder]
    try:
        # With nothing of our environment: what decodes strangers' files has no use for the site's secrets.
        with _turns:
            ran = subprocess.run(  # noqa: S603
                command, input=source, capture_output=True, cwd=ROOT, env={}, timeout=SECONDS, check=False
            )
    except subprocess.TimeoutExpired:
        return {"refused": "heavy"}
    if ran.returncode:
        # Stopped by a limit, or by the decoder's own fault.
        return {"refused": "heavy", "because": f"exit {ran.returncode}: {ran.stderr[-500:]!r}"}
    outcome: dict[str, Any] = json.loads(ran.stdout)
    return outcome
