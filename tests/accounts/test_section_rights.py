"""Rights to sections: who is limited, what limited people may still do, and who sets it on which form."""

import json
from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.articles.admin.forms import messages, typed
from tests.articles.admin.limited import limited_editor, limited_manager, make_tree, signed_in
from tests.builders import limit, make_article, make_author, make_editor, make_manager, make_section
from yanjiang.accounts.groups import WITHIN_SECTIONS
from yanjiang.accounts.models import SectionRight
from yanjiang.accounts.section_rights import roots_of, with_right_to

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    """Return the user as the next request knows it."""
    return User.objects.get(pk=user.pk)


def change(holder: User | Group) -> str:
    return f"/admin/auth/{'user' if isinstance(holder, User) else 'group'}/{holder.pk}/change/"


def sections_of(holder: User | Group) -> set[str]:
    return {str(right) for right in holder.section_rights.select_related("section")}


# --- Who is limited --------------------------------------------------------------------------------------------------


def test_a_person_without_a_row_is_not_limited() -> None:
    for person in (make_editor(), make_author(), User.objects.create_superuser("root"), AnonymousUser()):
        assert roots_of(person) is None, person


def test_rows_of_a_person_and_of_the_groups_add_up() -> None:
    speeches, papers, essays = (make_section(name) for name in ("演讲", "公文", "随笔"))
    group, editor = Group.objects.create(name="公文组"), make_editor()
    limit(editor, speeches)
    assert roots_of(fresh(editor)) == frozenset({speeches.pk})
    limit(group, papers, essays)
    assert roots_of(fresh(editor)) == frozenset({speeches.pk})
    editor.groups.add(group)
    assert roots_of(fresh(editor)) == frozenset({speeches.pk, papers.pk, essays.pk})
    SectionRight.objects.all().delete()
    assert roots_of(fresh(editor)) is None


def test_a_superuser_is_never_limited() -> None:
    root = User.objects.create_superuser("root")
    limit(root, make_section())
    assert roots_of(fresh(root)) is None
    assert fresh(root).has_perm("auth.change_user")


def test_a_limited_person_has_only_permissions_that_end_at_sections() -> None:
    held = {f"{one.content_type.app_label}.{one.codename}" for one in Permission.objects.select_related("content_type")}
    manager, author = limited_manager_of(make_section()), make_author()
    assert held >= WITHIN_SECTIONS
    for permission in sorted(held):
        free, limited = fresh(User.objects.get(username="manager")), fresh(manager)
        expected = free.has_perm(permission) and permission in WITHIN_SECTIONS
        assert limited.has_perm(permission) == expected, permission
    limit(author, make_section("公文"))
    assert fresh(author).has_perm("articles.add_article")
    assert not fresh(author).has_perm("articles.edit_all_articles")


def limited_manager_of(section: object) -> User:
    make_manager()
    manager = make_manager("limited")
    limit(manager, section)  # type: ignore[arg-type]
    return manager


def test_users_with_a_right_are_found_in_one_query() -> None:
    tree = make_tree()
    group = Group.objects.create(name="公文组")
    people = {name: make_editor(name) for name in ("free", "contest", "papers", "both")}
    root = User.objects.create_superuser("root")
    limit(people["contest"], tree["竞聘"])
    limit(group, tree["公文"])
    people["papers"].groups.add(group)
    limit(people["both"], tree["竞聘"], tree["公文"])
    limit(root, tree["公文"])
    above = frozenset({tree["演讲"].pk, tree["竞聘"].pk})
    with CaptureQueriesContext(connection) as asked:
        found = {user.username for user in with_right_to(User.objects.order_by("pk"), above)}
    assert (found, len(asked)) == ({"free", "contest", "both", "root"}, 1)


def test_a_row_has_one_holder_and_stands_once() -> None:
    section, editor, group = make_section(), make_editor(), Group.objects.get(name="编辑")
    limit(editor, section)
    limit(group, section)
    wrong: tuple[dict[str, Any], ...] = ({}, {"user": editor, "group": group}, {"user": editor}, {"group": group})
    for holders in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            SectionRight.objects.create(section=section, **holders)


def test_a_section_with_a_right_cannot_be_deleted_past_the_forms() -> None:
    section = make_section()
    limit(make_editor(), section)
    with pytest.raises(ProtectedError):
        section.delete()


def test_rights_and_permissions_are_read_in_one_query(client: Client) -> None:
    client.force_login(make_editor())
    limit(make_author(), make_section())
    client.get("/admin/articles/article/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/articles/article/")
    statements = [query["sql"] for query in asked]
    assert len([sql for sql in statements if "auth_permission" in sql or "sectionright" in sql]) == 1
    assert not [sql for sql in statements if '"articles_article"."section_id" IN' in sql]


def test_a_limited_editor_asks_once_more_at_most_for_the_tree() -> None:
    tree = make_tree()
    for number in range(12):
        make_article(f"第{number}篇", section=tree["竞聘"])
    urls = ("/admin/", "/admin/articles/article/", "/admin/articles/article/add/", "/admin/articles/section/")
    people = [signed_in(user) for user in (make_editor(), limited_editor())]
    for url in urls:
        asked = []
        for client in people:
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            asked.append(len(queries))
        assert asked[1] - asked[0] <= 1, url


def test_pages_of_a_limited_editor_ask_the_same_for_two_sections_and_for_twelve() -> None:
    tree = make_tree()
    client, asked = signed_in(limited_editor()), []
    for count in (2, 12):
        for number in range(count):
            section = make_section(f"下级{count}-{number}", parent=tree["竞聘"])
            limit(User.objects.get(username="heqing"), section)
            make_article(f"稿{count}-{number}", section=section, status="draft")
        client.get("/admin/articles/article/")
        with CaptureQueriesContext(connection) as queries:
            assert f"稿{count}-1" in client.get("/admin/articles/article/").content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1]


# --- The forms -------------------------------------------------------------------------------------------------------


def test_a_manager_limits_an_editor_and_frees_him_again(client: Client) -> None:
    tree, editor = make_tree(), make_editor()
    client.force_login(make_manager())
    fields = typed(client, change(editor), sections=[tree["竞聘"].pk, tree["公文"].pk])
    assert "已" in messages(client, client.post(change(editor), fields))
    assert sections_of(editor) == {"竞聘", "公文"}
    shown = lxml.html.fromstring(client.get(change(editor)).content.decode())
    chosen = [option.text_content().strip() for option in shown.xpath("//select[@name='sections']/option")]
    assert chosen == ["公文（/gongwen/）", "竞聘（/yanjiang/jingpin/）"]
    history = client.get(change(editor).replace("change", "history")).content.decode()
    assert "可编辑的栏目" in history
    fields = typed(client, change(editor))
    del fields["sections"]
    client.post(change(editor), fields)
    assert sections_of(editor) == set()


def test_a_form_without_the_field_ends_no_limit(client: Client) -> None:
    tree, editor = make_tree(), make_editor()
    limit(editor, tree["竞聘"])
    client.force_login(make_manager())
    fields = typed(client, change(editor), last_name="何")
    del fields["sections"]
    seen = json.loads(fields["seen"][0])
    del seen["fields"]["sections"]
    for opened in ({"seen": json.dumps(seen)}, {"seen": ""}):
        assert client.post(change(editor), {**fields, **opened}).status_code == 302
        assert (fresh(editor).last_name, sections_of(editor)) == ("何", {"竞聘"})


def test_two_managers_who_set_different_sections_are_told_of_each_other(two_managers: tuple[Client, Client]) -> None:
    tree, editor = make_tree(), make_editor()
    first, second = two_managers
    slow = typed(second, change(editor), sections=[tree["公文"].pk])
    first.post(change(editor), typed(first, change(editor), sections=[tree["竞聘"].pk]))
    answer = second.post(change(editor), slow)
    assert "可编辑的栏目" in answer.content.decode()
    assert sections_of(editor) == {"竞聘"}


def test_a_new_user_is_limited_from_the_beginning(client: Client) -> None:
    tree = make_tree()
    client.force_login(make_manager())
    new = {"username": "heqing", "password1": "bu-luan-jiang-hua-9", "password2": "bu-luan-jiang-hua-9"}
    groups = [Group.objects.get(name="编辑").pk]
    client.post("/admin/auth/user/add/", {**new, "is_staff": "on", "groups": groups, "sections": [tree["竞聘"].pk]})
    assert sections_of(User.objects.get(username="heqing")) == {"竞聘"}


def test_a_manager_limits_a_group_but_changes_nothing_else_of_it(client: Client) -> None:
    tree, group = make_tree(), Group.objects.get(name="作者")
    held = group.permissions.count()
    client.force_login(make_manager())
    fields = typed(client, change(group), sections=[tree["竞聘"].pk], name="抢来的", permissions=[])
    assert client.post(change(group), fields).status_code == 302
    group.refresh_from_db()
    assert (sections_of(group), group.name, group.permissions.count()) == ({"竞聘"}, "作者", held)


def test_a_superuser_limits_any_group(client: Client) -> None:
    tree, group = make_tree(), Group.objects.get(name="站长")
    client.force_login(User.objects.create_superuser("root"))
    assert client.post(change(group), typed(client, change(group), sections=[tree["竞聘"].pk])).status_code == 302
    assert sections_of(group) == {"竞聘"}
    assert group.permissions.exists()


def test_nobody_limits_himself_or_a_group_or_a_user_above_him(client: Client) -> None:
    tree, manager = make_tree(), make_manager()
    above = Group.objects.create(name="技术")
    above.permissions.add(Permission.objects.get(codename="delete_user"))
    root = User.objects.create_superuser("root")
    client.force_login(manager)
    for holder in (manager, above, root):
        sent = {
            "username": "manager",
            "name": "技术",
            "is_staff": "on",
            "is_active": "on",
            "sections": [tree["竞聘"].pk],
        }
        client.post(change(holder), sent)
        assert sections_of(holder) == set(), holder
        assert 'name="sections"' not in client.get(change(holder)).content.decode()


def test_a_limited_manager_changes_no_user_and_no_group() -> None:
    tree = make_tree()
    manager, editor = limited_manager(), make_editor()
    limit(editor, tree["公文"])
    client = signed_in(manager)
    pages = ("/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/", change(editor), change(manager))
    for url in (*pages, change(editor).replace("change", "password"), change(Group.objects.get(name="编辑"))):
        assert (client.get(url).status_code, client.post(url, {"sections": []}).status_code) == (403, 403), url
    assert (sections_of(editor), sections_of(manager)) == ({"公文"}, {"竞聘"})


def test_a_section_that_is_chosen_may_be_gone(client: Client) -> None:
    editor = make_editor()
    client.force_login(make_manager())
    for wrong in ("9" * 30, "x", "0"):
        answer = client.post(change(editor), typed(client, change(editor), sections=[wrong]))
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
    assert sections_of(editor) == set()
