"""Every page of the admin that changes something leaves a row in the log. A new page has to be entered here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver

from articles.models import BulkChange, MissingPath, PreviewLink, Remark, Revision
from tests.articles.admin.forms import typed
from tests.articles.admin.test_replacing import sent as shown
from tests.builders import make_article, make_section, shanghai
from tests.drawings import drawing
from yanjiang.admin_pages.logged import LoggedAdmin
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
STANDARD = ("changelist", "add", "change", "delete", "history")
# These change nothing, or keep only what their sender alone sees.
SHOWS = {
    "index", "app_list", "edit_page", "check_site", "handbook", "handbook_page", "article_on_page", "view_on_site",
    "password_change_done", "autocomplete", "jsi18n", "security", "pictures_picture_details",
    "articles_article_preview", "articles_article_attachment", "articles_article_suggest_tags",
    "articles_article_same_title", "articles_article_actions", "articles_article_calendar",
    "articles_article_versions", "articles_article_compare",
    "articles_article_here", "articles_article_keep", "articles_article_keep_new", "articles_article_hold_file",
    "articles_article_drop_copy",
}  # fmt: skip
# Other modules of these tests try these: test_logins.py, test_files.py and test_list.py.
ELSEWHERE = {
    "login", "login_code", "logout", "password_change", "security_start", "security_telephone", "security_codes",
    "security_remove", "security_forget_device", "security_end_logins", "mail", "auth_user_second_factor",
    "auth_user_password_change", "staff_log_entry_export", "dedecms_importrun_report",
}  # fmt: skip


@dataclass
class Sent:
    """A form that changes something: the name of its address, the address, and the fields."""

    name: str
    url: str
    fields: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def root(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("yanjiang.pictures.pasted.fetch", lambda url: BytesIO(drawing()))
    client.force_login(User.objects.create_superuser("root", password="kai-kou-jiu-lai"))
    return client


def names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_the_pages_below_are_all_that_there_are(root: Client) -> None:
    of_models = {
        f"{model._meta.app_label}_{model._meta.model_name}_{view}"
        for model in admin.site._registry
        for view in STANDARD
    }
    all_of_them = set(names(admin.site.urls[0])) - of_models
    tried = {sent.name for sent in articles(root)} | {sent.name for sent in others(root)}
    assert all_of_them == SHOWS | ELSEWHERE | (tried - {"change", "delete", "move-node"})


def test_all_admins_log_what_is_done_with_their_forms_and_lists() -> None:
    assert [one for one in admin.site._registry.values() if not isinstance(one, LoggedAdmin)] == []


@pytest.mark.parametrize("group", ["articles", "others"])
def test_each_of_them_leaves_a_row(root: Client, group: str) -> None:
    silent = []
    for sent in (articles if group == "articles" else others)(root):
        before = Entry.objects.count()
        answer = root.post(sent.url, sent.fields)
        assert answer.status_code in (200, 302), sent
        if Entry.objects.count() == before:
            silent.append(sent)
    assert silent == []


def articles(client: Client) -> Iterator[Sent]:
    """Yield what can be done with articles, each after the one before was done."""
    author = User.objects.get(username="root")
    draft = make_article("草稿", owner=author, status="draft", body="<p>请张三来讲。</p>")
    one, public = f"{LIST}{draft.pk}/", make_article("公开的")
    page = f"{LIST}{public.pk}/"
    yield Sent("articles_article_hand_over", f"{one}hand-over/", {"note": "请看"})
    yield Sent("articles_article_take_back", f"{one}take-back/")
    yield Sent("articles_article_remarks", f"{one}remarks/", typed(client, f"{one}remarks/", whole="再短一些"))
    yield Sent("articles_article_tick_remark", f"{one}remarks/{_last(Remark)}/", {"reply": "好"})
    yield Sent("articles_article_sharing", f"{one}sharing/", {"days": "7"})
    yield Sent("articles_article_withdraw_link", f"{one}sharing/{_last(PreviewLink)}/withdraw/")
    replace = {"words": "张三", "by": "李四", "names": ["body"], "ids": f"{draft.pk}"}
    preview = client.post(f"{LIST}replace/", replace).content.decode()
    yield Sent("articles_article_replace", f"{LIST}replace/", {**shown(preview), "_replace": "替换"})
    yield Sent("articles_article_undo", f"{LIST}actions/{_last(BulkChange)}/undo/")
    change = f"{page}change/"
    yield Sent("change", change, typed(client, change, title="改过的", _save="保存"))
    revision = {"revision": _last(Revision)}
    at = {"go_live_at_0": "2090-01-01", "go_live_at_1": "08:00:00"}
    yield Sent("articles_article_schedule_change", f"{page}change/schedule/", {**revision, **at})
    seen = {"at_0": "2090-01-05", "at_1": "09:30", "seen": "2090-01-01T08:00:00+08:00"}
    yield Sent("articles_article_plan_change", f"{page}change/plan/", seen)
    yield Sent("articles_article_discard_change", f"{page}change/discard/", revision)
    yield Sent("articles_article_name_version", f"{page}versions/{_last(Revision)}/name/", {"name": "定稿"})
    yield Sent("articles_article_restore", f"{page}versions/{_last(Revision)}/restore/")
    waiting = make_article("元旦献词", publish_at=shanghai("2090-01-01 09:30"))
    seen = {"at_0": "2090-01-05", "at_1": "09:30", "seen": "2090-01-01T09:30:00+08:00"}
    yield Sent("articles_article_plan", f"{LIST}{waiting.pk}/plan/", seen)
    yield Sent("delete", f"{page}delete/", {"post": "yes"})
    yield Sent("delete", f"{page}delete/", {"post": "yes"})  # for good


def others(client: Client) -> Iterator[Sent]:
    yield Sent("pictures_upload", "/admin/pictures/picture/upload/", {"upload": SimpleUploadedFile("a.jpg", drawing())})
    yield Sent("pictures_fetch", "/admin/pictures/picture/fetch/", {"url": "https://example.com/a.jpg"})
    top, other = make_section("演讲稿", segment="gao"), make_section("公文", segment="gongwen")
    place = {"move": other.pk, "relative_to": top.pk, "position": "first-child"}
    yield Sent("move-node", "/admin/articles/section/move-node/", place)
    at = shanghai("2026-01-01 08:00")
    missing = MissingPath.objects.create(path="/a/1.html", first_at=at, last_at=at)
    article = make_article(section=top)
    url = f"/admin/articles/missingpath/{missing.pk}/redirect/"
    yield Sent("articles_missingpath_redirect", url, {"article": article.pk})


def _last(model: type[Model]) -> int:
    return int(model._default_manager.order_by("pk").values_list("pk", flat=True).last() or 0)
