"""A small site whose editors are limited to sections: its tree, its people, and what they may do to an article."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Article, Section
from tests.articles.admin.forms import typed
from tests.builders import limit, make_article, make_author, make_editor, make_manager, make_section

LIST = "/admin/articles/article/"


def make_tree() -> dict[str, Section]:
    """Make 演讲 > 竞聘 > 护士长, and 公文 beside it. The limited people have a right to 竞聘."""
    speeches = make_section("演讲", segment="yanjiang")
    contest = make_section("竞聘", segment="jingpin", parent=speeches)
    nurses = make_section("护士长", segment="hushizhang", parent=contest)
    papers = make_section("公文", segment="gongwen")
    return {section.name: section for section in (speeches, contest, nurses, papers)}


def limited_editor(username: str = "heqing", *sections: Section, **fields: Any) -> User:
    user = make_editor(username, **fields)
    limit(user, *(sections or [Section.objects.get(name="竞聘")]))
    return user


def limited_by_group() -> User:
    group = Group.objects.create(name="竞聘组")
    limit(group, Section.objects.get(name="竞聘"))
    user = make_editor("zhouming")
    user.groups.add(group)
    return user


def limited_manager() -> User:
    user = make_manager("wangzhan")
    limit(user, Section.objects.get(name="竞聘"))
    return user


def limited_author() -> User:
    user = make_author("xunian")
    limit(user, Section.objects.get(name="竞聘"))
    return user


def superuser_with_a_row() -> User:
    user = User.objects.create_superuser("root")
    limit(user, Section.objects.get(name="竞聘"))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(article: Article, name: str = "change/") -> str:
    return f"{LIST}{article.pk}/{name}"


def act(client: Client, action: str, article: Article, **fields: Any) -> Any:
    data = {"action": action, "_selected_action": [article.pk], "confirmed": "yes", **fields}
    return client.post(f"{LIST}?state=trash" if action in ("restore", "purge") else LIST, data)


def _row(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def _save(client: Client, article: Article) -> bool:
    if client.get(page(article)).status_code != 200:
        client.post(page(article), {"title": "改了", "section": article.section_id})
    else:
        client.post(page(article), typed(client, page(article), title="改了", _save="保存"))
    return _row(article).title == "改了"


def _acted(action: str, is_done: Callable[[Article], bool], **fields: Any) -> Callable[[Client, Article], bool]:
    def does(client: Client, article: Article) -> bool:
        act(client, action, article, **fields)
        return not Article.objects.filter(pk=article.pk).exists() or is_done(_row(article))

    return does


def _replaced(client: Client, article: Article) -> bool:
    data = {"words": "开口", "by": "张嘴", "names": ["body"], "ids": f"{article.pk}"}
    return "mark" in client.post(f"{LIST}replace/", data).content.decode()


def _opens(name: str, **sent: str) -> Callable[[Client, Article], bool]:
    def does(client: Client, article: Article) -> bool:
        ask = client.post if sent else client.get
        return ask(page(article, name), sent or None).status_code == 200

    return does


def _previewed(client: Client, article: Article) -> bool:
    sent = {"title": "甲", "section": article.section_id}
    return client.post(f"{LIST}preview/?id={article.pk}", sent).status_code in (200, 422)


def _thrown_away(client: Client, article: Article) -> bool:
    client.post(page(article, "delete/"), {"post": "yes"})
    return _row(article).status == Article.Status.TRASH


def _published(client: Client, article: Article) -> bool:
    if client.get(page(article)).status_code == 200:
        client.post(page(article), typed(client, page(article), _publish="保存并发布"))
    return _row(article).status == Article.Status.PUBLISHED


def _kept(client: Client, article: Article) -> bool:
    form = str(UUID(int=article.pk))
    sent = {"form_token": form, "title": "半句"}
    return client.post(page(article, "working-copy/"), sent).status_code == 200


# The actions on a draft. Each returns whether it was done.
TO_DRAFTS: dict[str, Callable[[Client, Article], bool]] = {
    "open": _opens("change/"),
    "save": _save,
    "preview": _previewed,
    "history": _opens("history/"),
    "versions": _opens("versions/"),
    "compare": _opens("versions/compare/"),
    "remarks": _opens("remarks/"),
    "keep": _kept,
    "be here": _opens("here/", idle="1"),
    "add tags": lambda client, article: act(client, "add_tags", article, tags="口才").status_code == 302
    and article.tags.exists(),
    "replace": _replaced,
    "trash": _acted("trash", lambda row: row.status == "trash"),
    "throw away": _thrown_away,
    "publish": _published,
    "publish many": _acted("publish", lambda row: row.status == "published"),
    "flag": _acted("set_flags", lambda row: row.is_bold, flags="is_bold"),
    "delete": lambda client, article: client.get(page(article, "delete/")).status_code == 200,
}  # fmt: skip
PUBLISHING = {"publish", "publish many", "flag", "add tags"}


def draft(section: Section, **fields: Any) -> Article:
    return make_article("还没写完", section=section, status="draft", publish_at=None, **fields)
