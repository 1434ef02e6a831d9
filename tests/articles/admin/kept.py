"""Working copies of an article's form, as tests write them, find them offered and take them."""

from typing import Any

import lxml.html
from django.test import Client

from articles.models import Article

ADD = "/admin/articles/article/add/"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def keep(client: Client, article: Article | None, fields: dict[str, Any]) -> Any:
    place = f"{article.pk}/" if article else ""
    return client.post(f"/admin/articles/article/{place}working-copy/", fields)


def offers(client: Client, url: str) -> list[str]:
    page = lxml.html.fromstring(client.get(url).content.decode())
    return [" ".join(offer.text_content().split()) for offer in page.find_class("working-copy")]


def filled(client: Client, url: str) -> str:
    """Return the address of the form that is filled with the first offer."""
    page = lxml.html.fromstring(client.get(url).content.decode())
    return str(page.find_class("working-copy")[0].find_class("default")[0].get("href"))
