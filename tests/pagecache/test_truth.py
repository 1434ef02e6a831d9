"""After any change, a cached page equals a newly made one."""

import re
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.editing import changes, sections, tagging
from articles.models import Article, Section, Synonym, Tag
from consultants.models import Consultant, Hotline
from tests.builders import make_article, make_consultant, make_hotline, make_picture, make_section
from tests.server import Site
from yanjiang.home.models import Block, Page, SiteSettings
from yanjiang.pagecache import freshness
from yanjiang.pagecache.middleware import store
from yanjiang.pictures.models import Picture
from yanjiang.sitewide import cache

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    "/", "/yanjiang/", "/yanjiang/?page=2", "/gongwen/", "/tags/", "/tags/%E5%8F%A3%E6%89%8D/", "/consultants/",
    "/sitemap/", "/feed/", "/yanjiang/atom/", "/sitemap.xml", "/pages/about/",
)  # fmt: skip
# The other process has static files of its own, named by what they hold.
OTHER = re.compile(rb"/static/[^\"']+")


def make_site() -> None:
    yanjiang, gongwen = make_section("演讲", segment="yanjiang"), make_section("公文", segment="gongwen")
    make_section("竞聘", segment="jingpin", parent=yanjiang)
    consultant, cover = make_consultant(), make_picture()
    for number in range(24):
        make_article(
            f"第{number}篇",
            section=gongwen if number % 3 == 0 else yanjiang,
            tags=["口才", f"关键字{number % 4}"],
            publish_at=timezone.now() - timedelta(days=number + 1),
            consultant=consultant if number % 5 == 0 else None,
            cover=cover if number % 4 == 0 else None,
            is_recommended=number % 6 == 0,
        )
    Page.objects.create(title="关于我们", slug="about", body="<p>写给开口的人。</p>")
    for kind in ("latest", "recommended", "tags", "consultants", "hotlines"):
        Block.objects.create(kind=kind, count=6)


def one(random: Random, rows: Any) -> Any:
    return random.choice(list(rows.order_by("pk")))


def some(random: Random) -> Any:
    return Article.objects.filter(pk__in=random.sample(list(Article.objects.values_list("pk", flat=True)), 3))


def _edit(random: Random) -> None:
    article = one(random, Article.objects)
    article.title, article.body = f"改过的第{random.random()}篇", "<p>改过的正文。</p>"
    article.save()


def _save(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _move_section(random: Random) -> None:
    jingpin, above = Section.objects.filter(segment="jingpin").first(), one(random, Section.objects.filter(parent=None))
    if jingpin and jingpin.pk != above.pk:
        _save(jingpin, parent=above)


def _merge_sections(random: Random) -> None:
    target = Section.objects.get(path="yanjiang")
    sections.merge_sections(make_section(f"并入{random.random()}", segment=f"bing{random.randrange(10**6)}"), target)


def _merge_tags(random: Random) -> None:
    tags = list(Tag.objects.exclude(name="口才").order_by("pk"))
    if len(tags) > 1:
        tagging.merge_tags(tags[0], tags[1])


def _move_hotlines(random: Random) -> None:
    for hotline in Hotline.objects.all():
        hotline.sections.set([one(random, Section.objects)])


CHANGES: dict[str, Callable[[Random], Any]] = {
    "edit": _edit,
    "write": lambda random: make_article(
        f"新写的{random.random()}", section=one(random, Section.objects), tags=["口才"], publish_at=timezone.now()
    ),
    "publish": lambda random: changes.publish(some(random), timezone.now()),
    "withdraw": lambda random: changes.withdraw(some(random)),
    "trash": lambda random: changes.trash(some(random)),
    "purge": lambda random: changes.purge(Article.objects.all()),
    "expire": lambda random: _save(one(random, Article.objects), expire_at=timezone.now() + timedelta(seconds=0.3)),
    "appear": lambda random: _save(one(random, Article.objects), publish_at=timezone.now() + timedelta(seconds=0.3)),
    "pin": lambda random: _save(one(random, Article.objects), pinned_until=timezone.now() + timedelta(seconds=0.3)),
    "move": lambda random: changes.move(some(random), one(random, Section.objects)),
    "flag": lambda random: changes.set_flags(some(random), ["is_recommended"], on=random.random() < 0.5),
    "tag": lambda random: tagging.add_tags(some(random), [f"添的{random.randrange(5)}"]),
    "untag": lambda random: tagging.remove_tags(some(random), [one(random, Tag.objects)]),
    "rename a tag": lambda random: _save(one(random, Tag.objects.exclude(name="口才")), name=f"换名{random.random()}"),
    "merge tags": _merge_tags,
    "file under a second section": lambda random: one(random, Article.objects).further_sections.add(
        one(random, Section.objects)
    ),
    "a new section": lambda random: make_section(f"栏目{random.random()}", segment=f"lanmu{random.randrange(10**6)}"),
    "rename a section": lambda random: _save(one(random, Section.objects), name=f"栏目{random.random()}"),
    "move a section": _move_section,
    "merge sections": _merge_sections,
    "a hotline": lambda random: make_hotline(f"热线{random.random()}", sections=[one(random, Section.objects)]),
    "a hotline for another section": _move_hotlines,
    "a consultant": lambda random: _save(one(random, Consultant.objects), titles=f"教练{random.random()}"),
    "a setting": lambda random: _save(SiteSettings.objects.get_or_create(pk=1)[0], slogan=f"口号{random.random()}"),
    "a block": lambda random: _save(one(random, Block.objects), count=random.randrange(3, 9)),
    "a synonym": lambda random: Synonym.objects.get_or_create(word="口才", synonym=f"演讲{random.randrange(9)}"),
    "a picture": lambda random: _save(Picture.objects.get(), alt=f"说明{random.random()}"),
    "a single page": lambda random: _save(Page.objects.get(), body=f"<p>{random.random()}</p>"),
}


def made_now(path: str) -> bytes:
    """Make the page from the database, without anything cached in memory."""
    store.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(freshness, "current", lambda: None)
        patch.setattr(cache, "token", uuid.uuid4)
        return OTHER.sub(b"", Client().get(path).content)


def addresses(random: Random) -> list[str]:
    return [*random.sample(PAGES, 4), *(f"/articles/{article.pk}/" for article in some(random))]


@pytest.mark.parametrize("seed", range(2))
def test_a_person_who_changes_something_sees_it_on_every_page_at_once(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random, client, clock, at = Random(seed), Client(), timezone.now, timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: at)
    make_site()
    for name in random.sample(sorted(CHANGES), len(CHANGES)):
        pages = addresses(random)
        for path in pages:
            client.get(path)
        CHANGES[name](random)
        # Time passes until articles have appeared and expired. Defaults of fields go by the true clock.
        at = max(at, clock()) + timedelta(seconds=0.4)
        kept = {path: OTHER.sub(b"", client.get(path).content) for path in pages}
        assert [path for path in pages if kept[path] != made_now(path)] == [], name


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Site]:
    """Another process on the same database."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        user, host, port = database["USER"], database["HOST"], database["PORT"] or 5432
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        url = f"postgres://{user}{password}@{host}:{port}/{database['NAME']}"
    site = Site(url, tmp_path, workers=1, extra={"SECRET_KEY": settings.SECRET_KEY, "SITE_URL": settings.SITE_URL})
    site.start()
    yield site
    site.stop()


def test_another_process_says_the_same_within_a_second(other: Site) -> None:
    random = Random(2026)
    make_site()
    for name in random.sample(sorted(CHANGES), 10):
        pages = addresses(random)
        for path in pages:
            other.get(path)
        CHANGES[name](random)
        time.sleep(1.4)  # a second, and what takes effect by time alone
        kept = {path: OTHER.sub(b"", other.ask("GET", path)[1]) for path in pages}
        assert [path for path in pages if kept[path] != made_now(path)] == [], name
