"""The admin of users and groups. A manager (站长) sees and gives only permissions of his own, whatever is posted."""

import lxml.html
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.articles.admin.forms import errors
from tests.builders import make_author, make_manager, make_user
from tests.home.admin.test_two_editors import opened
from tests.pages import read

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


def test_a_manager_views_a_superuser_and_changes_nothing(manager: Client, root: User) -> None:
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
def test_a_manager_cannot_change_a_user_with_more_permissions(manager: Client, *, active: bool) -> None:
    by_group = make_user("by_group", group="作者", is_active=active)
    by_group.groups.add(make_group_above())
    by_itself = make_user("by_itself", is_active=active)
    by_itself.user_permissions.add(permission("delete_user"))
    for user in (by_group, by_itself):
        assert change(manager, user) == 403
        assert manager.get(f"/admin/auth/user/{user.pk}/password/").status_code == 403


def test_a_manager_sees_no_field_that_superusers_alone_set(manager: Client, root: User) -> None:
    author = make_author()
    for url in ("/admin/auth/user/", "/admin/auth/user/add/", f"/admin/auth/user/{author.pk}/change/"):
        html = manager.get(url).content.decode()
        assert "is_superuser" not in html
        assert "user_permissions" not in html
    assert manager.get("/admin/auth/user/?is_superuser__exact=1").status_code == 400
    assert manager.get("/admin/auth/user/?user_permissions__id=1").status_code == 400
    assert manager.get("/admin/auth/user/?password__startswith=md5").status_code == 400


def test_a_superuser_sets_every_field(client: Client, root: User) -> None:
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
    manager.post(f"/admin/auth/group/{group('编辑').pk}/change/", {"name": "x", "permissions": []})
    assert group("编辑").permissions.exists()


def test_permissions_are_chosen_in_chinese(client: Client, root: User) -> None:
    client.force_login(root)
    for url in (f"/admin/auth/user/{root.pk}/change/", f"/admin/auth/group/{group('编辑').pk}/change/"):
        html = client.get(url).content.decode()
        assert "修改文章" in html
        assert "Can " not in html


def test_the_lists_need_the_same_queries_for_two_rows_and_for_twelve(
    manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user, permissions and rights, count (2), the filter's groups, rows, their groups."""
    for rows in (2, 12):
        while User.objects.count() < rows:
            make_author(f"author{User.objects.count()}")
            Group.objects.create(name=f"组{Group.objects.count()}")
        for url in ("/admin/auth/user/", "/admin/auth/group/"):
            with django_assert_max_num_queries(8):
                assert manager.get(url).status_code == 200


def test_authors_find_staff_by_the_names_that_readers_see(client: Client, root: User) -> None:
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


def test_a_user_who_was_deactivated_meanwhile_stays_so(two_managers: tuple[Client, Client]) -> None:
    first, second = two_managers
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/change/"
    mine = {**opened(second, url), "last_name": "林", "_save": "保存"}
    off = {name: value for name, value in opened(first, url).items() if name != "is_active"}
    assert first.post(url, {**off, "_save": "保存"}).status_code == 302
    assert "何清 在 20" in errors(second.post(url, mine))
    user.refresh_from_db()
    assert (user.is_active, user.last_name) == (False, "")
