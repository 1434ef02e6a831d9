"""A user is deleted only if no row needs him, and only by somebody who has all his permissions."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import PROTECT
from django.test import Client

from articles.dedecms.models import ImportRun
from tests.builders import make_article, make_author
from yanjiang.accounts.deletion import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def deleting(client: Client) -> Client:
    """Log a user in who may delete users, and may do nothing else that an author may not."""
    user = make_author("deleting")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user", "delete_user"]))
    client.force_login(user)
    return client


def delete(client: Client, *users: User) -> int:
    """Delete users from their list, and return the status of the answer."""
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [user.pk for user in users]}
    return client.post("/admin/auth/user/", chosen).status_code


def test_every_kind_of_protected_row_has_its_words() -> None:
    relations: list[Any] = list(User._meta.get_fields(include_hidden=True))
    protecting = {
        (relation.related_model._meta.label, relation.field.name)
        for relation in relations
        if getattr(relation, "on_delete", None) is PROTECT
    }
    assert protecting == WORDS.keys()


def test_a_user_with_rows_is_not_deleted_and_the_page_counts_them(deleting: Client) -> None:
    started, free = make_author("started"), make_author("free")
    ImportRun.objects.create(folder="dump", started_by=started)
    for title in ("开场白", "结束语"):
        make_article(title, owner=started)
    assert delete(deleting, started) == 200
    assert delete(deleting, started, free) == 200
    page = deleting.get(f"/admin/auth/user/{started.pk}/delete/").content.decode()
    assert "started：发起的旧站导入 1 次" in page
    assert "started：录入的文章 2 篇" in page
    deleting.post(f"/admin/auth/user/{started.pk}/delete/", {"post": "yes"})
    assert User.objects.filter(username__in=["started", "free"]).count() == 2
    assert delete(deleting, free) == 302
    assert not User.objects.filter(username="free").exists()


def test_a_user_above_is_not_deleted(deleting: Client) -> None:
    root, free = User.objects.create_superuser("root"), make_author("free")
    assert delete(deleting, root) in (200, 403)
    assert delete(deleting, root, free) in (200, 403)
    assert deleting.post(f"/admin/auth/user/{root.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(username__in=["root", "free"]).count() == 2
