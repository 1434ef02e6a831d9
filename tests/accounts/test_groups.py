"""The four groups: the permissions that `migrate` gives them, and the pages of the admin that these open."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management.sql import emit_post_migrate_signal
from django.test import Client

from tests.builders import make_author, make_consultant, make_editor, make_hotline, make_manager, make_user
from yanjiang.accounts.groups import PERMISSIONS
from yanjiang.home.models import Block, FriendLink, Page, SiteSettings

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NOBODY, EDITORS, MANAGERS = (403, 403, 403), (403, 200, 200), (403, 403, 200)
# Address -> the statuses for an author, an editor and a manager. {pk} is the id of a row made below.
PAGES = {
    "/admin/consultants/consultant/": EDITORS,
    "/admin/consultants/consultant/add/": EDITORS,
    "/admin/consultants/consultant/{consultant}/change/": EDITORS,
    "/admin/consultants/consultant/{consultant}/delete/": EDITORS,
    "/admin/consultants/hotline/": EDITORS,
    "/admin/consultants/hotline/add/": EDITORS,
    "/admin/consultants/hotline/{hotline}/change/": EDITORS,
    "/admin/consultants/hotline/{hotline}/delete/": EDITORS,
    "/admin/home/block/": EDITORS,
    "/admin/home/block/add/": EDITORS,
    "/admin/home/block/{block}/change/": EDITORS,
    "/admin/home/block/{block}/delete/": EDITORS,
    "/admin/home/friendlink/": EDITORS,
    "/admin/home/friendlink/add/": EDITORS,
    "/admin/home/friendlink/{link}/change/": EDITORS,
    "/admin/home/friendlink/{link}/delete/": EDITORS,
    "/admin/home/page/": EDITORS,
    "/admin/home/page/add/": EDITORS,
    "/admin/home/page/{page}/change/": EDITORS,
    "/admin/home/page/{page}/delete/": EDITORS,
    "/admin/articles/searchedquery/": EDITORS,
    "/admin/articles/searchedquery/add/": NOBODY,
    "/admin/articles/synonym/": EDITORS,
    "/admin/articles/synonym/add/": EDITORS,
    "/admin/articles/bestbet/": EDITORS,
    "/admin/articles/bestbet/add/": EDITORS,
    "/admin/home/sitesettings/1/change/": MANAGERS,
    "/admin/home/sitesettings/1/delete/": NOBODY,
    "/admin/home/sitesettings/add/": NOBODY,
    "/admin/auth/user/": MANAGERS,
    "/admin/auth/user/add/": MANAGERS,
    "/admin/auth/user/{user}/change/": MANAGERS,
    "/admin/auth/user/{user}/password/": MANAGERS,
    "/admin/auth/user/{user}/delete/": NOBODY,
    "/admin/auth/group/": MANAGERS,
    "/admin/auth/group/{group}/change/": MANAGERS,
    "/admin/auth/group/add/": NOBODY,
    "/admin/auth/group/{group}/delete/": NOBODY,
}


@pytest.fixture
def rows() -> dict[str, int]:
    return {
        "consultant": make_consultant().pk,
        "hotline": make_hotline().pk,
        "block": Block.objects.create(kind=Block.Kind.LATEST).pk,
        "link": FriendLink.objects.create(name="写作吧", url="https://example.com/").pk,
        "page": Page.objects.create(title="关于我们", slug="about").pk,
        "user": make_user("somebody").pk,
        "group": Group.objects.get(name="作者").pk,
    }


def held(group: Group) -> set[str]:
    """Return the names of the permissions that a group has, as articles.view_article."""
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def migrated() -> None:
    """Do what `migrate` does at its end."""
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


# --- Permissions -----------------------------------------------------------------------------------------------------


def test_migrating_an_empty_database_gives_each_group_its_permissions() -> None:
    Group.objects.all().delete()
    Permission.objects.all().delete()
    migrated()
    assert {group.name: held(group) for group in Group.objects.all()} == PERMISSIONS
    assert list(Group.objects.order_by("pk").values_list("name", flat=True)) == ["作者", "编辑", "站长", "审计"]


def test_migrating_gives_back_a_permission_and_takes_none_away() -> None:
    authors, editors = Group.objects.get(name="作者"), Group.objects.get(name="编辑")
    authors.permissions.remove(Permission.objects.get(codename="add_article"))
    editors.permissions.add(Permission.objects.get(codename="view_user"))
    migrated()
    assert held(authors) == PERMISSIONS["作者"]
    assert held(editors) == PERMISSIONS["编辑"] | {"auth.view_user"}


# --- Pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", PAGES)
def test_a_page_opens_for_those_it_is_meant_for(url: str, rows: dict[str, int]) -> None:
    for user, status in zip((make_author(), make_editor(), make_manager()), PAGES[url], strict=True):
        client = Client()
        client.force_login(user)
        assert client.get(url.format(**rows)).status_code == status, user


def test_a_superuser_opens_everything_but_a_second_row_of_settings(rows: dict[str, int]) -> None:
    SiteSettings.objects.create(pk=1)
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    for url in PAGES:
        closed = (
            "/admin/home/sitesettings/add/",
            "/admin/home/sitesettings/1/delete/",
            "/admin/articles/searchedquery/add/",
        )
        expected = 403 if url in closed else 200
        assert client.get(url.format(**rows)).status_code == expected, url


def test_the_front_page_shows_what_one_may_do() -> None:
    shown = {}
    for user in (make_author(), make_editor(), make_manager()):
        client = Client()
        client.force_login(user)
        text = client.get("/admin/").content.decode()
        names = ("写作顾问", "热线", "首页版块", "友情链接", "单页", "站点设置", "用户")
        shown[user.username] = [name for name in names if f'">{name}</a>' in text]
    assert shown == {
        "author": [],
        "editor": ["写作顾问", "热线", "首页版块", "友情链接", "单页"],
        "manager": ["写作顾问", "热线", "首页版块", "友情链接", "单页", "站点设置", "用户"],
    }
