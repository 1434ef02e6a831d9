"""One of several editors who move the same article at once succeeds, and the others are told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from articles.editing.planning import ArticlePlan, NotMovedError
from articles.models import Article, BulkChange, Revision
from tests.builders import make_article, make_editor, shanghai


@pytest.mark.django_db(transaction=True)
def test_an_article_that_four_move_at_once_is_moved_by_one() -> None:
    seen = shanghai("2090-01-01 09:30")
    article, by = make_article(publish_at=seen), make_editor()

    def move(number: int) -> str:
        try:
            to = shanghai(f"2090-01-1{number} 09:30")
            return ArticlePlan(article.pk).move(seen=seen, to=to, by=by, at=timezone.now()).told
        except NotMovedError:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = [words for words in pool.map(move, range(4)) if words]
    assert len(told) == 1
    article.refresh_from_db()
    assert told[0].endswith(f"{timezone.localtime(article.publish_at):%Y-%m-%d %H:%M}")
    assert (BulkChange.objects.count(), Revision.objects.count(), Article.objects.count()) == (1, 2, 1)
