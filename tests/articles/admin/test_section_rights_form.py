"""The sections in the form of an article, for a person who is limited to some, and versions filed under others."""

from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article, PendingChange, Section
from tests.articles.admin.forms import errors, messages, typed
from tests.articles.admin.limited import LIST, draft, limited_author, limited_editor, make_tree, page, signed_in
from tests.builders import make_article, make_author, make_editor

pytestmark = pytest.mark.django_db
ADD = f"{LIST}add/"


@pytest.fixture
def tree() -> dict[str, Section]:
    return make_tree()


@pytest.fixture
def he(tree: dict[str, Section]) -> Client:
    return signed_in(limited_editor())


def names(sections: Any) -> set[str]:
    return {section.name for section in sections.all()}


def found(client: Client, field: str, *, model: str = "article") -> list[str]:
    query = f"app_label=articles&model_name={model}&field_name={field}&term="
    answer = client.get(f"/admin/autocomplete/?{query}")
    return [one["text"] for one in answer.json()["results"]] if answer.status_code == 200 else []


def test_the_choices_find_own_sections_only(he: Client, tree: dict[str, Section]) -> None:
    own = ["演讲 > 竞聘", "演讲 > 竞聘 > 护士长"]
    everywhere = ["演讲", *own, "公文"]
    by_author = signed_in(limited_author())
    for field, model in (("section", "article"), ("further_sections", "article"), ("section", "listing")):
        assert found(he, field, model=model) == own
        assert found(by_author, field, model=model) == own
        assert found(signed_in(make_editor(f"{field}-{model}")), field, model=model) == everywhere
    assert found(he, "section", model="legacypath") == own


def test_the_front_page_and_the_lists_offer_own_sections_only(he: Client, tree: dict[str, Section]) -> None:
    article = draft(tree["竞聘"])
    move = he.post(LIST, {"action": "move", "_selected_action": [article.pk]}).content.decode()
    for html in (move, he.get("/admin/").content.decode(), he.get(f"{LIST}replace/").content.decode()):
        options = lxml.html.fromstring(html).xpath("//select[@name='section']/option[@value!='']/text()")
        assert [str(name).strip("　 \n") for name in options] == ["竞聘", "护士长"]
    filters = lxml.html.fromstring(he.get(LIST).content.decode()).xpath("//a[contains(@href, '?section=')]/text()")
    assert [str(name).strip("　 \n") for name in filters] == ["竞聘", "护士长"]


def test_a_new_article_goes_into_own_sections_only(he: Client, tree: dict[str, Section]) -> None:
    for section, is_own in (("护士长", True), ("公文", False), ("演讲", False)):
        for field in ("section", "further_sections"):
            values = {"section": tree["竞聘"].pk, field: [tree[section].pk], "title": section, "body": "<p>正文</p>"}
            answer = he.post(ADD, typed(he, ADD, _publish="发", **values))
            assert (answer.status_code == 302) == is_own, (section, field)
            assert is_own or "不在可选的范围里" in errors(answer) or "选择一个有效的选项" in errors(answer)
    assert {article.section.name for article in Article.objects.all()} == {"护士长", "竞聘"}


def test_an_author_keeps_an_own_draft_where_it_is(tree: dict[str, Section]) -> None:
    author = limited_author()
    client, article = signed_in(author), draft(tree["公文"], owner=author)
    assert client.post(page(article), typed(client, page(article), title="改了")).status_code == 302
    client.post(page(article), typed(client, page(article), section=[tree["演讲"].pk]))
    article.refresh_from_db()
    assert (article.title, article.section.name) == ("改了", "公文")
    client.post(page(article), typed(client, page(article), section=[tree["护士长"].pk]))
    article.refresh_from_db()
    assert article.section.name == "护士长"


def test_an_editor_hands_over_an_own_draft_of_another_section(he: Client, tree: dict[str, Section]) -> None:
    article = draft(tree["公文"], owner=User.objects.get(username="heqing"))
    form = he.get(page(article)).content.decode()
    assert ("_hand_over" in form, 'name="_publish"' in form, 'name="status"' in form) == (True, False, False)
    assert "已交稿" in messages(he, he.post(page(article, "hand-over/"), {"note": ""}))
    assert "编辑处理以前不能改" in he.get(page(article)).content.decode()
    forged = {"status": "published", "_publish": "发", "title": "偷发的"}
    he.post(page(article), {**forged, "section": tree["公文"].pk})
    article.refresh_from_db()
    assert (article.status, article.title) == ("draft", "还没写完")


def test_further_sections_of_others_stay(he: Client, tree: dict[str, Section]) -> None:
    article = make_article(section=tree["竞聘"], status="draft", further=[tree["公文"], tree["护士长"]])
    options = lxml.html.fromstring(he.get(page(article)).content.decode()).get_element_by_id("id_further_sections")
    assert [option.get("value") for option in options] == [f"{tree['护士长'].pk}"]
    he.post(page(article), typed(he, page(article), title="改了"))
    assert names(article.further_sections) == {"公文", "护士长"}
    fields = typed(he, page(article))
    del fields["further_sections"]
    he.post(page(article), fields)
    assert names(article.further_sections) == {"公文"}
    he.post(page(article), typed(he, page(article), further_sections=[tree["护士长"].pk, tree["演讲"].pk]))
    assert names(article.further_sections) == {"公文"}


def test_a_form_says_which_further_sections_stay(he: Client, tree: dict[str, Section]) -> None:
    article = make_article(section=tree["竞聘"], status="draft", further=[tree["公文"]])
    assert "还在“公文”，不归您管，保存时照旧" in he.get(page(article)).content.decode()
    free = signed_in(make_editor())
    assert "保存时照旧" not in free.get(page(article)).content.decode()


def test_a_pending_change_is_not_published_into_a_section_of_others(he: Client, tree: dict[str, Section]) -> None:
    article = make_article("正在读的", section=tree["竞聘"])
    free = signed_in(make_editor())
    free.post(page(article), typed(free, page(article), section=tree["公文"].pk))
    answer = he.post(page(article), typed(he, page(article), title="换过的", _publish="发布修改"))
    assert "“公文”不是您可编辑的栏目" in errors(answer)
    schedule = he.post(page(article, "change/schedule/"), {"go_live_at_0": "2090-01-01", "go_live_at_1": "08:00"})
    assert "“公文”不是您可编辑的栏目" in messages(he, schedule)
    assert PendingChange.objects.get().go_live_at is None
    assert he.post(page(article), typed(he, page(article), title="换过的")).status_code == 302
    assert PendingChange.objects.get().revision.content["section"] == tree["公文"].pk
    fields = typed(he, page(article), section=tree["护士长"].pk, _publish="发布修改")
    assert he.post(page(article), fields).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.section.name) == ("换过的", "护士长")


@pytest.mark.parametrize("field", ["", "section", "further_sections"])
def test_a_version_of_another_section_is_restored_without_it(he: Client, tree: dict[str, Section], field: str) -> None:
    article = make_article("早先的", section=tree["公文"], status="draft", further=[tree["护士长"], tree["演讲"]])
    free = signed_in(make_editor())
    fields = typed(free, page(article), title="后来的", section=tree["竞聘"].pk, further_sections=[tree["公文"].pk])
    assert free.post(page(article), fields).status_code == 302
    first = article.revisions.order_by("pk").first()
    assert first is not None
    he.post(page(article, f"versions/{first.pk}/restore/"), {"field": field})
    article.refresh_from_db()
    assert article.section.name == "竞聘"
    assert names(article.further_sections) == ({"公文"} if field == "section" else {"公文", "护士长"})


def test_a_forged_publication_of_a_restored_version_is_refused(he: Client, tree: dict[str, Section]) -> None:
    article = make_article("正在读的", section=tree["竞聘"])
    free = signed_in(make_editor())
    free.post(page(article), typed(free, page(article), section=tree["公文"].pk, title="搬走的"))
    first = article.revisions.order_by("pk").first()
    assert first is not None
    answer = he.post(page(article, f"versions/{first.pk}/restore/"), {"field": "title", "_publish": "1"})
    assert answer.status_code == 403
    article.refresh_from_db()
    assert article.section.name == "竞聘"


def test_the_warning_of_a_title_leads_to_the_form_or_to_the_page(he: Client, tree: dict[str, Section]) -> None:
    other = make_author("other")
    own = make_article("同名", section=tree["护士长"], owner=other, status="draft", publish_at=None)
    public = make_article("同名", section=tree["公文"], owner=other)
    hidden = make_article("同名", section=tree["公文"], owner=other, status="draft", publish_at=None)
    he.post(ADD, typed(he, ADD, title="同名", section=tree["竞聘"].pk))
    shown = he.get("/admin/").content.decode()
    assert f'href="{page(own)}"' in shown
    assert f'href="/articles/{public.pk}/"' in shown
    assert f"{hidden.pk} 号" not in shown
