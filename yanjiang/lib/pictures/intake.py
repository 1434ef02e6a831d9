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

from yanjiang.lib import file_kinds

ACCEPTED = "JPG、PNG、GIF、WebP 或 AVIF"
# Of the encoder's; a narrow strip that is left of a panorama shows nothing.
MAX_WIDTH, FLAT = 2560, 320
MAX_BYTES = 10 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[3]
# Twenty pictures pasted at once are decoded as many at a time as there are processors, not all at 400 MB.
_turns = BoundedSemaphore(os.cpu_count() or 1)
SECONDS = 40  # by the clock, on a machine that has other things to do; the encoder limits its own work
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
    """A picture written anew, and its renditions by the end of their names: "640w.webp"."""

    digest: str  # SHA-256 of the file that was uploaded, in hexadecimal
    width: int
    height: int
    suffix: str
    original: bytes
    renditions: dict[str, bytes]
    told: str  # what the person who chose the file should know of what was lost, "" where nothing was


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
    """Say what the picture in the library has less than its file."""
    width, height = outcome["came"]
    kept = outcome["width"], outcome["height"]
    told = []
    # A wide photo is made smaller as every site does it; a picture that can no longer be read is another matter.
    if kept[0] < min(width, MAX_WIDTH) or kept[1] < min(height, FLAT):
        told.append(f"原图 {width} × {height} 像素，保存为 {kept[0]} × {kept[1]} 像素。要看清细节，请裁成几张再上传。")
    if outcome["is_cut"]:
        told.append("图片文件末尾缺少数据，请看一看图片下边是否完整。")
    if outcome["is_animated"]:
        told.append("这是动图，只保留了第一帧。")
    return "".join(told)


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
