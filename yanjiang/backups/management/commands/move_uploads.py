"""manage.py move_uploads --to s3|folder: copy the uploads from the folder to S3, or back."""

from typing import Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from yanjiang.backups import bookkeeping, locks, moving, sizes
from yanjiang.lib import failures, uploads_url
from yanjiang.lib.storage import WholeFileStorage
from yanjiang.lib.stored import Uploads

MOST_NAMED = 20  # files that were left


class Command(BaseCommand):
    help = "把上传的文件复制到 UPLOADS_URL 写的桶，或者复制回文件夹。网站照常运行；中断了再运行一次，只复制还没有的。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", choices=("s3", "folder"), required=True, help="复制到哪里")
        parser.add_argument(
            "--delete", action="store_true", help="那边也有的核对过就从原来的地方删掉，不再复制；网站换过去以后才能用"
        )

    def handle(self, *, to: str, delete: bool, **options: Any) -> None:
        if not settings.UPLOADS_URL:
            raise CommandError("没有 UPLOADS_URL，不知道是哪一个桶：见部署说明的“上传的文件放到 S3”。")
        places: dict[str, Uploads] = {"folder": WholeFileStorage(location=settings.MEDIA_ROOT), "s3": _bucket()}
        target, source = places.pop(to), places.popitem()[1]
        try:
            with locks.held("move-uploads"):
                places.get("s3", target).check()
                moved = moving.move(source, target, delete=delete, tell=self.stdout.write)
        except locks.BusyError as problem:
            raise CommandError("另一个 move_uploads 正在运行，请等它结束。") from problem
        except OSError as problem:
            raise CommandError(f"没有做完，再运行一次就接着做：{failures.in_words(problem)}。") from problem
        self._tell(moved, "S3" if to == "s3" else "文件夹", delete=delete)

    def _tell(self, moved: moving.Moved, place: str, *, delete: bool) -> None:
        deleted = "，原来的已经删掉" if delete else ""
        told = f"复制 {moved.copied} 个（{sizes.told(moved.bytes)}），原来就有 {moved.there} 个，都核对过{deleted}"
        bookkeeping.log_moved(f"上传的文件复制到{place}", told)
        self.stdout.write(f"{told}。")
        if moved.extra:
            self.stdout.write(f"{place}里另有 {moved.extra} 个文件，原来的地方没有，没有动它们。")
        for why, names in moved.left.items():
            self.stdout.write(f"{why}：{len(names)} 个。")
            for name in names[:MOST_NAMED]:
                self.stdout.write(f"  {name!r}")
        if left := sum(map(len, moved.left.values())):
            raise CommandError(f"有 {left} 个文件没有{'删掉' if delete else '复制'}，请看一看。")


def _bucket() -> Uploads:
    entry = uploads_url.storage(settings.UPLOADS_URL)
    return cast(Uploads, import_string(entry["BACKEND"])(**entry["OPTIONS"]))
