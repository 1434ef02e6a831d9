"""Messages to editors after they saved or published articles, or removed keywords."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from articles.admin.telling import moment
from articles.models import Article
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_author, make_manager, make_section, shanghai

pytestmark = [pytest.mark.django_db]

LIST = "/admin/articles/article/"


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(make_manager())
    return client


def told(client: Client, url: str, data: dict[str, object]) -> str:
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.content.decode()
    return [str(message) for message in get_messages(answer.wsgi_request)][-1]


def saved(client: Client, article: Article, **changes: object) -> str:
    url = f"{LIST}{article.pk}/change/"
    return told(client, url, {**typed(client, url), **(changes or {"_save": "保存"})})


def at(text: str) -> dict[str, object]:
    day, _, hour = text.partition(" ")
    return {"publish_at_0": day, "publish_at_1": hour}


def test_a_scheduled_article_is_told_with_its_time(client: Client) -> None:
    article = make_article("元旦献词")
    assert "《元旦献词》</a>已排定，将于 2090 年 1 月 1 日 08:00 发布。" in saved(
        client, article, _publish="发布修改", reason="改到元旦", **at("2090-01-01 08:00")
    )
    message = saved(client, article, _continue="保存并继续编辑")
    assert message.endswith("已排定，将于 2090 年 1 月 1 日 08:00 发布。可以在下面继续修改。")


def test_the_year_is_told_where_it_is_another() -> None:
    today = shanghai("2026-11-29 12:00")
    assert moment(shanghai("2026-11-30 08:00"), today=today) == "11 月 30 日 08:00"
    assert moment(shanghai("2027-01-03 18:30"), today=today) == "2027 年 1 月 3 日 18:30"


def test_the_state_of_a_saved_article_is_told(client: Client) -> None:
    assert saved(client, make_article("看得见"), _publish="发布修改").endswith("《看得见》</a>已发布。")
    expired = make_article("过期", expire_at=shanghai("2026-02-01 00:00"))
    assert saved(client, expired, _publish="发布修改").endswith("已保存，但下线时间已过，读者看不到。")
    beside = saved(client, make_article("改着"), title="改过")
    assert beside.endswith("《改过》</a>的修改稿已保存，读者看到的还是原来的网页。")
    assert saved(client, make_article("草稿", status="draft")).endswith("《草稿》</a>已保存。")


def act(client: Client, action: str, *articles: Article, **fields: object) -> str:
    data = {"action": action, "_selected_action": [article.pk for article in articles], "confirmed": "yes", **fields}
    return re.sub(r"<a class=\"undo\" href=\"[^\"]+\">撤销</a>$", "", told(client, LIST, data))


def test_published_at_once_and_scheduled_are_told_apart(client: Client) -> None:
    later = timezone.now() + timedelta(days=7)
    rows = [make_article(f"第{number}篇", status="draft") for number in range(3)]
    scheduled = make_article("下周", status="draft", publish_at=later)
    assert act(client, "publish", rows[0]) == "已发布 1 篇文章。"
    assert act(client, "publish", rows[1], rows[2], scheduled) == "已发布 2 篇文章，已排定 1 篇文章，到时自动发布。"
    other = make_article("下下周", status="draft", publish_at=later)
    assert act(client, "publish", other, rows[0]) == "已排定 1 篇文章，到时自动发布。"


def test_keywords_of_the_chosen_are_offered_and_taken_off(client: Client) -> None:
    both, one, none = make_article("甲", tags=["口才", "竞聘"]), make_article("乙", tags=["口才"]), make_article("丙")
    make_article("没有选", tags=["口才", "婚礼"])
    chosen = {"action": "remove_tags", "_selected_action": [both.pk, one.pk, none.pk]}
    page = client.post(LIST, chosen)
    assert [label for _pk, label in page.context["form"].fields["tags"].choices] == ["口才（2 篇）", "竞聘（1 篇）"]
    assert "请选择要移除的关键字。" in client.post(LIST, {**chosen, "confirmed": "yes"}).content.decode()
    tags = {tag.name: tag.pk for tag in both.tags.all()}
    assert act(client, "remove_tags", both, one, none, tags=[tags["口才"]]) == "已为 2 篇文章移除关键字。"
    left = {article.title: sorted(article.tags.names()) for article in Article.objects.order_by("pk")}
    assert left == {"甲": ["竞聘"], "乙": [], "丙": [], "没有选": ["口才", "婚礼"]}
    assert client.get("/search/?q=口才").content.decode().count("没有选") > 0


def test_articles_without_keywords_and_keywords_of_others_are_refused(client: Client) -> None:
    article, other = make_article("甲"), make_article("乙", tags=["口才"])
    data = {"action": "remove_tags", "_selected_action": [article.pk]}
    assert "所选文章没有关键字。" in client.post(LIST, data).content.decode()
    forged = {**data, "confirmed": "yes", "tags": [other.tags.get().pk]}
    assert client.post(LIST, forged).status_code == 200
    assert list(other.tags.names()) == ["口才"]


def test_an_author_is_not_offered_to_publish(client: Client) -> None:
    author = make_author()
    article = make_article("甲", tags=["口才"], owner=author, status="draft")
    client.force_login(author)
    assert 'value="remove_tags"' not in client.get(LIST).content.decode()
    forged = {"confirmed": "yes", "tags": [article.tags.get().pk]}
    client.post(LIST, {"action": "remove_tags", "_selected_action": [article.pk], **forged})
    assert list(article.tags.names()) == ["口才"]


def test_a_draft_is_told_by_its_title_and_what_can_be_done_next(client: Client) -> None:
    section = make_section("演讲稿")
    data = typed(client, f"{LIST}add/", title="马克·吐温的“一席话”", section=section.pk, _continue="保存并继续编辑")
    assert told(client, f"{LIST}add/", data).endswith(">《马克·吐温的“一席话”》</a>已保存。可以在下面继续修改。")
