"""Every form of the admin that changes a row, and every action on chosen rows, leaves a row in the log."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory

from articles.editing import changes
from articles.models import Article, BestBet, MissingPath, Section, Synonym, Tag
from tests.articles.admin.forms import typed
from tests.builders import make_article, make_picture, make_section, make_user, shanghai
from tests.site import make_site
from tests.staff_log.entries import told
from yanjiang.staff_log.models import Entry

pytestmark = pytest.mark.django_db

# Model -> what to type into its form; where nothing is said, a Chinese sign is added to its first text.
TYPED: dict[str, dict[str, Any]] = {"home.block": {"count": "7"}, "articles.legacypath": {"path": "/a/b/c.html"}}
TEXTS = ("name", "title", "alt", "label", "synonym", "username")
# Models that staff look at and never change.
LOOKED_AT = {
    "staff_log.entry",
    "articles.articlehits",
    "articles.missingpath",
    "articles.searchedquery",
    "dedecms.importrun",
}
# Action of a model -> its fields, to be done in this order.
ACTIONS: dict[str, dict[str, Any]] = {
    "articles.article publish": {},
    "articles.article withdraw": {},
    "articles.article move": {},
    "articles.article set_flags": {"flags": ["is_headline"]},
    "articles.article clear_flags": {"flags": ["is_headline"]},
    "articles.article add_tags": {"tags": "口才"},
    "articles.article remove_tags": {},
    "articles.article trash": {},
    "articles.article restore": {},
    "articles.article purge": {},
    "articles.missingpath mark_gone": {},
    "articles.section merge": {},
    "articles.tag merge": {},
}


@pytest.fixture
def root(client: Client) -> User:
    user = User.objects.create_superuser("root")
    client.force_login(user)
    return user


def labels() -> dict[str, Any]:
    return {model._meta.label_lower: model_admin for model, model_admin in admin.site._registry.items()}


def test_each_form_that_changes_a_row_leaves_one(root: User, client: Client) -> None:
    make_site()
    make_picture()
    make_user("zhou")
    Synonym.objects.create(word="演讲", synonym="讲话")
    BestBet.objects.create(query="开场白", title="一", url="/")
    silent = []
    for label, model_admin in labels().items():
        if label in LOOKED_AT:
            continue
        row = (
            model_admin.model._default_manager.exclude(pk=root.pk if label == "auth.user" else 0).order_by("pk").first()
        )
        url = f"/admin/{label.replace('.', '/')}/{row.pk}/change/"
        form = typed(client, url)
        name = next((name for name in TEXTS if name in form), "")
        values = TYPED.get(label) or {name: f"{form[name][0]}改"}
        count = Entry.objects.count()
        assert client.post(url, {**form, **values, "_save": "保存"}).status_code == 302, label
        if Entry.objects.count() != count + 1:
            silent.append(label)
    assert silent == []


def test_what_staff_only_look_at_has_no_form(root: User) -> None:
    request: Any = RequestFactory().get("/admin/")
    request.user = root
    changed = {label for label, model_admin in labels().items() if model_admin.has_change_permission(request)}
    assert changed == labels().keys() - LOOKED_AT


def test_the_actions_below_are_all_that_there_are(root: User) -> None:
    request: Any = RequestFactory().get("/admin/")
    request.user = root
    found = {f"{label} {name}" for label, model_admin in labels().items() for name in model_admin.get_actions(request)}
    deleting = {name for name in found if name.endswith(" delete_selected")}
    assert found - deleting == {*ACTIONS, "articles.article replace"}  # test_every_write.py replaces


def test_each_action_leaves_a_row_for_each_chosen_one(root: User, client: Client) -> None:
    section, other = make_section("演讲"), make_section("公文")
    chosen = [make_article(f"第{number}篇", section=section, status="draft") for number in range(2)]
    MissingPath.objects.create(
        path="/a.html", first_at=shanghai("2026-01-01 08:00"), last_at=shanghai("2026-01-01 08:00")
    )
    for action, fields in ACTIONS.items():
        label, name = action.split()
        data: dict[str, Any] = {"action": name, "confirmed": "yes", **fields}
        rows: list[Any] = chosen
        if label == "articles.tag":
            rows = [Tag.objects.create(name="演说", slug="yanshuo")]
            data["target"] = Tag.objects.create(name="演讲", slug="yanjiang").pk
        elif label == "articles.section":
            rows, data["target"] = [section], other.pk
        elif label == "articles.missingpath":
            rows = list(MissingPath.objects.all())
        elif name == "move":
            data["section"] = other.pk
        elif name == "remove_tags":
            data["tags"] = [Tag.objects.get(name="口才").pk]
        if name == "purge":
            changes.trash(Article.objects.all())
        url = f"/admin/{label.replace('.', '/')}/" + ("?state=trash" if name in ("restore", "purge") else "")
        count = Entry.objects.count()
        client.post(url, {**data, "_selected_action": [row.pk for row in rows]})
        assert Entry.objects.count() == count + len(rows), action
    assert not Article.objects.exists()
    assert [section.name for section in Section.objects.without_tree_fields()] == ["公文"]


def test_each_deletion_of_chosen_rows_leaves_one_for_each(root: User, client: Client) -> None:
    for number in range(2):
        Synonym.objects.create(word=f"词{number}", synonym="讲话")
    numbers = list(Synonym.objects.values_list("pk", flat=True))
    chosen = {"action": "delete_selected", "_selected_action": numbers, "post": "yes"}
    client.post("/admin/articles/synonym/", chosen)
    assert [(kind, subject) for kind, subject, _title, _details in told()] == [("删除", "同义词")] * 2


def test_a_row_says_who_what_and_from_where(client: Client) -> None:
    user = make_user("zhou", last_name="周", first_name="言", is_superuser=True, group="编辑")
    client.force_login(user)
    article = make_article(status="draft")
    url = f"/admin/articles/article/{article.pk}/change/"
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
    sent = typed(client, url, title="收尾", _publish="发布")
    client.post(url, sent, headers={"User-Agent": agent}, REMOTE_ADDR="203.0.113.5")
    assert told() == [("发布", "文章", "收尾", "发布"), ("修改", "文章", "收尾", "已修改标题。")]
    entry = Entry.objects.latest("pk")
    assert (entry.user_id, entry.who, entry.number) == (user.pk, "周言（zhou）", str(article.pk))
    assert (entry.address, entry.browser) == ("203.0.113.5", "Windows 电脑上的火狐浏览器")


def test_a_pending_change_that_goes_live_is_a_publication(root: User, client: Client) -> None:
    url = f"/admin/articles/article/{make_article().pk}/change/"
    client.post(url, typed(client, url, title="收尾", _save="保存"))
    client.post(url, typed(client, url, _publish="发布修改"))
    client.post(url, typed(client, url, title="结尾", _publish="发布修改"))
    kinds = [(kind, details) for kind, _subject, _title, details in told()]
    assert kinds == [("修改", "已修改标题。"), ("发布", "发布修改稿"), ("发布", "已修改标题。")]


def test_a_new_article_that_is_published_at_once_says_both(root: User, client: Client) -> None:
    section = make_section()
    url = "/admin/articles/article/add/"
    client.post(url, typed(client, url, title="新的", body="<p>开口。</p>", section=section.pk, _publish="发布"))
    assert [row[0] for row in told()] == ["发布", "新建"]


def test_rights_and_settings_have_kinds_of_their_own(root: User, client: Client) -> None:
    user = make_user("zhou")
    url = f"/admin/auth/user/{user.pk}/change/"
    client.post(url, typed(client, url, groups=[Group.objects.get(name="编辑").pk], is_staff="on"))
    url = "/admin/home/sitesettings/1/change/"
    client.post(url, typed(client, url, name="演讲网站"))
    kinds = [(kind, subject, details) for kind, subject, _title, details in told()]
    assert kinds[0] == ("用户与权限", "用户", "已修改用户组 和 可以登录后台。")
    assert kinds[1][:2] == ("站点设置", "站点设置")
