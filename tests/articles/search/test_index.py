"""The index follows every change, in the transaction of the change."""

import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import projections
from articles.editing import changes, tagging
from articles.fulltext import index
from articles.fulltext.lexemes import TIERS, Lexeme
from articles.fulltext.query import parse
from articles.fulltext.sqlite import spell
from articles.models import Article, ArticleBigram, SearchEntry, SearchText, Tag
from articles.search.ranking import Matches
from tests.articles.search.searches import found
from tests.builders import make_article, make_section, shanghai

pytestmark = pytest.mark.django_db


def test_a_change_of_text_is_found_at_once_and_what_was_is_not(client: Client) -> None:
    article = make_article("旧标题", body="<p>旧正文</p>", summary="旧摘要", author="旧作者")
    article.title, article.body, article.summary, article.author = "新标题", "<p>新正文</p>", "新摘要", "新作者"
    article.save()
    for word in ("标题", "正文", "摘要", "作者"):
        assert found(client, f"新{word}") == ["新标题"]
        assert found(client, f"旧{word}") == []


def test_tags_are_found_as_they_come_and_go(client: Client) -> None:
    article, every = make_article("文章", tags=["口才"]), Article.objects.all()
    assert found(client, "口才") == ["文章"]
    tagging.add_tags(every, ["致谢"])
    assert tagging.remove_tags(every, [Tag.objects.get(name="口才")]) == 1
    assert (found(client, "致谢"), found(client, "口才")) == (["文章"], [])
    article.tags.set(["竞聘"])
    article.save()
    assert (found(client, "竞聘"), found(client, "致谢")) == (["文章"], [])
    article.tags.clear()
    article.save()
    assert found(client, "竞聘") == []


def test_a_tag_that_is_renamed_merged_or_deleted(client: Client) -> None:
    make_article("文章", tags=["口才", "致谢", "致辞"])
    tag = Tag.objects.get(name="口才")
    tag.name = "辩才"
    tag.save()
    assert (found(client, "辩才"), found(client, "口才")) == (["文章"], [])
    tagging.merge_tags(tag, Tag.objects.create(name="演说"))
    assert (found(client, "演说"), found(client, "辩才")) == (["文章"], [])
    Tag.objects.filter(name="致谢").delete()
    assert found(client, "致谢") == []
    Tag.objects.filter(name="致辞").delete()
    assert found(client, "致辞") == []


def test_publishing_and_withdrawing_many(client: Client) -> None:
    make_article("口才", status="draft", publish_at=None)
    changes.publish(Article.objects.all(), shanghai("2026-01-01 08:00"))
    assert found(client, "口才") == ["口才"]
    changes.withdraw(Article.objects.all())
    assert found(client, "口才") == []
    changes.publish(Article.objects.all(), shanghai("2026-01-01 08:00"))
    changes.trash(Article.objects.all())
    assert found(client, "口才") == []


def test_a_deleted_article_leaves_nothing_behind(client: Client) -> None:
    make_article("鼫鼠一", status="trash")
    make_article("鼫鼠二").delete()
    make_article("鼫鼠三")
    Article.objects.filter(title="鼫鼠三").delete()
    changes.purge(Article.objects.all())
    assert (SearchEntry.objects.count(), SearchText.objects.count()) == (0, 0)
    assert matching_on_sqlite("鼫鼠") == []


def no_inside_a_transaction(_question: str) -> str:
    """Answer no, and see that nobody waits for a lock meanwhile."""
    assert not connection.in_atomic_block
    return "no"


@pytest.mark.django_db(transaction=True)
def test_a_flush_leaves_nothing_to_be_found_by(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_article("鼫鼠")
    monkeypatch.setattr("builtins.input", no_inside_a_transaction)
    call_command("flush", verbosity=0, stdout=StringIO())
    assert found(client, "鼫鼠") == ["鼫鼠"]
    call_command("flush", interactive=False, verbosity=0)
    assert matching_on_sqlite("鼫鼠") == []
    make_article("口才")  # which has the number of the other
    assert (found(client, "鼫鼠"), found(client, "口才")) == ([], ["口才"])


def matching_on_sqlite(pair: str) -> list[int]:
    """Return whose lexemes FTS5 has; on PostgreSQL they stand in the rows."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM articles_searchtokens WHERE articles_searchtokens MATCH %s", [spell(Lexeme(pair))]
        )
        return [pk for (pk,) in cursor.fetchall()]


def test_a_rolled_back_save_leaves_nothing(client: Client) -> None:
    article = make_article("旧标题")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        article.title = "新标题"
        article.save()
        raise ZeroDivisionError
    assert (found(client, "旧标题"), found(client, "新标题")) == (["旧标题"], [])


def test_an_unchanged_text_is_not_written_again(client: Client) -> None:
    article = make_article("文章")
    with CaptureQueriesContext(connection) as asked:
        projections.write([article.pk])
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "articles_contentchange" not in sql] == []


def test_rebuilding_finds_what_came_past_the_models(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    make_article("口才", section=make_section("演讲"), tags=["竞聘"])
    gone = make_article("从前")
    Article.objects.filter(title="口才").update(title="新来的")
    SearchText.objects.discard([gone.pk])
    SearchEntry.objects.filter(pk=gone.pk).delete()
    ArticleBigram.objects.all().delete()
    assert (found(client, "新来"), found(client, "从前")) == ([], [])
    call_command("rebuild_search")
    assert ArticleBigram.objects.filter(article=gone, bigram="从前").exists()
    assert (found(client, "新来"), found(client, "从前"), found(client, "竞聘")) == (["新来的"], ["从前"], ["新来的"])
    assert capsys.readouterr().out.startswith("已重建 2 篇文章的索引，用时 ")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an index that can be missing is PostgreSQL's")
@pytest.mark.parametrize(
    "harm",
    ["DROP INDEX search_tokens", "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'search_tokens'::regclass"],
)
@pytest.mark.django_db(transaction=True)
def test_rebuilding_makes_an_index_that_is_missing_or_half_made_while_others_save(harm: str) -> None:
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        cursor.execute(harm)
        call_command("rebuild_search", stdout=StringIO())
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'search_tokens'::regclass")
        assert cursor.fetchone() == (True,)
    made = [query["sql"] for query in asked if query["sql"].startswith("CREATE INDEX")]
    assert len(made) == 1
    assert "CONCURRENTLY" in made[0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an index that can be missing is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_an_index_that_another_process_is_making_is_left_to_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_tokens")
    reader, maker = (psycopg2.connect(**connection.get_connection_params()) for _ in range(2))
    reader.set_session(isolation_level="REPEATABLE READ")
    # CREATE INDEX CONCURRENTLY waits at its end for earlier readers.
    reader.cursor().execute("SELECT 1 FROM articles_searchentry")
    maker.autocommit = True
    statement = "CREATE INDEX CONCURRENTLY search_tokens ON articles_searchentry USING gin (tokens)"
    with ThreadPoolExecutor(1) as pool:
        making = pool.submit(maker.cursor().execute, statement)
        try:
            with connection.cursor() as cursor:
                while not making.done() and not _is_waiting_for_readers(cursor):
                    time.sleep(0.01)
                cursor.execute("SET lock_timeout = '5s'")  # a process that waits for the maker fails
            with CaptureQueriesContext(connection) as asked:
                index.backend().restore()
            assert not [query for query in asked if "INDEX" in query["sql"]]
            assert not making.done()
        finally:
            reader.rollback()
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
        making.result()
    maker.close()
    reader.close()
    index.backend().restore()  # it is there now, and stays


def _is_waiting_for_readers(cursor: Any) -> bool:
    cursor.execute("SELECT 1 FROM pg_stat_progress_create_index WHERE phase = 'waiting for old snapshots'")
    return cursor.fetchone() is not None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a planner that weighs reading all is PostgreSQL's")
@pytest.mark.usefixtures("no_statistics")
def test_many_words_are_asked_of_the_index_and_not_of_every_articles_lexemes() -> None:
    one = make_article()
    articles = [Article(title="文章", section=one.section, owner=one.owner) for _ in range(1_000)]
    Article.objects.bulk_create(articles)
    SearchEntry.objects.bulk_create(SearchEntry(article=article) for article in articles)
    many = Matches(parse("的 一 是 不 了 在"), SearchEntry.objects.visible(shanghai("2026-01-01 08:00")))
    for question in (many.within(), many.within(TIERS, above=TIERS - 1)):
        assert "search_tokens" in question.newest_first()[:20].explain()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a list of what is pending is PostgreSQL's")
def test_the_lists_that_saves_append_to_are_put_into_the_index_by_the_timer() -> None:
    def pending() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_tokens')")
            return int(cursor.fetchone()[0])

    pending()
    make_article("怎样开口")
    call_command("roll_up_hits")
    assert pending() == 0
    make_article("怎样收尾")
    assert pending() > 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a list of what is pending is PostgreSQL's")
def test_no_save_empties_a_list_that_the_timer_can_empty() -> None:
    def options() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reloptions FROM pg_class WHERE oid = 'search_tokens'::regclass")
            found: list[str] = cursor.fetchone()[0]
            return found

    assert options() == ["fastupdate=on", "gin_pending_list_limit=32768"]
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_tokens")
    index.backend().restore()
    assert options() == ["gin_pending_list_limit=32768"]
