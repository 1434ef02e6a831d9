"""No change overwrites another unseen, in lists that are edited in place, in inlines, and in every form."""

from typing import Any

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from tests.articles.admin.forms import errors
from tests.builders import make_consultant, make_hotline
from tests.home.admin.test_two_editors import FORMS, opened
from yanjiang.admin_pages.editing import GuardedAdmin, GuardedForm, ListForm
from yanjiang.home.models import Block, FriendLink, Page, RootFile, SiteSettings, VerificationMark

pytestmark = pytest.mark.django_db

# List -> a function that makes a row of this name.
LISTS: dict[str, Any] = {
    "home/block": lambda name: Block.objects.create(kind="latest", title=name),
    "home/friendlink": lambda name: FriendLink.objects.create(name=name, url="/"),
    "home/page": lambda name: Page.objects.create(title=name, slug={"甲": "a", "乙": "b"}[name]),
    "consultants/consultant": make_consultant,
    "consultants/hotline": make_hotline,
}


def listed(client: Client, url: str) -> dict[str, Any]:
    """Return the fields of the list's form with their present values."""
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
    assert set(changed) == {*FORMS, "articles/article"}  # articles have tests of their own
    for name, model_admin in changed.items():
        assert isinstance(model_admin, GuardedAdmin), name
        form: Any = model_admin.get_form(request, model_admin.model(pk=1), change=True)
        assert issubclass(form, GuardedForm), name
        assert {str(inline.model._meta.verbose_name) for inline in model_admin.inlines} == set(form.relations.values())
        assert not model_admin.list_editable or issubclass(model_admin.get_changelist_form(request), ListForm), name
    assert {name for name, model_admin in changed.items() if model_admin.list_editable} == set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_tells_of_another_change_of_the_row(name: str, two_managers: tuple[Client, Client]) -> None:
    first, second = two_managers
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
    # Rows that the second editor has not touched keep the first editor's values. The other rows are saved.
    assert second.post(url, {**mine, at(mine, other, "position"): "9"}).status_code == 302
    for one in (row, other):
        one.refresh_from_db()
    assert (row.position, row.is_active, other.position, other.is_active) == (before, False, 9, True)


def test_a_list_is_saved_over_another_change_when_told_to(two_managers: tuple[Client, Client]) -> None:
    first, second = two_managers
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


def test_a_row_that_was_deleted_meanwhile_takes_nothing_along(two_managers: tuple[Client, Client]) -> None:
    _first, second = two_managers
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
    model: Any, prefix: str, fields: Any, two_managers: tuple[Client, Client]
) -> None:
    first, second = two_managers
    row = model.objects.create(settings=SiteSettings.objects.create(pk=1), content="before", **fields)
    url = "/admin/home/sitesettings/1/change/"
    mine = {**opened(second, url), f"{prefix}-0-content": "mine", "_save": "保存"}
    assert first.post(url, {**opened(first, url), f"{prefix}-0-content": "theirs", "_save": "保存"}).status_code == 302
    answer = second.post(url, mine)
    assert f"{model._meta.verbose_name} 增减或改动过" in errors(answer)
    assert "mine" in answer.content.decode()
    row.refresh_from_db()
    assert row.content == "theirs"
