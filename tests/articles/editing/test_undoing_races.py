"""Two people who undo a bulk change at once undo it once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles.editing import changes, revisions, undoing
from articles.models import Article, BulkChange, Revision
from tests.builders import make_article, make_editor


@pytest.mark.django_db(transaction=True)
def test_a_bulk_change_that_two_undo_at_once_is_undone_once() -> None:
    articles = [make_article(f"第{number}篇").pk for number in range(3)]
    by = make_editor()
    with transaction.atomic(), revisions.recording(articles, by=by) as changed:
        changes.trash(Article.objects.all())
    change = BulkChange.record("trash", "移到回收站", by=by, changed=changed)
    assert change

    def undo(_number: int) -> bool:
        try:
            return undoing.undo(change.pk, by=by, at=timezone.now(), among=articles) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(undo, range(4))) == [False, False, False, True]
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}
    assert Revision.objects.count() == 9
