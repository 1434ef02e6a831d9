"""An import that was interrupted goes on where it was, and two never run at once."""

import fcntl
from pathlib import Path

import pytest

from articles.dedecms.folder import BusyError, import_folder, is_locked
from articles.dedecms.load import articles
from articles.dedecms.load.articles import Articles, NewArticle
from articles.models import Article, ArticleHits, ImportedArticle, SearchEntry, Section, TaggedArticle
from tests.articles.dedecms.imports import archive, body, counted, do_import, everything, site

pytestmark = pytest.mark.django_db(transaction=True)

NUMBERS = range(1, 11)
TABLES = site(
    archives=[archive(pk, title=f"第{pk}篇") for pk in NUMBERS],
    addonarticle=[body(pk) for pk in NUMBERS],
    taglist=[{"tid": 1, "aid": pk, "tag": "竞聘"} for pk in NUMBERS],
)


@pytest.fixture(autouse=True)
def batches_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "BATCH", 3)


def test_interrupted_between_two_batches_it_goes_on(backup: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if (step, done, total) == ("导入文章", 6, 10):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do_import(backup, TABLES, progress=stop)
    assert Article.objects.count() == ImportedArticle.objects.count() == 6
    imported = do_import(backup)
    assert counted(imported, "archives") == {"read": 10, "added": 4, "known": 6}
    assert sorted(Article.objects.values_list("pk", flat=True)) == list(NUMBERS)
    assert SearchEntry.objects.count() == ArticleHits.objects.count() == TaggedArticle.objects.count() == 10


def test_killed_within_a_batch_nothing_is_there_by_half(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = Articles._tag
    batches = []

    def dies(articles: Articles, new_articles: list[NewArticle]) -> None:
        batches.append(new_articles)
        written(articles, new_articles)
        if len(batches) == 2:
            raise SystemExit(9)

    monkeypatch.setattr(Articles, "_tag", dies)
    with pytest.raises(SystemExit):
        do_import(backup, TABLES)
    for model in (Article, ImportedArticle, ArticleHits, TaggedArticle):
        assert model.objects.count() == 3
    monkeypatch.undo()
    do_import(backup)
    assert Article.objects.count() == 10
    before = everything()
    do_import(backup)
    assert everything() == before


def test_a_run_that_had_loaded_all_but_was_killed_before_the_index_builds_it(backup: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if step == "建立搜索索引":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do_import(backup, TABLES, progress=stop)
    assert (Article.objects.count(), SearchEntry.objects.count()) == (10, 0)
    assert do_import(backup).indexed == 10
    assert SearchEntry.objects.count() == 10


def test_one_import_runs_at_a_time(backup: Path) -> None:
    with (import_folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert is_locked()
        with pytest.raises(BusyError, match="正在进行"):
            do_import(backup, TABLES)
    assert not is_locked()
    assert not Section.objects.exists()


def test_nothing_of_the_work_is_left_in_the_folder_not_even_of_one_that_was_killed(backup: Path) -> None:
    (import_folder() / ".work-killed").mkdir()
    (import_folder() / ".work-killed" / "staging.sqlite3").touch()
    do_import(backup, TABLES)
    assert [path.name for path in import_folder().iterdir()] == [".lock"]
