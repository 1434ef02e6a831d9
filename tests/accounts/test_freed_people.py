"""Somebody who loses the last right to a section may edit all of them: whoever brings that about is told."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tests.articles.admin.forms import messages, typed
from tests.builders import limit, make_editor, make_section

pytestmark = pytest.mark.django_db
FREED = "没有限定的栏目了，现在可以编辑全部栏目。"


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.fixture
def group() -> Group:
    group = Group.objects.create(name="公文组")
    limit(group, make_section("公文"))
    return group


def make_member(group: Group, username: str, last_name: str) -> User:
    user = make_editor(username, last_name=last_name, first_name="清")
    user.groups.add(group)
    return user


def test_who_empties_a_persons_sections_is_told(root: Client) -> None:
    editor = make_editor(last_name="何", first_name="清")
    limit(editor, make_section("演讲"))
    url = f"/admin/auth/user/{editor.pk}/change/"
    assert f"何清{FREED}" in messages(root, root.post(url, typed(root, url, sections=[], _save="保存")))
    assert FREED not in messages(root, root.post(url, typed(root, url, last_name="贺", _save="保存")))


def test_who_takes_a_person_out_of_a_group_is_told(root: Client, group: Group) -> None:
    member = make_member(group, "heqing", "何")
    others = list(member.groups.exclude(pk=group.pk).values_list("pk", flat=True))
    url = f"/admin/auth/user/{member.pk}/change/"
    assert f"何清{FREED}" in messages(root, root.post(url, typed(root, url, groups=others, _save="保存")))


def test_who_deletes_a_group_is_told_of_its_members_alone_without_another_right(root: Client, group: Group) -> None:
    make_member(group, "heqing", "何")
    limit(make_member(group, "linqing", "林"), make_section("演讲"))
    answer = root.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"})
    told = messages(root, answer)
    assert (f"何清{FREED}" in told, "林清" in told) == (True, False)


def test_who_deletes_several_groups_is_told_of_the_first_members(root: Client, group: Group) -> None:
    for number, last_name in enumerate("何林宋许周吴郑"):
        make_member(group, f"member{number}", last_name)
    data = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
    told = messages(root, root.post("/admin/auth/group/", data))
    assert f"何清、林清、宋清、许清、周清等人{FREED}" in told


def test_the_deletion_of_the_person_frees_nobody(root: Client, group: Group) -> None:
    member = make_member(group, "heqing", "何")
    answer = root.post(f"/admin/auth/user/{member.pk}/delete/", {"post": "yes"})
    assert FREED not in messages(root, answer)
