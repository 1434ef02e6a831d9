"""Lists that are edited in place, rows inside a form, and every admin there is: no change overwrites one unseen."""

from typing import Any

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory

from tests.articles.admin.forms import errors
from tests.builders import make_author, make_consultant, make_hotline, make_manager
from tests.home.admin.test_two_editors import FORMS, opened
from yanjiang.home.models import Block, FriendLink, Page, RootFile, SiteSettings, VerificationMark
from yanjiang.lib.editing import GuardedAdmin, GuardedForm, ListForm

pytestmark = pytest.mark.django_db

# List -> a row, by its name.
LISTS: dict[str, Any] = {
    "home/block": lambda name: Block.objects.create(kind="latest", title=name),
    "home/friendlink": lambda name: FriendLink.objects.create(name=name, url="/"),
    "home/page": lambda name: Page.objects.create(title=name, slug={"甲": "a", "乙": "b"}[name]),
    "consultants/consultant": make_consultant,
    "consultants/hotline": make_hotline,
}


@pytest.fixture
def clients() -> tuple[Client, Client]:
    first, second = Client(), Client()
    first.force_login(make_manager("heqing", last_name="何", first_name="清"))
    second.force_login(make_manager("linyi", last_name="林", first_name="一"))
    return first, second


def listed(client: Client, url: str) -> dict[str, Any]:
    """Return what the list's form sends as it stands."""
    page = lxml.html.fromstring(client.get(url).content.decode())
    return {**dict(page.get_element_by_id("changelist-form").form_values()), "_save": "保存"}


def at(form: dict[str, Any], row: Any, field: str) -> str:
    """Return the name that a row's field has in the list's form."""
    prefix = next(name for name, value in form.items() if name.endswith("-id") and value == str(row.pk))
    return f"{prefix.removesuffix('id')}{field}"


def test_every_admin_and_every_inline_is_guarded() -> None:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.create_superuser("root")
    changed = {}
    for model, model_admin in admin.site._registry.items():
        if model_admin.has_change_permission(request):
            changed[f"{model._meta.app_label}/{model._meta.model_name}"] = model_admin
    assert set(changed) == {*FORMS, "articles/article"}  # whose tests are its own
    for name, model_admin in changed.items():
        assert isinstance(model_admin, GuardedAdmin), name
        form: Any = model_admin.get_form(request, model_admin.model(pk=1), change=True)
        assert issubclass(form, GuardedForm), name
        assert {str(inline.model._meta.verbose_name) for inline in model_admin.inlines} == set(form.relations.values())
        assert not model_admin.list_editable or issubclass(model_admin.get_changelist_form(request), ListForm), name
    assert {name for name, model_admin in changed.items() if model_admin.list_editable} == set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_tells_of_another_change_of_the_row(name: str, clients: tuple[Client, Client]) -> None:
    first, second = clients
    row, other = LISTS[name]("甲"), LISTS[name]("乙")
    url = f"/admin/{name}/"
    mine, theirs = listed(second, url), listed(first, url)
    hidden = {name: value for name, value in theirs.items() if name != at(theirs, row, "is_active")}
    assert first.post(url, hidden).status_code == 302
    answer = second.post(url, {**mine, at(mine, row, "position"): "7"})
    assert answer.status_code == 200
    assert "这里的内容在你打开以后" in errors(answer).replace("您", "你") or "何清 在 20" in errors(answer)
    before = row.position
    row.refresh_from_db()
    assert (row.position, row.is_active) == (before, False)
    # What the second has not touched stays as the first has left it, and the rest is saved.
    assert second.post(url, {**mine, at(mine, other, "position"): "9"}).status_code == 302
    for one in (row, other):
        one.refresh_from_db()
    assert (row.position, row.is_active, other.position, other.is_active) == (before, False, 9, True)


def test_a_list_is_saved_over_another_change_when_told_to(clients: tuple[Client, Client]) -> None:
    first, second = clients
    rows = [FriendLink.objects.create(name=name, url="/") for name in ("甲", "乙")]
    url = "/admin/home/friendlink/"
    mine, theirs = listed(second, url), listed(first, url)
    for row in rows:
        mine[at(mine, row, "position")], theirs[at(theirs, row, "position")] = "7", "3"
    first.post(url, theirs)
    page = lxml.html.fromstring(second.post(url, mine).content.decode())
    boxes = page.xpath("//input[contains(@name, 'overwrite')]")
    agreed = {box.get("name"): box.get("value") for box in boxes}
    assert len(agreed) == 2
    name, shown = agreed.popitem()
    assert second.post(url, {**mine, name: shown}).status_code == 200  # the other row was not agreed to
    assert second.post(url, {**mine, name: shown, **agreed}).status_code == 302
    assert list(FriendLink.objects.values_list("position", flat=True).order_by("pk")) == [7, 7]


def test_a_row_that_was_deleted_meanwhile_takes_nothing_along(clients: tuple[Client, Client]) -> None:
    _first, second = clients
    gone, row = (FriendLink.objects.create(name=name, url="/") for name in ("甲", "乙"))
    url = "/admin/home/friendlink/"
    mine = listed(second, url)
    name = at(mine, row, "position")
    gone.delete()
    answer = second.post(url, {**mine, name: "7"})
    before = row.position
    row.refresh_from_db()
    assert (answer.status_code, row.position) == (200, before)
    assert FriendLink.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "prefix", "fields"),
    [
        (VerificationMark, "verification_marks", {"name": "baidu-site-verification"}),
        (RootFile, "root_files", {"name": "baidu_verify_abc.html"}),
    ],
)
def test_rows_inside_the_settings_are_guarded(
    model: Any, prefix: str, fields: Any, clients: tuple[Client, Client]
) -> None:
    first, second = clients
    row = model.objects.create(settings=SiteSettings.objects.create(pk=1), content="before", **fields)
    url = "/admin/home/sitesettings/1/change/"
    mine = {**opened(second, url), f"{prefix}-0-content": "mine", "_save": "保存"}
    assert first.post(url, {**opened(first, url), f"{prefix}-0-content": "theirs", "_save": "保存"}).status_code == 302
    answer = second.post(url, mine)
    assert f"{model._meta.verbose_name} 增减或改动过" in errors(answer)
    assert "mine" in answer.content.decode()
    row.refresh_from_db()
    assert row.content == "theirs"


def test_a_user_who_was_switched_off_stays_so(clients: tuple[Client, Client]) -> None:
    first, second = clients
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/change/"
    mine = {**opened(second, url), "last_name": "林", "_save": "保存"}
    off = {name: value for name, value in opened(first, url).items() if name != "is_active"}
    assert first.post(url, {**off, "_save": "保存"}).status_code == 302
    assert "何清 在 20" in errors(second.post(url, mine))
    user.refresh_from_db()
    assert (user.is_active, user.last_name) == (False, "")


SET = {"password1": "bu-luan-jiang-hua-9", "password2": "bu-luan-jiang-hua-9", "set-password": "1"}
OTHER = {"password1": "wo-ye-bu-luan-jiang-7", "password2": "wo-ye-bu-luan-jiang-7", "set-password": "1"}


def test_a_password_is_set_over_anothers_only_when_told_to(clients: tuple[Client, Client]) -> None:
    first, second = clients
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/password/"
    mine, theirs = opened(second, url), opened(first, url)
    assert first.post(url, {**theirs, **SET}).status_code == 302
    answer = second.post(url, {**mine, **OTHER})
    assert "何清 在 20" in errors(answer)
    user.refresh_from_db()
    assert user.check_password(SET["password1"])
    assert user.password not in answer.content.decode()
    box = lxml.html.fromstring(answer.content.decode()).xpath("//input[@name='overwrite']")[0]
    # An agreement to one change is none to the next.
    user.set_password("hai-you-yi-ge-mima-5")
    user.save()
    assert second.post(url, {**mine, **OTHER, "overwrite": box.get("value")}).status_code == 200
    box = lxml.html.fromstring(second.post(url, {**mine, **OTHER}).content).xpath("//input[@name='overwrite']")[0]
    assert second.post(url, {**mine, **OTHER, "overwrite": box.get("value")}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(OTHER["password1"])


def test_a_password_that_its_owner_has_chosen_meanwhile_stays(clients: tuple[Client, Client]) -> None:
    _first, second = clients
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/password/"
    mine = opened(second, url)
    user.set_password("hai-you-yi-ge-mima-5")
    user.save()
    assert "密码在您打开以后被修改过" in errors(second.post(url, {**mine, **SET}))
    off = {**mine, "usable_password": "false", "unset-password": "1"}
    assert "密码在您打开以后被修改过" in errors(second.post(url, off))
    user.refresh_from_db()
    assert user.check_password("hai-you-yi-ge-mima-5")


@pytest.mark.parametrize("seen", ["", "1", "[]", "{}", "[" * 100_000, '["a", "b"]', '["a", 1e999]', "null"])
def test_nonsense_in_place_of_what_was_seen_is_no_error(seen: str, clients: tuple[Client, Client]) -> None:
    user = make_author()
    answer = clients[0].post(f"/admin/auth/user/{user.pk}/password/", {**SET, "seen": seen})
    assert answer.status_code in (200, 302)


def test_a_second_click_on_a_password_is_no_conflict_with_oneself(clients: tuple[Client, Client]) -> None:
    first, _second = clients
    user = make_author()
    url = f"/admin/auth/user/{user.pk}/password/"
    sent = {**opened(first, url), **SET}
    assert [first.post(url, sent).status_code for _ in range(2)] == [302, 302]


def test_a_password_is_never_set_by_a_lesser_rank(clients: tuple[Client, Client]) -> None:
    first, _second = clients
    root = User.objects.create_superuser("root", password="root-of-it-all-1")
    lesser, custom = make_author(), Client()
    lesser.user_permissions.add(Permission.objects.get(codename="change_user"))
    custom.force_login(lesser)
    equal = make_author("equal")
    for client, user, code in (
        (first, root, 403), (custom, make_manager("above"), 403), (custom, root, 403), (custom, equal, 302),
        (first, equal, 302), (first, make_manager("beside"), 302),
    ):  # fmt: skip
        before = user.password
        assert client.post(f"/admin/auth/user/{user.pk}/password/", SET).status_code == code, user
        user.refresh_from_db()
        assert (user.password == before) == (code == 403), user
