"""Each list, form and action of the admin answers any parameters without a server error."""

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.builders import make_article, make_editor

pytestmark = pytest.mark.django_db
ADMINS = sorted(admin.site._registry.values(), key=lambda model_admin: model_admin.opts.label)
HUGE = "9" * 30
NUMBERS = ("'", "%00", HUGE, "²", "_00", "%F0%9F%98%80")
FORM_COUNTS = ("1000000000", "-1", "x")


@pytest.fixture
def root(client: Client, caplog: pytest.LogCaptureFixture) -> Client:
    """Return the client of a superuser, who may use every list and every action."""
    caplog.set_level(logging.CRITICAL, "django.request")
    make_article(tags=["口才"])
    client.force_login(User.objects.create_superuser("root"))
    return client


def assert_asked(ask: Callable[..., Any], url: str, data: dict[str, Any] | None = None) -> None:
    """Ask in a savepoint: as in life, a query that failed ends no other request's transaction."""
    with transaction.atomic():
        answer = ask(url, data)
        transaction.set_rollback(True)
    assert_answered(answer, f"{url} {data or ''}")


def assert_answered(answer: Any, asked: str) -> None:
    assert answer.status_code in (200, 301, 302, 400, 403, 404, 405), asked
    if answer.status_code >= 400:
        html = answer.content.decode()
        assert 'lang="zh-' in html, asked
        assert "Exception" not in html, asked


def url_of(model_admin: "ModelAdmin[Any]", name: str, *args: str) -> str:
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_{name}", args=args)


def lookups(model: type[models.Model]) -> Iterator[str]:
    """Yield lookups of each kind of column that the model has."""
    kinds: dict[type, str] = {}
    for field in model._meta.concrete_fields:
        kinds.setdefault(type(field), field.name)
    for kind, name in kinds.items():
        yield from (f"{name}__exact='", f"{name}__in={HUGE},'", f"{name}={HUGE}")
        yield from (f"{name}__range=1", f"{name}__range=2026-01-01", f"{name}__contains='")
        if issubclass(kind, models.DateField):
            yield from (f"{name}__{part}={value}" for part in ("year", "month", "hour") for value in ("0", HUGE))
            yield from (f"{name}__year=0", f"{name}__year=-1", f"{name}__year=2026&{name}__month=13")
            yield from (f"{name}__gte={day}" for day in ("0001-01-01", "10000-01-01", "2026-02-30"))
    yield from (f"{name}__regex=(", f"{name}__iregex=(a%2B)%2B", f"{name}__isnull=x", f"{name}__gt=(")


COMMON = [
    *(f"{name}={value}" for name in ("p", "o", "e", "all") for value in ("x", "-1", HUGE, "9.-9.x")),
    "pk__in='",
    f"pk={HUGE}",
    "nothing=1",
    "nothing__of__this=1",
    "pk__nothing=1",
    "_to_field=password",
    "_to_field='",
    "_popup=1&_to_field=id",
    "_popup=x",
    "_facets=x",
    "_changelist_filters=%00",
    "_changelist_filters=%25%27",
    f"q={'讲' * 30_000}",
    f"q={'+'.join('讲稿演说' for _ in range(1_500))}",
]


@pytest.mark.parametrize("model_admin", ADMINS, ids=lambda model_admin: model_admin.opts.label_lower)
def test_a_list_answers_whatever_it_is_asked(root: Client, model_admin: "ModelAdmin[Any]") -> None:
    url = url_of(model_admin, "changelist")
    for query in [*COMMON, *lookups(model_admin.model)]:
        assert_asked(root.get, f"{url}?{query}")


@pytest.mark.parametrize("model_admin", ADMINS, ids=lambda model_admin: model_admin.opts.label_lower)
def test_a_form_answers_whatever_number_it_is_asked_for(root: Client, model_admin: "ModelAdmin[Any]") -> None:
    for view in ("change", "delete", "history"):
        for number in NUMBERS:
            url = url_of(model_admin, view, "NUMBER").replace("NUMBER", number)
            assert_asked(root.get, url)
            assert_asked(root.post, url, {"post": "yes"})
    for query in ("_to_field='", "_popup=x", "id='", f"section={HUGE}", "_changelist_filters=%27", "body=%F0"):
        assert_asked(root.get, f"{url_of(model_admin, 'add')}?{query}")


@pytest.mark.parametrize("query", ["publish_at__year=0", "title__regex=("])
def test_an_address_that_asks_for_nothing_sensible_leads_back_to_its_list(root: Client, query: str) -> None:
    answer = root.get(f"/admin/articles/article/?{query}")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="nav-sidebar"' in page
    assert '<a href="/admin/articles/article/">不带筛选条件重新打开</a>' in page


def test_a_stranger_sees_nothing_of_the_admin_by_a_senseless_address(client: Client) -> None:
    answer = client.get("/admin/articles/article/?title__regex=(")
    assert (answer.status_code, "nav-sidebar" in answer.content.decode()) == (400, False)


@pytest.mark.parametrize("model_admin", ADMINS, ids=lambda model_admin: model_admin.opts.label_lower)
def test_an_action_answers_whatever_numbers_it_is_given(root: Client, model_admin: "ModelAdmin[Any]") -> None:
    url = url_of(model_admin, "changelist")
    request = root.get(url).wsgi_request
    for action in [*model_admin.get_actions(request), "nothing", "'"]:
        for number in ("'", HUGE, "\0"):
            data = {"action": action, "_selected_action": [number], "select_across": "0", "index": "0"}
            assert_asked(root.post, url, data)
        data = {"action": action, "_selected_action": ["1"], "index": HUGE, "select_across": "x"}
        assert_asked(root.post, url, data)


@pytest.mark.parametrize("model_admin", ADMINS, ids=lambda model_admin: model_admin.opts.label_lower)
def test_rows_of_a_form_may_be_counted_wrong(root: Client, model_admin: "ModelAdmin[Any]") -> None:
    request = root.get(url_of(model_admin, "changelist")).wsgi_request
    inlines = [formset.get_default_prefix() for formset, _ in model_admin.get_formsets_with_inlines(request)]
    prefixes = ["form", *inlines]
    for count in FORM_COUNTS:
        data = {f"{prefix}-{part}_FORMS": count for prefix in prefixes for part in ("TOTAL", "INITIAL")}
        for url in (url_of(model_admin, "changelist"), url_of(model_admin, "add")):
            assert_asked(root.post, url, {**data, "_save": "保存"})


@pytest.mark.parametrize("model_admin", ADMINS, ids=lambda model_admin: model_admin.opts.label_lower)
def test_rows_of_a_list_may_have_any_numbers(root: Client, model_admin: "ModelAdmin[Any]") -> None:
    counts = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "1"}
    for number in ("'", HUGE, "\0", "-1", "1.5", "²", ""):
        data = {**counts, "form-0-id": number, "form-0-position": number, "form-1-id": "1", "_save": "保存"}
        assert_asked(root.post, url_of(model_admin, "changelist"), data)


@pytest.mark.parametrize(
    "query",
    [
        "app_label=articles&model_name=article&field_name=section&term=(&page=x",
        f"app_label=articles&model_name=article&field_name=section&page={HUGE}",
        "app_label=articles&model_name=article&field_name=section&page=-1",
        "app_label='&model_name=article&field_name=section",
        "app_label=articles&model_name='&field_name=section",
        "app_label=articles&model_name=article&field_name=title",
        "app_label=articles&model_name=article&field_name=section__name",
        "",
    ],
)
def test_a_choice_answers_whatever_it_is_asked(root: Client, query: str) -> None:
    assert root.get(f"/admin/autocomplete/?{query}").status_code in (200, 400, 403, 404)


@pytest.mark.parametrize(
    "path",
    [
        "%00", "%00/", "articles/article/%00/change/", "x%00y/", "'", "r/x/x/", f"r/{HUGE}/{HUGE}/", "r/1/%00/",
        f"auth/user/{HUGE}/password/", "auth/user/'/password/", "jsi18n/?x=%27", "login/?next=//evil.example",
        f"{HUGE}/", "articles/", "nothing/", quote("文章") + "/", "articles/article/add/add/add/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("logged_in", [False, True])
def test_any_path_is_answered(client: Client, path: str, logged_in: bool) -> None:  # noqa: FBT001
    if logged_in:
        client.force_login(make_editor())
    for method in (client.get, client.post, client.head):
        answer: HttpResponse = method(f"/admin/{path}")  # type: ignore[assignment]
        assert answer.status_code in (200, 301, 302, 400, 403, 404, 405), (path, method)


def test_a_filter_that_cannot_be_read_shows_the_whole_list_and_says_so(root: Client) -> None:
    answer = root.get("/admin/articles/tag/?nothing=1", follow=True)
    assert answer.redirect_chain == [("/admin/articles/tag/", 302)]
    assert "地址里的筛选条件看不懂" in answer.content.decode()
    again = root.get("/admin/articles/tag/?e=1&nothing=1", follow=True)
    assert "口才" in again.content.decode()


def test_a_failure_of_ours_stays_one(root: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError("a fault of the code")

    monkeypatch.setattr("articles.admin.article.ArticleAdmin.get_queryset", fail)
    with pytest.raises(ValueError, match="a fault of the code"):
        root.get("/admin/articles/article/")
    with pytest.raises(ValueError, match="a fault of the code"):
        root.post("/admin/articles/article/1/change/", {"title": "讲稿"})
