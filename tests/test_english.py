"""No page, message or script of the admin speaks English to an editor."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from articles.dedecms.models import ImportRun
from articles.models import Article, BestBet, LegacyPath, MissingPath, RelatedLink, SearchedQuery, Synonym
from tests.builders import (
    SETTINGS_INLINES,
    make_article,
    make_consultant,
    make_hotline,
    make_manager,
    make_picture,
    make_section,
    shanghai,
)
from yanjiang.home.models import Block, FriendLink, Page, SiteSettings

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# Names: of things that have no other, of files and keys, and what these tests typed themselves.
NAMES = re.compile(
    r"SEO|RSS|Atom|ICP|URL|Excel|CSV|JSON|HTML|PDF|pdf|docx|xlsx|pptx|zip|AVIF|KB|MB|GIF|JPG|PNG|WebP|HEIC|Ctrl|Shift|Enter|Alt|Esc|WPS|Word|uploads"
    r"|about|dede_|reader|cfg_\w+|https?\S*|/[\w/.-]*|\S+\.example|[\w.-]+@[\w.-]+|root|writer|dump"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}")
# Attributes that are read out or shown.
TOLD = (
    "title", "placeholder", "alt", "value", "label", "abbr", "summary",
    "data-label", "data-measure", "data-placeholder",
    "aria-label", "aria-description", "aria-roledescription", "aria-placeholder", "aria-valuetext",
)  # fmt: skip


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def rows() -> None:
    section = make_section("竞聘", parent=make_section("演讲稿"))
    article = make_article("怎样开口", section=section, tags=["口才"], cover=make_picture())
    make_article("元旦献词", section=section, publish_at=shanghai("2090-01-01 08:00"))
    make_article("旧文", section=section, status="trash")
    RelatedLink.objects.create(article=article, url="/tags/", title="全部关键字")
    make_consultant()
    make_hotline()
    Block.objects.create(kind="latest")
    FriendLink.objects.create(name="友站", url="https://friend.example/")
    Page.objects.create(title="关于我们", slug="about")
    SiteSettings.objects.create(pk=1)
    Synonym.objects.create(word="演讲", synonym="讲话")
    BestBet.objects.create(query="投稿", title="投稿须知", url="/pages/about/")
    SearchedQuery.objects.create(query="口才", day=shanghai("2026-01-15 09:30").date(), count=3)
    LegacyPath.objects.create(path="/a/1.html", article=article)
    MissingPath.objects.create(
        path="/a/2.html", first_at=shanghai("2026-01-15 09:30"), last_at=shanghai("2026-01-16 09:30")
    )
    ImportRun.objects.create(folder="dump", is_dry=True)


def english(html: str) -> list[str]:
    """Return the English words in a page that an editor would read."""
    tree = lxml.html.fromstring(html)
    words = []
    for part in tree.iter("*"):
        kind = part.get("type", "")
        for name in TOLD:
            if name == "value" and (part.tag not in ("input", "button") or kind not in ("submit", "button", "reset")):
                continue
            words.append(part.get(name, ""))
    for unseen in tree.xpath("//comment()|//script|//style|//svg|//textarea|//datalist"):
        unseen.drop_tree()
    words += [text.strip() for text in tree.itertext()]
    return sorted({word for word in words if ENGLISH.search(NAMES.sub("", word))})


def pages() -> Iterator[str]:
    """Yield the pages that each model has in the admin, and those that stand alone."""
    yield from ("/admin/", "/admin/password_change/", "/admin/password_change/done/", "/admin/nothing/")
    yield from (
        "/admin/edit/?address=x",
        "/admin/articles/article/?state=trash",
        "/admin/articles/articlehits/1/change/",
    )
    yield from ("/admin/security/", "/admin/security/start/")
    yield from ("/admin/articles/article/1/history/", "/admin/auth/user/1/history/")
    yield from ("/admin/articles/section/add/?_popup=1", "/admin/pictures/picture/?_popup=1&_to_field=id")
    yield reverse("admin:auth_user_password_change", args=[User.objects.latest("pk").pk])
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (reverse(f"{name}_changelist"), reverse(f"{name}_add"))
        if row := model._default_manager.order_by("pk").last():
            yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "delete"))


def test_no_page_speaks_english(superuser: Client) -> None:
    rows()
    seen: set[str] = set()
    found: dict[str, list[str]] = {}
    for url in pages():
        answer = superuser.get(url, follow=True)
        assert answer.status_code in (200, 403, 404), url
        if answer.status_code == 200:
            seen.add(url)
        if told := english(answer.content.decode()):
            found[url] = told
    assert len(seen) > 50
    assert found == {}


def test_no_refused_form_speaks_english(superuser: Client) -> None:
    rows()
    found: dict[str, list[str]] = {}
    wrong: dict[str, Any] = {
        "title": "", "section": "x", "publish_at_0": "x", "publish_at_1": "x", "expire_at_0": "2026-13-01",
        "expire_at_1": "", "weight": "-1", "position": "x", "count": "x", "email": "x", "url": "x", "slug": "一 二",
        "username": "!", "password1": "1", "password2": "2", "redirect_url": "javascript:", "kind": "x", "column": "x",
        "photo": "x", "cover": "x", "parent": "x", "permissions": "x", "groups": "x", "status": "x", "folder": "x",
        "segment": "一", "path": "x", "word": "-", "synonym": "", "tags": "甲" * 300, **SETTINGS_INLINES,
    }  # fmt: skip
    for model in admin.site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        answer = superuser.post(url, wrong)
        if answer.status_code == 200 and (told := english(answer.content.decode())):
            found[url] = told
    assert found == {}


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("/admin/articles/article/", {"action": "", "_selected_action": ["1"]}),
        ("/admin/articles/article/", {"action": "publish"}),
        ("/admin/articles/article/999/change/", None),
        ("/admin/consultants/consultant/999/delete/", None),
        ("/admin/auth/user/999/password/", None),
        ("/admin/home/block/999/history/", None),
    ],
)
def test_no_message_speaks_english(superuser: Client, url: str, data: dict[str, Any] | None) -> None:
    make_article()
    answer = superuser.get(url, follow=True) if data is None else superuser.post(url, data, follow=True)
    assert english(answer.content.decode()) == []


def test_a_message_about_an_action_is_not_in_english(superuser: Client) -> None:
    hotline = make_hotline()
    url = f"/admin/consultants/hotline/{hotline.pk}/change/"
    fields = {"label": "求稿热线", "number": "400", "position": 3, "is_active": "on", "is_everywhere": "on"}
    for button in ("_save", "_continue", "_addanother"):
        told = [str(one) for one in get_messages(superuser.post(url, {**fields, button: "1"}).wsgi_request)]
        assert english(f"<p>{told}</p>") == [], button
    assert english(superuser.get(f"/admin/consultants/hotline/{hotline.pk}/history/").content.decode()) == []
    chosen = {"action": "delete_selected", "_selected_action": [hotline.pk]}
    assert english(superuser.post("/admin/consultants/hotline/", chosen).content.decode()) == []


def test_logging_in_and_out_speaks_no_english(client: Client) -> None:
    assert english(client.get("/admin/login/").content.decode()) == []
    for _time in range(7):  # refused, then locked out
        answer = client.post("/admin/login/", {"username": "root", "password": "x"})
        assert english(answer.content.decode()) == []
    assert answer.status_code == 429
    other = User.objects.create_user("reader", password="kai-kou-jiu-lai")
    client.force_login(other)
    assert english(client.get("/admin/login/?next=/admin/").content.decode().replace("reader", "")) == []
    assert english(client.post("/admin/logout/", follow=True).content.decode()) == []


def test_no_password_page_speaks_english(superuser: Client) -> None:
    user = User.objects.create_user("zhou", password="kai-kou-jiu-lai")
    wrong = {"old_password": "x", "new_password1": "zhou", "new_password2": "1"}
    assert english(superuser.post("/admin/password_change/", wrong).content.decode()) == []
    for passwords in ({"password1": "1", "password2": "2"}, {"password1": "123456", "password2": "123456"}, {}):
        page = superuser.post(f"/admin/auth/user/{user.pk}/password/", {**passwords, "set-password": "1"})
        assert english(page.content.decode().replace("zhou", "")) == []


def test_the_words_of_django_s_scripts_are_all_chinese(superuser: Client) -> None:
    """Those of the calendar, the clock, the two lists with arrows, the actions and the inlines."""
    scripts = Path(django.__file__).parent / "contrib/admin/static/admin/js"
    code = "".join(file.read_text() for file in sorted(scripts.rglob("*.js")) if "vendor" not in file.parts)
    asked = set(re.findall(r"""\bn?gettext(?:_noop)?\(\s*'((?:[^'\\]|\\.)+)'""", code))
    asked |= set(re.findall(r'''\bn?gettext(?:_noop)?\(\s*"((?:[^"\\]|\\.)+)"''', code))
    asked |= {f"{context}\x04{word}" for context, word in re.findall(r"pgettext\('([^']+)', '([^']+)'\)", code)}
    assert len(asked) > 40
    script = superuser.get("/admin/jsi18n/").content.decode()
    catalog = json.loads(re.search(r"newcatalog = ({.*?});", script, re.DOTALL)[1])  # type: ignore[index]
    said = {word: catalog.get(word, word) for word in asked}
    words = {word: " ".join(text) if isinstance(text, list) else text for word, text in said.items()}
    plain = {word: re.sub(r"%\(?\w*\)?[sd]", "", text) for word, text in words.items()}
    assert {word: text for word, text in plain.items() if ENGLISH.search(text)} == {}
    assert {word: text for word, text in words.items() if "你" in text} == {}


def test_nothing_of_ours_says_ni() -> None:
    """Editors are addressed as 您."""
    root = Path(__file__).resolve().parent.parent
    files = [
        file for folder in ("templates", "articles", "consultants", "yanjiang") for file in (root / folder).rglob("*")
    ]
    read = [
        file for file in files if file.suffix in (".html", ".py", ".po") and not {"demo", "migrations"} & {*file.parts}
    ]
    assert len(read) > 200
    assert [file.name for file in read if re.search("你(?!们)", file.read_text()) and file.name != "chinese.py"] == []


def test_the_test_itself_reads_english() -> None:
    page = '<p title="Close">甲 <img alt="True"><input type="submit" value="Go"><a href="/x/">Delete</a> URL 12 CSV</p>'
    page += '<select><optgroup label="Others"></optgroup></select><p aria-description="More" data-placeholder="Type">'
    assert english(page) == ["Close", "Delete", "Go", "More", "Others", "True", "Type"]


def test_yes_and_no_are_said_without_javascript(superuser: Client) -> None:
    make_hotline()
    User.objects.create_user("reader", is_active=False)
    page = superuser.get("/admin/auth/user/").content.decode()
    assert (page.count('alt="是"'), page.count('alt="否"')) == (2, 2)
    run = ImportRun.objects.create(folder="dump", is_dry=True)
    assert f'alt="{"是" if run.is_dry else "否"}"' in superuser.get("/admin/dedecms/importrun/").content.decode()
    manager = make_manager("zhan")
    superuser.force_login(manager)  # who reads a superuser's form
    root = User.objects.get(username="root")
    assert 'alt="是"' in superuser.get(f"/admin/auth/user/{root.pk}/change/").content.decode()
    assert not Article.objects.exists()
