"""A restore puts aside what the backup lacks. It is kept, and never becomes an upload again."""

import pytest

from tests.backups.sites import Own
from yanjiang.backups import checking
from yanjiang.lib.stored import uploads

pytestmark = pytest.mark.django_db


def test_files_of_restores_in_an_older_backup_are_left_out(site: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (".restoring/key", ".replaced/a.jpg", "a.jpg"):
        site.upload(name)
    with monkeypatch.context() as patch:
        patch.setattr("yanjiang.lib.storage.INTERNAL", {".backing-up"})
        file = site.back_up()
    uploads().discard(".restoring")
    uploads().discard(".replaced")
    told: list[str] = []
    assert checking.check(file, folder=None, tell=told.append).uploads.files == 3
    assert "其中 2 个在网站自己用的文件夹里（.replaced 等），是以前恢复时换下来的，不恢复。" in told
    site.restore(file, replace=True)
    assert (site.files(), site.internal()) == ({"a.jpg": b"picture"}, [])


def test_what_two_restores_put_aside_is_kept_twice(site: Own) -> None:
    site.upload("a.jpg", b"of the backup")
    file = site.back_up()
    for content in (b"one", b"two"):
        site.upload("a.jpg", content)
        site.restore(file, replace=True)
    assert sorted(site.files(".replaced").values()) == [b"one", b"two"]
