"""ASVS 5.0, chapter V2: what may be typed, all or nothing, once and not twice, and how often."""

import re
from typing import Any

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.editing import sharing
from articles.editing.ledger import RefusedError
from articles.hits.rollup import roll_up
from articles.models import Article, ArticleHits, MissingPath, PreviewLink
from tests.accounts.telephone import Telephone, send_code
from tests.accounts.test_logins import LIMIT, PASSWORD, guess, is_logged_in, log_in
from tests.articles.admin.forms import typed
from tests.articles.admin.limited import page, signed_in
from tests.articles.hits.views import send
from tests.articles.pages.shared import make_draft, remark, share
from tests.articles.test_all_or_nothing import CutAt, CutError
from tests.builders import make_article, make_editor, make_section
from tests.nginx import DEPLOY
from tests.site import make_site
from tests.test_races import at_once
from tests.test_safe_methods import contents

pytestmark = pytest.mark.django_db

# Models with a form that `make_site` has a row of.
FORMS = (
    "articles/article", "articles/section", "articles/tag", "articles/legacypath", "auth/user",
    "consultants/consultant", "consultants/hotline", "home/block", "home/friendlink", "home/page", "home/sitesettings",
)  # fmt: skip


def opened(form: str) -> tuple[Client, str, Any, Any]:
    """Return a superuser, the form of a row, its fields, and the model."""
    make_site()
    client = signed_in(User.objects.create_superuser("root"))
    model = next(one for one in admin.site._registry if one._meta.label_lower == form.replace("/", "."))
    url = f"/admin/{form}/{model._default_manager.order_by('pk').values_list('pk', flat=True)[0]}/change/"
    tree = lxml.html.fromstring(client.get(url).content.decode())
    return client, url, tree.get_element_by_id(f"{model._meta.model_name}_form"), model


def refused(client: Client, address: str, values: dict[str, Any]) -> bool:
    answer = client.post(address, {**typed(client, address), **values, "_save": "保存"})
    return answer.status_code == 200 and 'class="errorlist' in answer.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_asvs_2_2_1_a_field_takes_what_it_is_for(form: str) -> None:
    client, url, tree, model = opened(form)
    before = list(model._default_manager.order_by("pk").values())
    tried = 0
    for field in [*tree.iter("select"), *tree.iter("input")]:
        name, kind = field.get("name", ""), field.get("type", field.tag)
        if "-" in name or field.get("disabled") or kind not in ("select", "number") or not name:
            continue
        for wrong in ("99999999999999999999", "1 OR 1=1"):
            tried += 1
            assert refused(client, url, {name: wrong}), (name, wrong)
    for name in (one.get("name", "") for one in tree.iter("input")):
        if name.endswith("_0") and "vDateField" in (tree.xpath(f"//input[@name='{name}']")[0].get("class") or ""):
            for wrong in ("2026-02-30", "gestern", "99999-01-01"):
                tried += 1
                assert refused(client, url, {name: wrong, name.replace("_0", "_1"): "08:00"}), (name, wrong)
    assert list(model._default_manager.order_by("pk").values()) == before
    assert tried or form in ("articles/legacypath", "articles/tag", "home/sitesettings")


@pytest.mark.parametrize("form", FORMS)
def test_asvs_2_2_2_the_server_checks_what_the_browser_was_told_to_check(form: str) -> None:
    client, url, tree, model = opened(form)
    before = list(model._default_manager.order_by("pk").values())
    tried = 0
    for field in [*tree.iter("input"), *tree.iter("textarea"), *tree.iter("select")]:
        name, longest = field.get("name", ""), field.get("maxlength")
        if not name or "-" in name:
            continue
        if longest:
            tried += 1
            assert refused(client, url, {name: "讲" * (int(longest) + 1)}), name
        if field.get("required") is not None and not name.endswith(("_0", "_1")):
            tried += 1
            assert refused(client, url, {name: ""}), name
    assert tried > 0
    assert list(model._default_manager.order_by("pk").values()) == before


@pytest.mark.parametrize("number", [1, 2, 4, 7, 11, 16])
def test_asvs_2_3_3_a_save_that_breaks_off_leaves_nothing(number: int) -> None:
    article = make_article("讲稿", section=make_section(), tags=["口才"])
    client = signed_in(make_editor())
    changed = {"title": "改了", "tags": "听众，开场", "body": "<p>改了</p>", "summary": "改了", "_publish": "发布修改"}
    sent, before = typed(client, page(article), **changed), contents()
    with connection.execute_wrapper(CutAt(number)), pytest.raises(CutError):
        client.post(page(article), sent)
    assert contents() == before
    assert client.post(page(article), sent).status_code == 302
    assert contents() != before


def test_asvs_2_3_4_one_form_one_event_and_one_code_count_once(monkeypatch: pytest.MonkeyPatch) -> None:
    editor = make_editor()
    client, url = signed_in(editor), "/admin/articles/article/add/"
    sent = typed(client, url, title="只存一次", section=make_section().pk, _save="保存")
    assert [client.post(url, sent).status_code for _ in range(3)] == [302] * 3
    assert Article.objects.filter(title="只存一次").count() == 1
    article = make_article()
    for _ in range(3):
        send(Client(), article, "6a2f41a3-c54c-4ee0-9d5e-2c1d3a5b6f70")
    roll_up(now=timezone.now())
    assert ArticleHits.objects.get(article=article).total == 1
    telephone = Telephone(monkeypatch)
    recovery, *_others = telephone.give(editor)
    for code in (telephone.code(), recovery):
        browsers = [Client(), Client()]
        for browser in browsers:
            log_in(browser, "editor", PASSWORD)
            send_code(browser, code)
        assert [is_logged_in(browser) for browser in browsers] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_asvs_2_3_4_two_at_the_same_moment_do_not_both_get_the_last_one() -> None:
    article, editor = make_article("讲稿", status="draft"), make_editor()
    for _ in range(sharing.MOST_OPEN - 1):
        sharing.make(article.pk, by=editor)

    def share_once() -> str:
        try:
            sharing.make(article.pk, by=editor)
        except RefusedError:
            return "refused"
        return "made"

    assert sorted(at_once(share_once, share_once, share_once)) == ["made", "refused", "refused"]
    assert PreviewLink.objects.count() == sharing.MOST_OPEN


def test_asvs_2_4_1_what_a_stranger_may_do_often_is_counted(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HITS_PER_MINUTE = 3
    article = make_article(section=make_section())
    statuses = [send(client, article, REMOTE_ADDR="203.0.113.77").status_code for _ in range(5)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    make_editor()
    assert guess(client, "editor")[-1] == 429
    assert len(guess(client, "editor")) <= LIMIT + 1
    monkeypatch.setattr(sharing, "MOST_REMARKS", 2)
    link = share(make_draft(), takes_remarks=True)
    told = [remark(link, text=f"第{number}句").status_code for number in range(4)]
    assert told[:2] == [302, 302]
    assert 302 not in told[2:]


def test_asvs_2_4_1_addresses_that_nobody_has_fill_no_table(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.old_urls.missing.A_MINUTE", 5)
    for number in range(20):
        client.get(f"/plus/view.php?aid={number}")
        client.get(f"/a/{number}.html")
    assert MissingPath.objects.count() <= 5


def test_asvs_2_4_1_nginx_slows_down_what_costs_most() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    zones = dict(re.findall(r"limit_req_zone \S+ zone=(\w+):\d+m rate=(\S+);", nginx))
    assert zones == {"yanjiang_hits": "20r/s", "yanjiang_search": "5r/s", "yanjiang_login": "30r/m"}
    for place in ("/search/", "/preview/", "/hits/", "= /admin/login/", "= /admin/login/code/"):
        block = re.search(rf"location {place} \{{([^}}]*)\}}", nginx)
        assert block, place
        assert "limit_req zone=" in block[1], place
    assert "limit_req_status 429;" in nginx
