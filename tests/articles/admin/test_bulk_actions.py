"""Each bulk action changes the selected articles that it applies to, and leaves the other selected ones unchanged."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.editing import changes
from articles.models import Article, ArticleQuerySet, Listing
from tests.builders import make_article, make_manager, make_section, shanghai

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
STATUSES = ("draft", "published", "trash")


@pytest.fixture(autouse=True)
def manager(client: Client) -> User:
    user = make_manager()
    client.force_login(user)
    return user


def act(client: Client, action: str, *articles: Article, query: str = "", **fields: int) -> str:
    data = {"action": action, "_selected_action": [article.pk for article in articles], "confirmed": "yes", **fields}
    return client.post(f"{LIST}{query}", data, follow=True).content.decode()


def test_publishing_many_keeps_the_dates_that_they_have(client: Client) -> None:
    coming, old = shanghai("2090-01-01 08:00"), shanghai("2014-04-22 11:45")
    scheduled = make_article("下周的", status="draft", publish_at=coming)
    dated = make_article("从前的", status="draft", publish_at=old)
    undated = make_article("今天的", status="draft", publish_at=None)
    act(client, "publish", scheduled, dated, undated)
    for article in (scheduled, dated, undated):
        article.refresh_from_db()
        assert article.status == "published"
    assert (scheduled.publish_at, dated.publish_at) == (coming, old)
    assert undated.publish_at is not None
    assert [client.get(f"/articles/{article.pk}/").status_code for article in (scheduled, dated, undated)] == [
        404,
        200,
        200,
    ]


def test_publishing_again_moves_no_date(client: Client) -> None:
    article = make_article("已经发布的", publish_at=shanghai("2014-04-22 11:45"))
    act(client, "publish", article)
    article.refresh_from_db()
    assert article.publish_at == shanghai("2014-04-22 11:45")


@pytest.mark.parametrize(
    ("action", "after"),
    [
        ("publish", ("published", "published", "trash")),
        ("withdraw", ("draft", "draft", "trash")),
        ("restore", ("draft", "published", "draft")),
        ("purge", ("draft", "published", None)),
        ("trash", ("trash", "trash", "trash")),
    ],
)
def test_an_action_is_for_articles_of_one_state(client: Client, action: str, after: tuple[str | None, ...]) -> None:
    for status in STATUSES:
        article = make_article(f"一篇{status}", status=status)
        # The action is sent from a list that shows the article, because other lists do not offer it.
        act(client, action, article, query="?state=trash" if status == "trash" else "")
        status_now = Article.objects.filter(pk=article.pk).values_list("status", flat=True).first()
        assert status_now == after[STATUSES.index(status)]


def test_an_article_that_moves_to_its_further_section_leaves_it_with_the_next_move(client: Client) -> None:
    here, there, elsewhere = (make_section(name, segment=name) for name in ("here", "there", "elsewhere"))
    article = make_article("怎样开口", section=here, further=[there])
    for section in (there, elsewhere):
        act(client, "move", article, section=section.pk)
        listed = Listing.objects.filter(article=article).values_list("section__path", flat=True)
        assert list(listed) == [section.path]


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda articles: changes.publish(articles, shanghai("2026-03-01 08:00")), ["draft", "trash"]),
        (changes.withdraw, ["published", "trash"]),
        (changes.trash, ["draft", "published"]),
        (changes.purge, ["trash"]),
    ],
    ids=["publish", "withdraw", "trash", "purge"],
)
def test_a_change_counts_and_dates_what_it_changes_alone(
    change: Callable[[ArticleQuerySet], int], changed: list[str]
) -> None:
    for status in STATUSES:
        make_article(f"一篇{status}", status=status)
    before = dict(Article.objects.values_list("title", "updated_at"))
    assert change(Article.objects.all()) == len(changed)
    after = dict(Article.objects.values_list("title", "updated_at"))
    assert [status for status in STATUSES if after.get(f"一篇{status}") != before[f"一篇{status}"]] == changed
