"""Every form of the admin tells the second of two editors what the first has saved."""

from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import BestBet, LegacyPath, Synonym, Tag
from tests.articles.admin.forms import errors
from tests.builders import make_author, make_consultant, make_hotline, make_picture, make_section
from yanjiang.home.models import Block, FriendLink, Page, SiteSettings

pytestmark = pytest.mark.django_db

# Form -> the row to change, the field that both type in, and its label.
FORMS: dict[str, tuple[Any, str, str]] = {
    "articles/section": (lambda: make_section("演讲稿"), "description", "简介"),
    "articles/tag": (lambda: Tag.objects.create(name="口才"), "description", "说明"),
    "articles/synonym": (lambda: Synonym.objects.create(word="演讲", synonym="讲话"), "synonym", "同义词"),
    "articles/bestbet": (lambda: BestBet.objects.create(query="竞聘", title="竞聘", url="/"), "title", "标题"),
    "pictures/picture": (make_picture, "alt", "说明文字"),
    "auth/user": (make_author, "last_name", "姓"),
    "auth/group": (lambda: Group.objects.get(name="作者"), "name", "名称"),
    "articles/legacypath": (lambda: LegacyPath.objects.create(path="/a.html"), "path", "旧路径"),
    "consultants/consultant": (make_consultant, "short_bio", "简介"),
    "consultants/hotline": (make_hotline, "person", "联系人"),
    "home/block": (lambda: Block.objects.create(kind="latest"), "title", "标题"),
    "home/page": (lambda: Page.objects.create(title="关于", slug="about"), "body", "正文"),
    "home/friendlink": (lambda: FriendLink.objects.create(name="友站", url="/"), "name", "名称"),
    "home/sitesettings": (lambda: SiteSettings(pk=1), "slogan", "口号"),  # not saved yet
}


def opened(client: Client, url: str) -> dict[str, Any]:
    page = lxml.html.fromstring(client.get(url).content.decode())
    return dict(next(form for form in page.forms if form.get("id", "").endswith("_form")).form_values())


@pytest.mark.parametrize("name", FORMS)
def test_the_second_is_told_and_may_save_over_it(name: str, two_managers: tuple[Client, Client]) -> None:
    first, second = two_managers
    make, field, label = FORMS[name]
    if name == "auth/group":
        User.objects.update(is_superuser=True)  # nobody else changes groups
    row = make()
    url = f"/admin/{name}/{row.pk}/change/"
    mine = {**opened(second, url), field: "/我的说法", "_save": "保存"}
    assert first.post(url, {**opened(first, url), field: "/先来的说法", "_save": "保存"}).status_code == 302
    answer = second.post(url, mine)
    page = answer.content.decode()
    for words in ("何清 在 20", label, "/先来的说法", "/我的说法"):
        assert words in errors(answer)
    assert page.count("/我的说法") > 1
    row.refresh_from_db()
    assert getattr(row, field) == "/先来的说法"
    shown = page.split('name="overwrite" value="')[1].split('"')[0]
    assert second.post(url, {**mine, "overwrite": shown}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "/我的说法"
