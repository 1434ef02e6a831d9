"""One walk through the portal of production, shared by the tests of all chapters."""

from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from pytest_django import DjangoDbBlocker

from articles.editing import sharing
from articles.models import Article
from tests.asvs import hostile
from tests.asvs.production import OLD_HOST, Answer, browser, kept, production
from tests.asvs.routes import routes
from tests.builders import make_editor, make_manager
from tests.site import admin_pages, make_site, walk
from tests.test_safe_methods import ADMIN_DOORS, contents
from yanjiang.home.models import RootFile


@dataclass(frozen=True)
class Walked:
    """All answers by what was asked, the tables that asking changed, and the secrets of the session that asked."""

    public: dict[str, Answer]
    staff: dict[str, Answer]
    changed: set[str]
    session: str

    @property
    def all(self) -> dict[str, Answer]:
        return {**self.public, **{f"staff {url}": answer for url, answer in self.staff.items()}}


@pytest.fixture(scope="session")
def walked(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Walked:
    with django_db_blocker.unblock(), production(tmp_path_factory.mktemp("asvs")), transaction.atomic():
        found = _walked()
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="session")
def attacked(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Answer]:
    """Return the answers of a site whose every text is an attack."""
    with django_db_blocker.unblock(), production(tmp_path_factory.mktemp("hostile")), transaction.atomic():
        found = hostile.answers()
        transaction.set_rollback(True)
    return found


def _walked() -> Walked:
    article = make_site()
    link = sharing.make(Article.objects.get(title="草稿").pk, by=make_editor("teller"), name="校对")
    manager = browser()
    manager.force_login(make_manager())
    unlinked = _unlinked(article)
    before = contents()
    public = {url: kept(answer) for url, answer in walk(browser()).items()} | unlinked
    staff = {url: kept(manager.get(url)) for url in [*admin_pages(), *ADMIN_DOORS]}
    after = contents()
    changed = {label for label, digest in after.items() if digest != before[label]}
    opened = kept(browser().get(f"/preview/{sharing.token_of(link)}/"))  # it counts how often it was opened
    return Walked({**public, "the preview of a draft": opened}, staff, changed, manager.session.session_key or "")


def _unlinked(article: Article) -> dict[str, Answer]:
    """Return answers to which no link leads: files of an old site, refusals, other hosts, forms."""
    for suffix in ("txt", "pdf", "csv"):
        default_storage.save(f"old.{suffix}", ContentFile("演讲稿".encode()))
    RootFile.objects.create(settings_id=1, name="MP_verify_x.txt", content="演讲")
    asked = [route.url for route in routes() if not route.pattern.startswith("admin/")]
    asked += [f"/uploads/old.{suffix}" for suffix in ("txt", "pdf", "csv")]
    asked += ["/admin/", "/admin/login/", "/admin/nothing/", "/metrics", f"/hits/{article.pk}.gif", "/%00/", "/?%00"]
    asked += ["/sitemap.txt", "/sitemap-newest.xml", f"/articles/{article.pk}/qr.svg"]
    visitor, other = browser(), browser(HTTP_HOST="evil.example")
    return {
        **{url: kept(visitor.get(url)) for url in asked},
        "DELETE /": kept(visitor.delete("/")),
        "POST /admin/login/": kept(visitor.post("/admin/login/", {"username": "root"})),
        "POST a hit": kept(visitor.post(f"/hits/{article.pk}/", "{", content_type="application/json")),
        "another host": kept(other.get("/")),
        "an old host": kept(browser(HTTP_HOST=OLD_HOST).get("/tags/")),
        "over http": kept(browser(HTTP_X_FORWARDED_PROTO="http").get("/tags/")),
    }
