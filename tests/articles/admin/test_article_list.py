import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleHits
from tests.builders import make_article, make_editor, make_section, shanghai

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture(autouse=True)
def editor(client: Client) -> User:
    user = make_editor()
    client.force_login(user)
    return user


def listed(client: Client, query: str = "") -> set[str]:
    response = client.get(f"{LIST}{query}")
    return {article.title for article in response.context["cl"].result_list}


def act(client: Client, action: str, *articles: Article, query: str = "", **fields: object) -> str:
    data = {"action": action, "_selected_action": [article.pk for article in articles], **fields}
    return client.post(f"{LIST}{query}", data, follow=True).content.decode()


def test_the_list_filters_as_editors_think(client: Client) -> None:
    top = make_section("演讲稿")
    child, other = make_section("竞聘", parent=top), make_section("公文")
    make_article("下级", section=child, tags=["口才"], author="王临")
    make_article("副栏目", section=other, further=[child], is_headline=True)
    make_article("将来", section=other, publish_at=shanghai("2090-01-01 00:00"))
    make_article("过期", section=other, expire_at=shanghai("2026-02-01 00:00"))
    make_article("草稿", section=other, status="draft")
    make_article("垃圾", section=other, status="trash")
    tag = Article.objects.get(title="下级").tags.get()
    assert listed(client) == {"下级", "副栏目", "将来", "过期", "草稿"}
    assert listed(client, f"?section={top.pk}") == {"下级", "副栏目"}
    assert listed(client, "?state=scheduled") == {"将来"}
    assert listed(client, "?state=expired") == {"过期"}
    assert listed(client, "?state=visible") == {"下级", "副栏目"}
    assert listed(client, "?state=draft") == {"草稿"}
    assert listed(client, "?state=trash") == {"垃圾"}
    assert listed(client, "?flag=is_headline") == {"副栏目"}
    assert listed(client, f"?tag={tag.pk}") == {"下级"}
    assert listed(client, "?author=王临") == {"下级"}
    assert listed(client, "?section=x&tag=y&flag=z&state=w") == {"下级", "副栏目", "将来", "过期", "草稿"}


def test_the_list_finds_what_readers_find_and_numbers(client: Client) -> None:
    first = make_article("怎样写好开场白", author="王临", body="<p>听众都站了起来。</p>", status="draft")
    make_article("公文写作十忌")
    assert listed(client, "?q=开场") == {"怎样写好开场白"}
    assert listed(client, "?q=王临") == {"怎样写好开场白"}
    assert listed(client, "?q=聽眾 -公文") == {"怎样写好开场白"}
    assert listed(client, f"?q={first.pk}") == {"怎样写好开场白"}
    assert listed(client, "?q=99999999999999999999") == set()


def test_the_list_shows_state_marks_hits_and_a_link(client: Client) -> None:
    article = make_article("看得见", is_recommended=True, pinned_until=shanghai("2090-01-01 00:00"))
    ArticleHits.objects.filter(article=article).update(total=345)
    page = client.get(LIST).content.decode()
    for words in ("已发布", "推荐", "置顶", "345", f'href="/articles/{article.pk}/"', "2026-01-15 09:30"):
        assert words in page


@pytest.mark.parametrize("count", [2, 12])
def test_the_list_asks_the_same_for_few_and_many(client: Client, count: int) -> None:
    for number in range(count):
        make_article(f"第{number}篇", section=make_section(f"栏目{number}"), tags=[f"关键字{number}"])
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    assert len(asked) <= 12


def test_an_action_names_what_it_will_change_and_waits(client: Client) -> None:
    article = make_article("要撤回的")
    page = act(client, "withdraw", article, index=0)
    assert "将对以下 1 篇文章执行“撤回为草稿”" in page
    assert "要撤回的" in page
    article.refresh_from_db()
    assert article.status == "published"
    assert "已撤回 1 篇文章" in act(client, "withdraw", article, confirmed="yes")
    assert client.get(f"/articles/{article.pk}/").status_code == 404


def test_many_titles_are_named_up_to_a_limit(client: Client) -> None:
    articles = [make_article(f"第{number}篇") for number in range(52)]
    page = act(client, "trash", *articles[:52], index=0)
    assert page.count("<li>第") == 50
    assert "等 52 篇" in page


def test_every_action_does_what_it_says(client: Client) -> None:
    new = make_section("新栏目", segment="new")
    article = make_article("一篇", section=make_section("旧栏目"), status="draft", publish_at=None)
    act(client, "publish", article, confirmed="yes")
    act(client, "move", article, confirmed="yes", section=new.pk)
    act(client, "set_flags", article, confirmed="yes", flags=["is_headline", "is_bold"])
    act(client, "clear_flags", article, confirmed="yes", flags=["is_bold"])
    act(client, "add_tags", article, confirmed="yes", tags="口才，听众")
    article.refresh_from_db()
    assert (article.status, article.section) == ("published", new)
    assert (article.is_headline, article.is_bold) == (True, False)
    assert set(article.tags.names()) == {"口才", "听众"}
    assert "一篇" in client.get("/new/").content.decode()
    assert "一篇" in client.get("/tags/口才/").content.decode()


def test_an_action_without_its_choice_asks_again(client: Client) -> None:
    article = make_article("一篇")
    page = act(client, "move", article, confirmed="yes", section="")
    assert "这个字段是必填项" in page
    assert "一篇" in page


def test_all_found_articles_can_be_chosen_across_pages(client: Client) -> None:
    articles = [make_article(f"第{number}篇") for number in range(55)]
    act(client, "set_flags", articles[0], confirmed="yes", flags=["is_special"], select_across="1")
    assert Article.objects.filter(is_special=True).count() == 55


def test_the_list_counts_and_loads_no_more_than_it_shows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yanjiang.admin_pages.bounded_lists.MOST", 3)
    for number in range(5):
        make_article(f"第{number}篇", section=make_section(f"栏目{number}"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(LIST).content.decode()
    assert "只列出前 3 篇" in page
    assert all(f"栏目{number}" in page for number in range(3))
    shown = [query["sql"] for query in asked if 'ORDER BY "articles_article"."id" DESC' in query["sql"]]
    assert not [sql for sql in shown if '"body"' in sql or " JOIN " in sql]
    assert [query["sql"] for query in asked if "COUNT" in query["sql"] and "LIMIT 3" in query["sql"]]


def test_a_short_list_does_not_say_that_it_is_cut(client: Client) -> None:
    make_article()
    assert "只列出前" not in client.get(LIST).content.decode()
