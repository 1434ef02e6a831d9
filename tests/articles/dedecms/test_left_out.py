"""A site that imports no old one takes `articles.dedecms` out of INSTALLED_APPS, and all else works."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once


def test_a_site_works_without_the_app_and_loads_none_of_it(tmp_path: Path) -> None:
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    command = [sys.executable, "-m", "tests.articles.dedecms.left_out"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["loaded"] == []
    assert found["status"] == {
        "/": 200,
        "/admin/": 200,
        "/admin/articles/article/": 200,
        "/admin/articles/legacypath/": 200,
        "/admin/auth/user/1/delete/": 200,
        "/admin/handbook/": 200,
        "/admin/handbook/import/": 404,
        "/admin/dedecms/importrun/": 404,
        # Old addresses go on leading somewhere: a site may be done with its import.
        "/plus/view.php?aid=7": 301,
        "/a/yanjianggao/7.html": 301,
    }
    assert found["mentions"] == []
