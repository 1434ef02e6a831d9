"""A restore that is killed leaves the old site whole, or the new one, and the next restore tidies up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from articles.models import Article
from tests.backups.killed import MOMENTS
from tests.backups.sites import Own, Sites
from tests.builders import make_article
from yanjiang.backups import staging

pytestmark = [pytest.mark.django_db, pytest.mark.faults]

OLD = {"a.jpg": b"old a", "gone.jpg": b"gone"}
NEW = {"a.jpg": b"new a", "b.jpg": b"b"}


def url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def killed(moment: str, file: Path, site: Own, tables: Path) -> None:
    connection.close()
    process = subprocess.run(
        [sys.executable, "-m", "tests.backups.killed", moment, str(file), str(tables)],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": url(),
            "VAR_DIR": str(site.folder),
            "UPLOADS_URL": site.bucket.url if site.bucket else "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == -signal.SIGKILL, process.stderr


@pytest.fixture
def backup(own: Sites) -> Path:
    """A backup of a site with an article and two uploads; the other site has others, and is the default one."""
    source = own("source")
    make_article("新的")
    for name, content in NEW.items():
        source.upload(name, content)
    file = source.back_up()
    site = own("site")
    make_article("旧的")
    for name, content in OLD.items():
        site.upload(name, content)
    return file


def has_old(site: Own) -> bool:
    return Article.objects.get().title == "旧的" and OLD.items() <= site.files().items()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_restore_leaves_a_whole_site(moment: str, backup: Path, own: Sites) -> None:
    site = own.last
    killed(moment, backup, site, own.schema.file)
    is_old = Article.objects.get().title == "旧的"
    assert is_old == (list(MOMENTS).index(moment) <= list(MOMENTS).index("before the switch"))
    if is_old:
        assert has_old(site)
    staging.settle()
    assert site.files() == (OLD if is_old else NEW)
    assert set(site.internal()) <= {".replaced"}
    site.restore(backup, replace=True)
    assert site.files() == NEW
    assert Article.objects.get().title == "新的"
    assert site.internal() == [".replaced"]
