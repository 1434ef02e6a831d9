"""Use a site without `articles.dedecms`: python -m tests.articles.dedecms.left_out prints its answers as JSON.

A process of its own does this, because the process of the tests has the app.
"""

import json
import os
import sys
from typing import Any

import django

PAGES = (
    "/",
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/legacypath/",
    "/admin/auth/user/1/delete/",
    "/admin/handbook/",
    "/admin/handbook/import/",
    "/admin/dedecms/importrun/",
    "/plus/view.php?aid=7",
    "/a/yanjianggao/7.html",
)


def answers() -> dict[str, Any]:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from articles.models import Import, ImportedArticle
    from tests.builders import make_article

    call_command("check", fail_level="WARNING", stdout=sys.stderr)
    call_command("makemigrations", check=True, verbosity=0)
    call_command("migrate", verbosity=0)
    origin = Import.objects.create(host="www.old.example.com")
    ImportedArticle.objects.create(origin=origin, old_id=7, article=make_article("竞聘演讲稿"))
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("root", "", "kai-kou-jiu-lai"))
    pages = {path: client.get(path) for path in PAGES}
    return {
        "status": {path: page.status_code for path, page in pages.items()},
        "mentions": [path for path, page in pages.items() if "旧站导入" in page.content.decode()],
        "loaded": sorted(name for name in sys.modules if name.startswith("articles.dedecms")),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.without_dedecms"
    django.setup()
    sys.stdout.write(json.dumps(answers(), ensure_ascii=False))
