"""A link to a preview, and what somebody without an account gets from it."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from articles.editing import sharing
from articles.models import Article, PreviewLink
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_editor

READER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
BODY = "<p>开头要短。</p><p>中间讲三件事。</p><p>结尾回到听众。</p>"


def make_draft(title: str = "怎样开口", **fields: Any) -> Article:
    return make_article(title, **{"status": "draft", "publish_at": None, "body": BODY, **fields})


def share(article: Article, **fields: Any) -> PreviewLink:
    editor = User.objects.filter(username="editor").first() or make_editor()
    return sharing.make(article.pk, by=editor, **fields)


def address(link: PreviewLink) -> str:
    return f"/preview/{sharing.token_of(link)}/"


def opened(link: PreviewLink, agent: str = READER, **headers: Any) -> str:
    """Open the link in a browser without cookies; return the page."""
    answer = Client().get(address(link), HTTP_USER_AGENT=agent, **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def times_opened(link: PreviewLink) -> int:
    link.refresh_from_db()
    return link.opened


def remark(link: PreviewLink, **fields: str) -> Any:
    """Send the form under the preview with what a visitor types."""
    return Client().post(address(link), typed_remark(link, **fields), HTTP_USER_AGENT=READER)


def typed_remark(link: PreviewLink, **fields: str) -> dict[str, Any]:
    sent = {"name": "许念", "place": "", "text": "开头好", **fields}
    return {"seen": seen(link), **sent}


def seen(link: PreviewLink) -> str:
    return opened(link).partition('name="seen" value="')[2].partition('"')[0]


def save(client: Client, article: Article, **values: Any) -> Any:
    """Save the form of the article in the admin."""
    url = f"/admin/articles/article/{article.pk}/change/"
    return client.post(url, typed(client, url, **values))
