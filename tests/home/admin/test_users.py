"""People: what a manager (站长) may give and take, and what not, whatever is posted."""

from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db.models import PROTECT
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import ImportRun
from tests.builders import make_author, make_manager, make_user
from tests.pages import read
from yanjiang.home.admin.users import KEEPING
from yanjiang.home.rank import groups_within, is_above

pytestmark = pytest.mark.django_db

PASSWORD = "bu-luan-jiang-hua-9"


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_manager())
    return client


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root", password="root-of-it-all-1")


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def permission(codename: str) -> Permission:
    return Permission.objects.get(codename=codename)


def make_group_above() -> Group:
    above = Group.objects.create(name="技术")
    above.permissions.add(permission("delete_user"))
    return above


def change(client: Client, user: User, **fields: object) -> int:
    data = {"username": user.username, "is_active": "on", "is_staff": "on", **fields}
    return client.post(f"/admin/auth/user/{user.pk}/change/", data).status_code


def test_a_manager_adds_a_person_with_a_group(manager: Client) -> None:
    form = lxml.html.fromstring(manager.get("/admin/auth/user/add/").content.decode())
    assert form.get_element_by_id("id_is_staff").checked
    response = manager.post(
        "/admin/auth/user/add/",
        {
            "username": "xiaoyu",
            "last_name": "宋",
            "first_name": "小雨",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "groups": [group("编辑").pk],
            "is_staff": "on",
            "is_superuser": "on",
            "user_permissions": [permission("delete_user").pk],
        },
    )
    assert response.status_code == 302
    user = User.objects.get(username="xiaoyu")
    assert user.check_password(PASSWORD)
    assert [found.name for found in user.groups.all()] == ["编辑"]
    assert (user.is_staff, user.is_superuser, user.user_permissions.count()) == (True, False, 0)


def test_a_manager_changes_group_and_activity_and_password(manager: Client) -> None:
    author = make_author()
    assert change(manager, author, groups=[group("编辑").pk], is_active="") == 302
    author.refresh_from_db()
    assert (author.is_active, author.groups.get().name) == (False, "编辑")
    url = f"/admin/auth/user/{author.pk}/password/"
    fields = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true", "set-password": "1"}
    assert manager.post(url, fields).status_code == 302
    author.refresh_from_db()
    assert author.check_password(PASSWORD)


def test_forged_fields_change_nothing(manager: Client) -> None:
    manager_user = User.objects.get(username="manager")
    for user in (make_author(), manager_user):
        forged = {"is_superuser": "on", "user_permissions": [permission("delete_user").pk]}
        assert change(manager, user, groups=[group("站长").pk], **forged) == 302
        user.refresh_from_db()
        assert not user.is_superuser
        assert user.user_permissions.count() == 0


def test_a_manager_puts_nobody_above_a_manager(manager: Client) -> None:
    above = make_group_above()
    for user in (make_author(), User.objects.get(username="manager")):
        assert "技术" not in read(manager, f"/admin/auth/user/{user.pk}/change/").text
        assert change(manager, user, groups=[above.pk]) == 200
        assert above not in user.groups.all()
    new = {"username": "new", "password1": PASSWORD, "password2": PASSWORD, "groups": [above.pk]}
    assert manager.post("/admin/auth/user/add/", new).status_code == 200
    assert not User.objects.filter(username="new").exists()


def test_a_manager_looks_at_a_superuser_and_no_more(manager: Client, root: User) -> None:
    page = read(manager, f"/admin/auth/user/{root.pk}/change/")
    assert page.status == 200
    assert "超级用户" not in page.text
    assert '<input type="text"' not in page.html
    assert "/password/" not in page.html
    assert change(manager, root, username="mine") == 403
    url = f"/admin/auth/user/{root.pk}/password/"
    fields = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true", "set-password": "1"}
    assert (manager.get(url).status_code, manager.post(url, fields).status_code) == (403, 403)
    root.refresh_from_db()
    assert root.username == "root"
    assert root.check_password("root-of-it-all-1")


@pytest.mark.parametrize("active", [True, False])
def test_a_manager_leaves_alone_whoever_has_more(manager: Client, *, active: bool) -> None:
    by_group = make_user("by_group", group="作者", is_active=active)
    by_group.groups.add(make_group_above())
    by_itself = make_user("by_itself", is_active=active)
    by_itself.user_permissions.add(permission("delete_user"))
    for user in (by_group, by_itself):
        assert change(manager, user) == 403
        assert manager.get(f"/admin/auth/user/{user.pk}/password/").status_code == 403


def test_a_manager_sees_nothing_of_superusers_rights(manager: Client, root: User) -> None:
    author = make_author()
    for url in ("/admin/auth/user/", "/admin/auth/user/add/", f"/admin/auth/user/{author.pk}/change/"):
        html = manager.get(url).content.decode()
        assert "is_superuser" not in html
        assert "user_permissions" not in html
    assert manager.get("/admin/auth/user/?is_superuser__exact=1").status_code == 400
    assert manager.get("/admin/auth/user/?user_permissions__id=1").status_code == 400
    assert manager.get("/admin/auth/user/?password__startswith=md5").status_code == 400


def test_a_superuser_keeps_everything(client: Client, root: User) -> None:
    client.force_login(root)
    manager = make_manager()
    assert 'name="is_superuser"' in client.get(f"/admin/auth/user/{manager.pk}/change/").content.decode()
    above = make_group_above()
    held = permission("delete_user").pk
    assert change(client, manager, groups=[above.pk], is_superuser="on", user_permissions=[held]) == 302
    manager.refresh_from_db()
    assert manager.is_superuser
    assert (manager.groups.get(), manager.user_permissions.get().pk) == (above, held)
    assert client.get("/admin/auth/user/?is_superuser__exact=1").status_code == 200
    assert client.get(f"/admin/auth/group/{above.pk}/change/").status_code == 200


def test_the_list_shows_names_and_groups(manager: Client) -> None:
    make_author(last_name="陆", first_name="青山")
    text = read(manager, "/admin/auth/user/").text
    assert "陆青山" in text
    assert "作者" in text


def test_a_group_is_read_in_chinese(manager: Client) -> None:
    text = read(manager, f"/admin/auth/group/{group('编辑').pk}/change/").text
    assert "修改文章" in text
    assert "可以发布和撤回文章" in text
    assert "Can " not in text
    assert manager.post(f"/admin/auth/group/{group('编辑').pk}/change/", {"name": "x"}).status_code == 403


def test_permissions_are_chosen_in_chinese(client: Client, root: User) -> None:
    client.force_login(root)
    for url in (f"/admin/auth/user/{root.pk}/change/", f"/admin/auth/group/{group('编辑').pk}/change/"):
        html = client.get(url).content.decode()
        assert "修改文章" in html
        assert "Can " not in html


def test_rank_is_a_matter_of_what_one_may_do() -> None:
    author, manager = make_author(), make_manager()
    superuser = User.objects.create_superuser("root")
    assert is_above(manager, author)
    assert not is_above(author, manager)
    assert not is_above(manager, make_manager("second"))
    assert is_above(superuser, manager)
    assert not is_above(superuser, User.objects.create_superuser("toor"))
    make_group_above()
    assert [found.name for found in groups_within(manager)] == ["作者", "编辑", "站长"]
    assert [found.name for found in groups_within(author)] == ["作者"]
    assert len(groups_within(superuser)) == 4


def test_the_lists_ask_the_same_for_two_rows_and_for_twelve(
    manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user, permissions (2), count (2), the filter's groups, rows, their groups."""
    for rows in (2, 12):
        while User.objects.count() < rows:
            make_author(f"author{User.objects.count()}")
            Group.objects.create(name=f"组{Group.objects.count()}")
        for url in ("/admin/auth/user/", "/admin/auth/group/"):
            with django_assert_max_num_queries(9):
                assert manager.get(url).status_code == 200


def test_whoever_writes_finds_people_by_the_names_that_readers_see(client: Client, root: User) -> None:
    people = {
        "lu": make_author("lu", last_name="陆", first_name="青山"),
        "gone": make_author("gone", last_name="陆", first_name="青山", is_active=False),
        "outside": User.objects.create_user("outside", last_name="陆", first_name="青山"),
    }
    form = "/admin/articles/article/add/"
    client.force_login(people["lu"])
    for field in ("owner", "responsible_editor"):
        asked = {"app_label": "articles", "model_name": "article", "field_name": field}
        for term in ("陆青山", "青山", "LU"):
            found = client.get("/admin/autocomplete/", {**asked, "term": term}).json()["results"]
            assert found == [{"id": str(people["lu"].pk), "text": "陆青山"}], term
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get(f"/admin/auth/user/{root.pk}/change/").status_code == 403
    client.force_login(make_manager(last_name="何", first_name="清"))
    assert read(client, form).html.count("selected>何清</option>") == 2
    counting = User.objects.create_user("counting", is_staff=True)
    counting.user_permissions.add(permission("view_articlehits"))
    client.force_login(counting)
    assert client.get("/admin/autocomplete/", {**asked, "term": "陆"}).status_code == 403


def test_whoever_is_kept_by_rows_is_not_deleted_and_a_superior_neither(client: Client, root: User) -> None:
    relations: list[Any] = list(User._meta.get_fields(include_hidden=True))
    keeping = {
        (relation.related_model, relation.field.name)
        for relation in relations
        if getattr(relation, "on_delete", None) is PROTECT
    }
    assert keeping == {(model, field) for model, field, _what, _measure in KEEPING}
    started = make_author("started")
    ImportRun.objects.create(folder="dump", started_by=started)
    free, lesser = make_author("free"), make_author("lesser")
    lesser.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user", "delete_user"]))
    client.force_login(lesser)
    chosen = {"action": "delete_selected", "post": "yes"}
    for users in ([started], [root], [root, free], [started, free]):
        answer = client.post("/admin/auth/user/", {**chosen, "_selected_action": [user.pk for user in users]})
        assert answer.status_code in (200, 403), users
        client.post(f"/admin/auth/user/{users[0].pk}/delete/", {"post": "yes"})
    assert "started：发起的旧站导入 1 次" in client.get(f"/admin/auth/user/{started.pk}/delete/").content.decode()
    assert User.objects.filter(username__in=["root", "started", "free"]).count() == 3
    assert client.post("/admin/auth/user/", {**chosen, "_selected_action": [free.pk]}).status_code == 302
    assert not User.objects.filter(username="free").exists()
