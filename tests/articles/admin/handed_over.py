"""An author who hands over, an editor who returns, and what their pages and the tables say then."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article, ArticleEvent, HandingOver
from tests.articles.admin.forms import typed

BODY = "<p>开头要短。</p><p>中间讲三件事。</p><p>结尾回到听众。</p>"
LIST = "/admin/articles/article/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(article: Article, name: str = "change/") -> str:
    return f"{LIST}{article.pk}/{name}"


def shown(client: Client, article: Article, name: str = "change/") -> str:
    return client.get(page(article, name)).content.decode()


def hand_over(client: Client, article: Article, note: str = "") -> Any:
    return client.post(page(article, "hand-over/"), {"note": note})


def send_back(client: Client, article: Article, reason: str = "太短", **boxes: str) -> Any:
    fields = typed(client, page(article, "remarks/"), reason=reason, _return="退回给作者", **boxes)
    return client.post(page(article, "remarks/"), fields)


def state(article: Article) -> str:
    return HandingOver.objects.filter(article=article).values_list("state", flat=True).first() or ""


def listed(client: Client, state: str) -> str:
    """Return the table of the list of articles, of those with a state."""
    return client.get(f"{LIST}?state={state}").content.decode().partition('id="result_list"')[2]


def events(article: Article) -> list[tuple[str, str]]:
    return list(ArticleEvent.objects.filter(article=article).order_by("pk").values_list("kind", "text"))
