"""Every address of the admin, asked and sent by a person who is limited to other sections than what it is about."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import URLPattern

from articles.admin.actions import BULK_ACTIONS
from articles.editing import sharing
from articles.models import (
    Article,
    Attachment,
    BulkChange,
    HandingOver,
    PendingChange,
    PreviewLink,
    RelatedLink,
    Remark,
    Revision,
    Section,
    Tag,
    WorkingCopy,
)
from tests.articles.admin.forms import typed
from tests.articles.admin.limited import LIST, limited_editor, limited_manager, make_tree, page, signed_in
from tests.articles.hits.views import log
from tests.builders import make_article, make_author, make_editor

pytestmark = pytest.mark.django_db

SECRET = "秘密"
KEPT = (
    Article, Section, Tag, Revision, PendingChange, PreviewLink, HandingOver, Remark, BulkChange, RelatedLink,
    Attachment,
)  # fmt: skip
FORM = "0c9d51a4-6f65-4f4b-8a2e-5f7d3c1b2a90"
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture
def outside() -> list[Article]:
    """Make a draft, a published article with a pending change, and a trashed one, with all that hangs on them."""
    tree = make_tree()
    author, editor = make_author("other", last_name="许"), make_editor("outside")
    make_article("公开的", section=tree["竞聘"])
    about: dict[str, Any] = {"section": tree["公文"], "owner": author, "body": "<p>暗号</p>"}
    draft = make_article("秘密草稿", **about, status="draft", source="秘密来源", author="秘密作者", tags=["秘密标签"])
    public = make_article("公文一则", **about)
    trashed = make_article("秘密旧稿", **about, status="trash")
    free = signed_in(editor)
    free.post(page(public), typed(free, page(public), title="秘密改动", body="<p>秘密改动的正文</p>"))
    free.post(page(draft), typed(free, page(draft), short_title="秘密短题"))
    signed_in(author).post(page(draft, "hand-over/"), {"note": "秘密留言"})
    free.post(page(draft, "remarks/"), typed(free, page(draft, "remarks/"), whole="秘密批注"))
    free.post(LIST, {"action": "add_tags", "_selected_action": [draft.pk], "tags": "秘密词", "confirmed": "yes"})
    sharing.make(draft.pk, by=editor, name="秘密收件人")
    for article in (draft, public, trashed):
        Attachment.objects.create(article=article, name="秘密.pdf", file="a.pdf", size=1)
        log(article)
    return [draft, public, trashed]


def addresses(rows: dict[type[models.Model], list[Any]], numbers: list[int]) -> Iterator[str]:
    """Yield the addresses of all admins' pages, with the ids of these rows in them."""
    for model, model_admin in admin.site._registry.items():
        prefix = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for pattern in model_admin.get_urls():
            if isinstance(pattern, URLPattern):
                yield from (f"{prefix}{end}" for end in _filled(str(pattern.pattern), rows.get(model, []), numbers))
    yield from ("/admin/", "/admin/edit/?address=/gongwen/", "/admin/handbook/", "/admin/mail/")
    for model, found in rows.items():
        kind = ContentType.objects.get_for_model(model).pk
        yield from (f"/admin/r/{kind}/{row.pk}/" for row in found)
    yield from (f"/admin/edit/?address=/articles/{article.pk}/" for article in rows[Article])
    yield from (on_page(article) for article in rows[Article])


def on_page(article: Article) -> str:
    return f"{page(article, 'on-page/')}?section={article.section_id}"


def _filled(pattern: str, rows: list[Any], numbers: list[int]) -> set[str]:
    if not PLACEHOLDER.search(pattern):
        return {pattern}
    fixed = {"file": "a.pdf", "code": "days", "kind": "csv"}
    found = set()
    for row in rows:
        for number in numbers:
            values = {**fixed, "number": number}
            found.add(PLACEHOLDER.sub(lambda part: str(values.get(part[1], row.pk)), pattern))  # noqa: B023
    return found


def everything(outside: list[Article]) -> Iterator[str]:
    numbers = [Revision.objects.get(article=outside[1], live_at=None).pk, Remark.objects.get().pk]
    numbers += [
        BulkChange.objects.get().pk,
        PreviewLink.objects.get().pk,
        *WorkingCopy.objects.values_list("pk", flat=True),
    ]
    sections = list(Section.objects.without_tree_fields().filter(name__in=["公文", "演讲"]))
    hits = [article.hits for article in outside]
    tags = list(Tag.objects.filter(name__startswith=SECRET))
    rows: dict[type[models.Model], list[Any]] = {Article: outside, Section: sections, type(hits[0]): hits, Tag: tags}
    yield from addresses(rows, numbers)
    first = outside[0]
    queries = ("q=暗号", f"q={first.pk}", "state=handed_over", "state=trash", f"tag={tags[0].pk}", f"id={first.pk}")
    more = (f"section={sections[0].pk}", "all=1", "o=2", "_popup=1&_to_field=id", f"pk__in={first.pk}")
    yield from (f"{LIST}?{query}" for query in (*queries, *more, f"owner__id__exact={first.owner_id}"))
    for model, field in (("relatedlink", "target"), ("listing", "article"), ("legacypath", "article")):
        url = f"/admin/autocomplete/?app_label=articles&model_name={model}&field_name={field}"
        yield from (f"{url}&term={term}" for term in ("", "暗号", first.pk))
    yield "/admin/autocomplete/?app_label=articles&model_name=taggedarticle&field_name=tag&term="


def told(client: Client, outside: list[Article]) -> set[str]:
    """Return the addresses whose answer has a secret in it."""
    found = set()
    for url in everything(outside):
        answer = client.get(url)
        assert answer.status_code < 500, url
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        text = content.decode(errors="replace")
        if SECRET in text or SECRET in text.encode().decode("unicode-escape", errors="replace"):
            found.add(url)
    return found


def state() -> dict[str, list[Any]]:
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in KEPT}


def test_no_page_tells_a_limited_person_of_other_sections(outside: list[Article]) -> None:
    assert told(signed_in(limited_editor()), outside) == set()
    assert told(signed_in(limited_manager()), outside) == set()


def test_the_same_pages_tell_an_unlimited_editor(outside: list[Article]) -> None:
    found = told(signed_in(make_editor()), outside)
    expected = ("change/", "history/", "versions/", "versions/compare/", "remarks/", "delete/", "sharing/")
    missing = [name for name in expected if page(outside[0], name) not in found]
    assert missing == []
    assert {on_page(outside[0]), "/admin/", LIST, f"{LIST}?q=暗号", f"{LIST}?state=trash", f"{LIST}actions/"} <= found
    assert len(found) > 25


def test_nothing_that_a_limited_person_sends_changes_other_sections(outside: list[Article]) -> None:
    client, before = signed_in(limited_editor()), state()
    contest = Section.objects.get(name="竞聘")
    sent = {
        "title": "抢来的", "name": "抢来的", "section": contest.pk, "post": "yes", "note": "抢", "whole": "抢",
        "reason": "抢", "_return": "退回", "form_token": FORM, "_publish": "发", "field": "title", "action": "merge",
        "confirmed": "yes", "target": contest.pk, "_selected_action": [Section.objects.get(name="公文").pk],
    }  # fmt: skip
    for url in everything(outside):
        assert client.post(url, sent).status_code < 500, url
    assert state() == before


def test_no_action_of_a_list_reaches_other_sections(outside: list[Article]) -> None:
    client, before = signed_in(limited_manager()), state()
    contest, tag = Section.objects.get(name="竞聘"), Tag.objects.filter(name__startswith=SECRET).first()
    assert tag is not None
    chosen = {"_selected_action": [article.pk for article in outside], "confirmed": "yes", "select_across": "0"}
    fields = {"section": contest.pk, "flags": "is_bold", "tags": "抢来的", "empty_too": "on"}
    for action in (*(action.name for action in BULK_ACTIONS), "replace"):
        for query in ("", "?state=trash", "?q=暗号"):
            client.post(f"{LIST}{query}", {**chosen, **fields, "action": action})
    client.post("/admin/articles/tag/", {"action": "merge", "_selected_action": [tag.pk], "confirmed": "yes"})
    client.post("/admin/articles/tag/", {"action": "delete_selected", "_selected_action": [tag.pk], "post": "yes"})
    words = {"words": "暗号", "by": "抢", "names": ["body"], "_replace": "1"}
    occurrences = [f"{article.pk}:body-0" for article in outside]
    for where in ({"ids": ",".join(str(article.pk) for article in outside)}, {"section": outside[0].section_id}):
        client.post(f"{LIST}replace/", {**words, **where, "occurrence": occurrences})
    assert state() == before
