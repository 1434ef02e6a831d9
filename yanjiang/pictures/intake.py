"""Encode an uploaded picture in a separate process, or explain to the person who chose it why it is refused."""

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

from yanjiang.lib import file_kinds

ACCEPTED = "JPG、PNG、GIF、WebP 或 AVIF"
# The encoder's greatest width. A panorama that is reduced to a height below FLAT shows no details.
MAX_WIDTH, FLAT = 2560, 320
MAX_BYTES = 10 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]
# Limits parallel encoders to the number of processors: twenty pasted pictures would take 400 MB each at once.
_slots = BoundedSemaphore(os.cpu_count() or 1)
SECONDS = 40  # of wall time on a busy machine; the encoder limits its own processor time
REFUSALS = {
    "pixels": "图片像素过多，请缩小到四千万像素以内，或者裁成几张再上传。",
    "pixels_whole": "WebP 和 AVIF 图片请缩小到两千二百万像素以内，或者改存为 JPG。",
    "tall": "图片太高，JPG 最多 65,500 像素高。请裁成几张再上传。",
    "cut": "图片文件不完整，可能没有下载完。请重新取得原图再上传。",
    "disk": "服务器的磁盘已满，这张图片没有存上。请告诉网站管理员。",
    "heavy": "处理这张图片太费时间或内存，请缩小或另存为普通 JPG 后再上传。",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Encoded:
    """An encoded picture, and its renditions by the end of their names: "640w.webp"."""

    digest: str  # SHA-256 of the file that was uploaded, in hexadecimal
    width: int
    height: int
    suffix: str
    original: bytes
    renditions: dict[str, bytes]
    told: str  # a message for the person who chose the file about losses, "" without any


def digest(upload: IO[bytes]) -> str:
    upload.seek(0)
    return hashlib.file_digest(upload, "sha256").hexdigest()  # type: ignore[arg-type]


def encoded(upload: IO[bytes]) -> Encoded:
    """Encode an upload. Raises ValidationError with a message for the person who chose it."""
    if upload.seek(0, 2) > MAX_BYTES:
        raise ValidationError(f"图片不能超过 {MAX_BYTES // 1024 // 1024} MB。", code="bytes")
    upload.seek(0)
    with tempfile.TemporaryDirectory() as folder:
        outcome = _run(upload.read(), folder)
        if reason := outcome.get("refused"):
            logger.info("A picture was refused: %s", outcome)
            raise ValidationError(REFUSALS.get(reason) or _unreadable(upload), code=reason)
        suffix = outcome["suffix"]
        files = {file.name: file.read_bytes() for file in Path(folder).iterdir()}
    return Encoded(
        digest=digest(upload),
        width=outcome["width"],
        height=outcome["height"],
        suffix=suffix,
        original=files.pop(f"original{suffix}"),
        renditions=files,
        told=_told(outcome),
    )


def _unreadable(upload: IO[bytes]) -> str:
    upload.seek(0)
    kind = file_kinds.kind_of(upload)
    named = f"这个文件{kind.what}，不是能显示的图片。" if kind else "无法识别这张图片。"
    advice = kind.as_picture if kind else ""
    return f"{named}{advice or f'请上传 {ACCEPTED} 图片。'}"


def _told(outcome: dict[str, Any]) -> str:
    """Return a message about what the picture in the library lost compared with its file."""
    width, height = outcome["came"]
    kept = outcome["width"], outcome["height"]
    told = []
    # Every site reduces wide photos, so only a reduction that makes a picture hard to read is mentioned.
    if kept[0] < min(width, MAX_WIDTH) or kept[1] < min(height, FLAT):
        told.append(f"原图 {width} × {height} 像素，保存为 {kept[0]} × {kept[1]} 像素。要看清细节，请裁成几张再上传。")
    if outcome["is_cut"]:
        told.append("图片文件末尾缺少数据，请看一看图片下边是否完整。")
    if outcome["is_animated"]:
        told.append("这是动图，只保留了第一帧。")
    return "".join(told)


def _run(source: bytes, folder: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "yanjiang.pictures.encoder", folder]
    try:
        # The environment is empty, so that a process which decodes strangers' files cannot read the site's secrets.
        with _slots:
            ran = subprocess.run(  # noqa: S603
                command, input=source, capture_output=True, cwd=ROOT, env={}, timeout=SECONDS, check=False
            )
    except subprocess.TimeoutExpired:
        return {"refused": "heavy"}
    if ran.returncode:
        # A limit stopped the process, or the decoder crashed.
        return {"refused": "heavy", "because": f"exit {ran.returncode}: {ran.stderr[-500:]!r}"}
    outcome: dict[str, Any] = json.loads(ran.stdout)
    return outcome
