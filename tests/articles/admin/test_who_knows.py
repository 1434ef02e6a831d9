"""Knowledge of others' articles: the one definition, and every place of the admin that uses it, allowed and refused."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils.timezone import now

from articles.models import Article, LegacyPath, Person, RelatedLink, Tag, knows
from tests.articles.admin.forms import errors, messages, typed
from tests.articles.hits.views import log
from tests.builders import (
    make_article,
    make_author,
    make_editor,
    make_manager,
    make_picture,
    shanghai,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
HIDDEN: dict[str, dict[str, Any]] = {
    "草稿": {"status": "draft", "publish_at": None},
    "排定": {"publish_at": shanghai("2090-01-01 00:00")},
    "下线": {"expire_at": shanghai("2026-02-01 00:00")},
    "扔掉": {"status": "trash"},
}
STATES = {"公开": {}, **HIDDEN}


def login(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def others() -> dict[str, Article]:
    """Articles of another author in every state: title, body, source, author and tags are marks to look for."""
    owner = make_author("other")
    return {
        state: make_article(
            f"秘密{state}", owner=owner, body=f"<p>正文里的暗号{state}</p>", tags=[f"标签{state}"],
            source=f"来源{state}", author=f"作者{state}", **fields,
        )
        for state, fields in STATES.items()
    }  # fmt: skip


def told(text: str, mark: str) -> list[str]:
    return [state for state in STATES if f"{mark}{state}" in text]


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def test_one_definition_for_everybody(others: dict[str, Article]) -> None:
    at = shanghai("2026-03-01 12:00")
    everything, public = list(STATES), ["公开"]
    people: dict[Person, list[str]] = {
        make_author(): public,
        AnonymousUser(): public,
        User.objects.create_user("staff", is_staff=True): public,
        User.objects.get(username="other"): everything,
        make_editor(): everything,
        make_manager(): everything,
    }
    for person, states in people.items():
        rows = set(Article.objects.known_to(person, at).values_list("pk", flat=True))
        assert [state for state, article in others.items() if article.pk in rows] == states, person
        assert [state for state, article in others.items() if knows(person, article, at)] == states, person
        names = set(Tag.objects.known_to(person, at).values_list("name", flat=True))
        assert [state for state in STATES if f"标签{state}" in names] == states, person


def test_choices_offer_what_may_be_known_and_search_nothing_else(others: dict[str, Article]) -> None:
    for model, field in (("relatedlink", "target"), ("legacypath", "article"), ("listing", "article")):
        url = f"/admin/autocomplete/?app_label=articles&model_name={model}&field_name={field}&term="
        for term in ("", "秘密", "暗号"):
            assert told(
                login(make_author(f"{model}{term}")).get(url + term).content.decode("unicode-escape"), "秘密"
            ) == ["公开"]
        # A link to a trashed article, or to a colleague's draft, would lead nowhere.
        by_editor = login(make_editor(f"editor-{model}")).get(url + "秘密").content.decode("unicode-escape")
        assert told(by_editor, "秘密") == ["公开", "排定", "下线"]
    tags = "/admin/autocomplete/?app_label=articles&model_name=taggedarticle&field_name=tag&term=标签"
    assert told(login(make_author()).get(tags).content.decode("unicode-escape"), "标签") == ["公开"]
    assert told(login(make_editor()).get(tags).content.decode("unicode-escape"), "标签") == list(STATES)


def test_an_author_links_to_nothing_that_is_hidden(others: dict[str, Article]) -> None:
    author, editor = login(make_author()), login(make_editor())
    for state, article in others.items():
        link = {"related_links-0-target": article.pk, "section": article.section_id, "_save": "保存"}
        refused = author.post(ADD, typed(author, ADD, title=f"我的{state}", **link))
        assert (refused.status_code == 302) == (state == "公开"), state
        assert told(refused.content.decode(), "秘密") == []
        preview = author.post("/admin/articles/article/preview/", typed(author, ADD, title="我的", **link))
        assert told(preview.content.decode(), "秘密") == (["公开"] if state == "公开" else []), state
        assert editor.post(ADD, typed(editor, ADD, title=f"编的{state}", **link)).status_code == 302, state


def test_a_link_that_an_editor_chose_stays_without_its_title(others: dict[str, Article]) -> None:
    author = make_author()
    own = make_article("我的稿子", owner=author, status="draft")
    RelatedLink.objects.bulk_create(RelatedLink(article=own, target=article) for article in others.values())
    editing, writing = login(make_editor()), login(author)
    # The author may read the editor's actions in the history.
    fields = typed(
        editing, change(own), title="改过的", **{"related_links-4-title": "", "related_links-4-position": "9"}
    )
    assert editing.post(change(own), {**fields, "_save": "保存"}).status_code == 302
    for page in (change(own), change(own).replace("change", "history")):
        shown = writing.get(page).content.decode()
        assert told(shown, "秘密") in ([], ["公开"]), page
    assert f"{others['草稿'].pk} 号文章（没有公开）" in writing.get(change(own)).content.decode()
    assert told(editing.get(change(own)).content.decode(), "秘密") == list(STATES)
    fields = typed(writing, change(own), title="又改过的", _save="保存")
    assert writing.post(change(own), fields).status_code == 302
    assert own.related_links.count() == len(STATES)


def test_the_warning_of_a_title_names_only_what_may_be_known(others: dict[str, Article]) -> None:
    for client, forms in ((login(make_author()), "/articles/"), (login(make_editor()), "/admin/articles/article/")):
        for state, article in others.items():
            typed_in = typed(client, ADD, title=article.title, section=article.section_id, _save="保存")
            Article.objects.filter(owner__username__in=["author", "editor"]).delete()
            answer = client.post(ADD, typed_in)
            page = client.get(answer["Location"]).content.decode()
            knows_it = state == "公开" or forms.startswith("/admin/")
            assert (f"{article.pk} 号" in page) == ("已有同名文章" in page) == knows_it, state
            assert (f'href="{forms}{article.pk}/' in page) == knows_it, state


def test_sources_and_authors_are_suggested_out_of_what_may_be_known(others: dict[str, Article]) -> None:
    for client, states in ((login(make_author()), ["公开"]), (login(make_editor()), list(STATES))):
        page = client.get(ADD).content.decode()
        assert (told(page, "来源"), told(page, "作者")) == (states, states)


def test_tags_are_suggested_out_of_what_may_be_known(others: dict[str, Article]) -> None:
    words = {"title": "，".join(f"标签{state}" for state in STATES), "text": ""}
    for client, states in ((login(make_author()), ["公开"]), (login(make_editor()), list(STATES))):
        tags = client.post("/admin/articles/article/suggest-tags/", words).json()["tags"]
        assert [state for state in STATES if {"name": f"标签{state}", "exists": True} in tags] == states
        filters = client.get("/admin/articles/article/").content.decode()
        assert told(filters, "标签") in ([], ["公开"])


def test_a_picture_says_where_it_is_used_to_whoever_may_know_that(others: dict[str, Article]) -> None:
    author = make_author()
    picture = make_picture(uploader=author)
    body = f'<p><img src="{picture.url}" alt=""></p>'
    for state, article in others.items():
        article.body, article.cover = (body, None) if state in ("草稿", "公开") else ("", picture)
        article.save()
    own = make_article("我的稿子", owner=author, status="draft", cover=picture)
    url = f"/admin/pictures/picture/{picture.pk}/"
    writing, editing = login(author), login(make_editor())
    page = writing.get(f"{url}change/").content.decode()
    assert (told(page, "秘密"), "另有 4 处" in page, "我的稿子" in page) == (["公开"], True, True)
    links = {link for _element, _name, link, _place in lxml.html.fromstring(page).iterlinks()}
    assert {f"/articles/{others['公开'].pk}/", change(own)} <= links
    refused = messages(writing, writing.post(f"{url}delete/", {"post": "yes"}))
    assert (told(refused, "秘密"), "不能删除" in refused) == (["公开"], True)
    page = editing.get(f"{url}change/").content.decode()
    assert (told(page, "秘密"), "另有" in page) == (list(STATES), False)


def test_the_front_page_and_the_list_show_an_author_their_own(others: dict[str, Article]) -> None:
    make_article("我的稿子", owner=make_author(), status="draft")
    client = login(User.objects.get(username="author"))
    for url in (
        "/admin/",
        "/admin/articles/article/",
        "/admin/articles/article/?q=暗号",
        "/admin/articles/article/?state=trash",
    ):
        assert told(client.get(url).content.decode(), "秘密") == [], url
    for article in others.values():
        for place in ("change", "history", "delete"):
            answer = client.get(change(article).replace("change", place), follow=True)
            assert told(answer.content.decode(), "秘密") == [], place
        assert told(errors(client.post(change(article), {"title": "抢"}, follow=True)), "秘密") == []


def test_a_reader_of_figures_who_edits_nothing_learns_no_hidden_title(others: dict[str, Article]) -> None:
    counting = make_author("counting")
    counting.user_permissions.add(Permission.objects.get(codename="view_articlehits"))
    client = login(counting)
    for state, article in others.items():
        url = f"/admin/articles/articlehits/{article.pk}/"
        for place in ("change/", "days.csv"):
            assert client.get(f"{url}{place}").status_code == (200 if state == "公开" else 404), state
        assert (
            login(User.objects.filter(username="editor").first() or make_editor()).get(f"{url}change/").status_code
            == 200
        )


def test_the_way_to_a_page_is_shown_to_who_may_open_its_form(others: dict[str, Article]) -> None:
    Article.objects.update(is_jump=True, redirect_url="https://secret.example/")
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in (Article, Tag)}
    rows: list[Any] = [*others.values(), *Tag.objects.all()]
    writing, editing = login(make_author()), login(make_editor())
    for row in rows:
        url = f"/admin/r/{kinds[type(row)]}/{row.pk}/"
        assert (writing.get(url).status_code, editing.get(url).status_code) == (404, 302), row
    owner = login(User.objects.get(username="other"))
    assert owner.get(f"/admin/r/{kinds[Article]}/{others['草稿'].pk}/")["Location"] == "https://secret.example/"


FIGURES = "/admin/articles/articlehits/"
LISTS = {"articles": "秘密", "authors": "作者", "sources": "来源", "tags": "标签"}


def test_figures_name_to_each_what_they_may_know_and_add_up_for_all(others: dict[str, Article]) -> None:
    counting, owner = make_author("counting"), User.objects.get(username="other")
    for person in (counting, owner):
        person.user_permissions.add(Permission.objects.get(codename="view_articlehits"))
    for ago in (0, 1):
        for reads, article in enumerate(others.values(), start=1):
            for visitor in range(reads):
                log(article, at=now() - timedelta(days=ago), visitor=visitor)
    states = {counting: ["公开"], owner: list(STATES), make_editor(): list(STATES)}
    for person, known in states.items():
        client = login(person)
        page = client.get(FIGURES).content.decode()
        for code, mark in LISTS.items():
            assert told(page, mark) == known, (person, mark)
            sent = client.get(f"{FIGURES}{code}.csv").content.decode("utf-8-sig")
            rows = list(csv.DictReader(sent.splitlines()))
            assert told(sent, mark) == known, (person, mark)
            assert sum(int(row["阅读"]) for row in rows) == 2 * (1 + 2 + 3 + 4 + 5), (person, code)
            book = zipfile.ZipFile(io.BytesIO(client.get(f"{FIGURES}{code}.xlsx").content))
            assert told(book.read("xl/sharedStrings.xml").decode(), mark) == known, (person, mark)
        hidden = {state: article for state, article in others.items() if state not in known}
        assert all(f"{article.pk} 号文章（没有公开）" in page for article in hidden.values())
        links = {link for _element, _name, link, _place in lxml.html.fromstring(page).iterlinks()}
        linked = [state for state, one in others.items() if any(f"{FIGURES}{one.pk}/" in link for link in links)]
        assert linked == known, person


def test_an_old_address_names_its_article_to_whoever_may_know_it(others: dict[str, Article]) -> None:
    mending = make_author("mending")
    mending.user_permissions.add(*Permission.objects.filter(codename__endswith="_legacypath"))
    for person, known in ((mending, ["公开"]), (make_editor(), list(STATES))):
        client = login(person)
        for state, article in others.items():
            old = LegacyPath.objects.create(path=f"/{person}/{article.pk}.html", article=article)
            url = f"/admin/articles/legacypath/{old.pk}/change/"
            page = client.get(url).content.decode()
            assert (article.title in page) == (state in known), (person, state)
            # A choice by somebody else stays when another person saves the row.
            fields = typed(client, url, path=f"/moved{old.path}", _save="保存")
            assert client.post(url, fields).status_code == 302, (person, state)
            assert LegacyPath.objects.get(pk=old.pk).article == article


def test_deleting_a_user_or_a_section_names_no_article(others: dict[str, Article]) -> None:
    owner, clearing = User.objects.get(username="other"), make_author("clearing")
    writing = login(owner)
    for article in others.values():  # their titles are in the owner's entries of the log
        writing.post(change(article), typed(writing, change(article), short_title="短", _save="保存"))
    allowed = ("view_user", "change_user", "delete_user", "view_section", "change_section", "delete_section")
    clearing.user_permissions.add(*Permission.objects.filter(codename__in=allowed))
    owner.user_permissions.clear()
    client = login(clearing)
    section = next(iter(others.values())).section_id
    chosen = {"action": "delete_selected", "_selected_action": [owner.pk]}
    pages = [
        client.get(f"/admin/auth/user/{owner.pk}/delete/"),
        client.post("/admin/auth/user/", chosen),
        client.post(f"/admin/auth/user/{owner.pk}/delete/", {"post": "yes"}),
        client.get(f"/admin/articles/section/{section}/delete/", follow=True),
    ]
    for number, page in enumerate(pages):
        assert page.status_code == 200, number
        assert told(page.content.decode(), "秘密") == [], number
    assert "other：录入的文章 5 篇" in pages[0].content.decode()
    assert User.objects.filter(pk=owner.pk).exists()
