"""ASVS 5.0, chapter V8: who may do what, to which row, and to which of its fields."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.test import Client

from articles.editing import sharing
from articles.models import Article, Attachment, Remark, WorkingCopy
from tests.articles.admin.forms import typed
from tests.articles.admin.limited import TO_DRAFTS, signed_in
from tests.articles.pages.shared import make_draft, remark, share
from tests.asvs.routes import routes
from tests.builders import (
    make_article,
    make_author,
    make_editor,
    make_manager,
    make_picture,
    make_section,
    make_user,
    shanghai,
)
from tests.site import make_site
from tests.test_safe_methods import contents
from yanjiang.accounts.models import TrustedDevice
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db

AUTHOR, EDITOR, MANAGER, ROOT = range(4)
# The beginning of an address below /admin/, and who is the first that gets a page or changes anything there.
# Everybody in the admin has the others: the front page, his own password and logins, the handbook.
FIRST = {
    "articles/article/": AUTHOR,
    "pictures/picture/": AUTHOR,
    "articles/articlehits/": EDITOR,
    "articles/bestbet/": EDITOR,
    "articles/legacypath/": EDITOR,
    "articles/missingpath/": EDITOR,
    "articles/searchedquery/": EDITOR,
    "articles/section/": EDITOR,
    "articles/synonym/": EDITOR,
    "articles/tag/": EDITOR,
    "consultants/": EDITOR,
    "home/block/": EDITOR,
    "home/friendlink/": EDITOR,
    "home/page/": EDITOR,
    "auth/user/": MANAGER,
    "auth/group/": MANAGER,
    "check-site/": MANAGER,
    "home/sitesettings/": MANAGER,
    "staff_log/": MANAGER,
    "auth/group/add/": ROOT,
    "auth/group/<path:object_id>/delete/": ROOT,
    "auth/user/<path:id>/second-factor/": ROOT,
    "auth/user/<path:object_id>/delete/": ROOT,
    "dedecms/": ROOT,
}
FOR_ALL = {"", "edit/", "mail/", "login/", "logout/", "autocomplete/", "jsi18n/"}
FOR_ALL_BELOW = ("security/", "handbook/", "password_change/", "login/code/", "r/<", "(")


def first_of(pattern: str) -> int | None:
    """Return who is the first that an address of the admin is for, by the longest beginning."""
    rest = pattern.removeprefix("admin/")
    found = [beginning for beginning in FIRST if rest.startswith(beginning)]
    if not found:
        assert rest in FOR_ALL or rest.startswith(FOR_ALL_BELOW), f"{pattern}: say above who this is for"
        return None
    return FIRST[max(found, key=len)]


def test_asvs_8_2_1_nobody_without_a_group_gets_into_the_admin() -> None:
    make_site()
    outside = [Client(), signed_in(make_user("reader")), signed_in(make_user("idle", is_active=False))]
    before = contents()
    for client in outside:
        for route in routes():
            if route.pattern.startswith("admin/") and route.pattern != "admin/login/":
                answer = client.get(route.url)
                assert answer.status_code == 302, route.pattern
                assert answer["Location"].startswith("/admin/"), route.pattern
                if route.pattern not in ("admin/logout/", "admin/login/code/"):
                    assert client.post(route.url, {"post": "yes"}).status_code in (302, 403), route.pattern
    assert contents() == before


@pytest.mark.parametrize(("role", "make"), [(AUTHOR, make_author), (EDITOR, make_editor), (MANAGER, make_manager)])
def test_asvs_8_2_1_each_group_gets_what_is_its_own(role: int, make: Callable[[str], User]) -> None:
    make_site()
    client = signed_in(make("somebody"))
    before, opened = contents(), set()
    for route in routes():
        first = first_of(route.pattern) if route.pattern.startswith("admin/") else None
        if first is None:
            continue
        status = client.get(route.url).status_code
        if first > role:
            assert status != 200, route.pattern
            assert client.post(route.url, {"post": "yes", "_save": "保存"}).status_code in (302, 403, 404, 405), (
                route.pattern
            )
        elif status == 200:
            opened.add(first)
    assert opened == set(range(role + 1))
    assert contents() == before


@pytest.mark.parametrize("action", TO_DRAFTS)
def test_asvs_8_2_2_the_number_of_anothers_draft_opens_nothing(action: str) -> None:
    make_section("演讲")
    draft = make_article("还没写完", owner=make_author("owner"), status="draft", publish_at=None)
    before = Article.objects.filter(pk=draft.pk).values().get()
    assert not TO_DRAFTS[action](signed_in(make_author("other")), draft)
    assert Article.objects.filter(pk=draft.pk).values().get() == before
    assert not WorkingCopy.objects.exists()
    assert TO_DRAFTS[action](signed_in(make_editor()), draft)


def test_asvs_8_2_2_what_hangs_on_anothers_draft_is_as_closed(client: Client) -> None:
    owner, other = make_author("owner"), make_author("other")
    draft = make_article("还没写完", owner=owner, status="draft", publish_at=None)
    attachment = Attachment(article=draft, name="暗号.pdf")
    attachment.file.save("x.pdf", ContentFile(b"%PDF-1.4 x"))
    link = sharing.make(draft.pk, by=make_editor(), takes_remarks=True)
    own = make_article("自己的", owner=other, status="draft")
    thief = signed_in(other)
    for url in (
        f"/admin/articles/article/{draft.pk}/attachments/{attachment.file}",
        f"/admin/articles/article/{own.pk}/attachments/{attachment.file}",  # another's file by one's own number
        f"/admin/articles/article/{own.pk}/sharing/{link.pk}/withdraw/",
        f"/admin/articles/article/{own.pk}/versions/1/restore/",
        f"/admin/articles/article/preview/?id={draft.pk}",
        f"/uploads/{attachment.file}",
    ):
        assert thief.get(url).status_code in (403, 404, 405), url
        thief.post(url, {"title": "抢"})
    assert client.get(f"/articles/{draft.pk}/").status_code == 404
    assert (
        client.post(f"/hits/{draft.pk}/", '{"event": "6a2f41a3-c54c-4ee0-9d5e-2c1d3a5b6f70"}', "text/plain").status_code
        == 404
    )
    link.refresh_from_db()
    assert link.withdrawn_at is None


WHEN = {"made_at": shanghai("2026-01-01 00:00"), "until": shanghai("2099-01-01 00:00")}


def test_asvs_8_2_2_nobody_ends_or_changes_what_is_anothers_own() -> None:
    owner, other = make_author("owner"), make_author("other")
    device = TrustedDevice.objects.create(user=owner, digest="d", password_mark="m", **WHEN)
    picture = make_picture(uploader=owner)
    copy = WorkingCopy.objects.create(user=owner, page=UUID(int=7), fields={}, typed_at=WHEN["made_at"])
    thief = signed_in(other)
    before = contents()
    thief.post(f"/admin/security/devices/{device.pk}/forget/")
    thief.post("/admin/security/remove/", {"password": "kai-kou-jiu-lai", "user": owner.pk})
    thief.post(f"/admin/articles/article/working-copy/{copy.pk}/drop/")
    thief.post(f"/admin/pictures/picture/{picture.pk}/change/", {"alt": "抢来的"})
    thief.post(f"/admin/pictures/picture/{picture.pk}/delete/", {"post": "yes"})
    thief.post(
        f"/admin/auth/user/{owner.pk}/password/", {"password1": "ling-dao-she-de-8", "password2": "ling-dao-she-de-8"}
    )
    assert contents() == before
    assert Picture.objects.exists()


FORGED = {
    "status": "published", "publish_at_0": "2026-01-01", "publish_at_1": "08:00", "is_headline": "on", "is_slide": "on",
    "is_recommended": "on", "is_bold": "on", "weight": "99", "pinned_until_0": "2099-01-01", "pinned_until_1": "00:00",
    "is_jump": "on", "title_color": "red",
}  # fmt: skip


def test_asvs_8_2_3_an_author_fills_no_field_of_an_editor() -> None:
    author, somebody = make_author(), make_editor("somebody")
    draft = make_article("还没写完", owner=author, status="draft", publish_at=None)
    client, url = signed_in(author), f"/admin/articles/article/{draft.pk}/change/"
    names = [name.removesuffix("_0").removesuffix("_1") for name in FORGED]
    lacking = [
        name
        for name in {*names, "owner", "responsible_editor"}
        if f'name="{name}' not in client.get(url).content.decode()
    ]
    assert {"status", "owner", "is_headline", "weight"} <= set(lacking)
    before = Article.objects.filter(pk=draft.pk).values(*lacking).get()
    people = {"owner": somebody.pk, "responsible_editor": somebody.pk}
    sent = {
        name: value
        for name, value in {**FORGED, **people}.items()
        if name.removesuffix("_0").removesuffix("_1") in lacking
    }
    assert client.post(url, typed(client, url, title="改了", **sent, _save="保存")).status_code == 302
    assert Article.objects.get(pk=draft.pk).title == "改了"
    assert Article.objects.filter(pk=draft.pk).values(*lacking).get() == before


@pytest.mark.parametrize("own", [True, False])
def test_asvs_8_2_3_a_manager_gives_nobody_more_than_he_has(own: bool) -> None:  # noqa: FBT001
    manager = make_manager()
    user = manager if own else make_author()
    above = Group.objects.create(name="技术")
    above.permissions.add(Permission.objects.get(codename="delete_user"))
    client, url = signed_in(manager), f"/admin/auth/user/{user.pk}/change/"
    before = User.objects.filter(pk=user.pk).values("is_superuser", "password", "last_login", "date_joined").get()
    forged: dict[str, Any] = {
        "is_superuser": "on",
        "user_permissions": [Permission.objects.get(codename="delete_user").pk],
    }
    forged |= {"password": "x", "last_login_0": "2020-01-01", "date_joined_0": "2020-01-01", "last_name": "宋"}
    client.post(url, typed(client, url, **forged, _save="保存"))
    client.post(url, typed(client, url, groups=[above.pk], _save="保存"))
    user = User.objects.get(pk=user.pk)
    assert User.objects.filter(pk=user.pk).values(*before).get() == before
    assert (user.user_permissions.count(), above in user.groups.all()) == (0, False)


def test_asvs_8_2_3_a_visitor_with_a_link_fills_only_his_remark() -> None:
    draft = make_draft()
    link = share(draft, takes_remarks=True)
    before = Article.objects.filter(pk=draft.pk).values().get()
    forged = {"title": "改了", "status": "published", "reply": "好", "done_at": "2026-01-01", "by": "1", "article": "1"}
    assert remark(link, name="王", text="第二段太长", **forged).status_code == 302
    (written,) = Remark.objects.all()
    assert (written.text, written.visitor, written.reply, written.by) == ("第二段太长", "王", "", None)
    assert Article.objects.filter(pk=draft.pk).values().get() == before
