"""Bulk changes are kept as long as they can be undone, and versions for ever, unless a setting says otherwise."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from articles.editing import contents, revisions
from articles.models import Article, BulkChange, PendingChange, Revision
from tests.articles.pages.test_attachments import attach, stored
from tests.builders import make_article, make_editor

pytestmark = pytest.mark.django_db


def versions(article: Article, *titles: str) -> None:
    """Save a version with each of these titles."""
    by = make_editor()
    for title in titles:
        content = contents.read([article.pk])[article.pk]
        revisions.put_live(Article.objects.get(pk=article.pk), {**content, "title": title}, by=by)


def kept() -> list[str]:
    return [str(revision.content["title"]) for revision in Revision.objects.order_by("pk")]


def make_old(days: int = 400) -> None:
    Revision.objects.update(at=timezone.now() - timedelta(days=days))


def test_bulk_changes_are_deleted_after_30_days() -> None:
    article = make_article()
    versions(article, "甲", "乙")
    first, _second, last = Revision.objects.order_by("pk").values_list("pk", flat=True)
    for days in (29, 31):
        BulkChange.record("trash", f"{days}", by=None, changed=[(article.pk, first, last)])
        BulkChange.objects.filter(words=f"{days}").update(at=timezone.now() - timedelta(days=days))
    call_command("roll_up_hits")
    assert list(BulkChange.objects.values_list("words", flat=True)) == ["29"]
    assert Revision.objects.count() == 3


def test_versions_are_kept_for_ever(settings: Settings) -> None:
    versions(make_article("第一版"), "甲", "乙")
    make_old(4_000)
    call_command("roll_up_hits")
    assert kept() == ["第一版", "甲", "乙"]


def test_a_setting_deletes_old_versions_that_nothing_needs(settings: Settings) -> None:
    settings.REVISIONS_KEPT_DAYS = 365
    article = make_article("第一版")
    versions(article, "不要的", "定稿", "撤销要用的", "又一版", "网页上的")
    Revision.objects.filter(content__title="定稿").update(name="定稿")
    live = Revision.objects.get(content__title="网页上的")
    before = Revision.objects.get(content__title="撤销要用的")
    BulkChange.record("trash", "移到回收站", by=None, changed=[(article.pk, before.pk, live.pk)])
    content = {**live.content, "title": "修改稿"}
    revisions.save_change(article, content, by=make_editor("other"))
    assert PendingChange.objects.count() == 1
    make_old(364)
    call_command("roll_up_hits")
    assert len(kept()) == 7
    make_old()
    call_command("roll_up_hits")
    assert kept() == ["定稿", "撤销要用的", "网页上的", "修改稿"]


def test_all_versions_are_looked_at_in_turn(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.editing.retention.AT_ONCE", 2)
    settings.REVISIONS_KEPT_DAYS = 365
    versions(make_article("第一版"), *(f"第{number}改" for number in range(6)))
    make_old()
    for _ in range(5):
        call_command("roll_up_hits")
    assert kept() == ["第5改"]


def test_the_file_of_a_deleted_version_goes_if_nothing_else_has_it(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.REVISIONS_KEPT_DAYS = 365
    article = make_article()
    removed, kept_file = attach(article), attach(article)
    versions(article, "甲")
    removed.delete()
    versions_without = contents.read([article.pk])[article.pk]
    revisions.put_live(Article.objects.get(), {**versions_without, "title": "乙"}, by=None)
    make_old()
    assert len(stored(settings)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        call_command("roll_up_hits")
    assert [Path(name).name for name in stored(settings)] == [Path(str(kept_file.file)).name]
