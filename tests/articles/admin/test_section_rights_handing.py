"""Handing over, and the undoing of bulk actions, for people who are limited to some sections."""

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail

from articles.models import Article, BulkChange, Section
from tests.articles.admin.handed_over import hand_over, send_back, state
from tests.articles.admin.limited import LIST, act, draft, limited_by_group, limited_editor, make_tree, page, signed_in
from tests.builders import limit, make_author, make_editor
from yanjiang.accounts.models import SectionRight

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree() -> dict[str, Section]:
    return make_tree()


def moved(username: str) -> BulkChange:
    return BulkChange.objects.filter(by__username=username).latest("pk")


def undo(user: User, change: BulkChange) -> int:
    """Undo a change as a person with fresh rights; return the status of the answer."""
    return signed_in(user).post(f"{LIST}actions/{change.pk}/undo/", {"post": "yes"}).status_code


# --- Handing over ----------------------------------------------------------------------------------------------------


def test_mail_goes_to_the_editors_of_the_section(tree: dict[str, Section]) -> None:
    author = make_author()
    limited_editor(email="he@example.com")
    User.objects.filter(pk=limited_by_group().pk).update(email="zhou@example.com")
    limited_editor("papers", tree["公文"], email="gong@example.com")
    make_editor("free", email="free@example.com")
    told = {}
    for name in ("护士长", "公文", "演讲"):
        mail.outbox.clear()
        hand_over(signed_in(author), draft(tree[name], owner=author))
        told[name] = {address.partition("@")[0] for message in mail.outbox for address in message.to}
    assert told == {"护士长": {"he", "zhou", "free"}, "公文": {"gong", "free"}, "演讲": {"free"}}


def test_a_draft_that_was_handed_over_waits_for_the_editors_of_its_section(tree: dict[str, Section]) -> None:
    author, editor = make_author(), limited_editor()
    drafts = {name: draft(section, owner=author) for name, section in tree.items()}
    for name, article in drafts.items():
        Article.objects.filter(pk=article.pk).update(title=f"交来{name}")
        hand_over(signed_in(author), article)
    client = signed_in(editor)
    for url in ("/admin/", f"{LIST}?state=handed_over"):
        html = client.get(url).content.decode()
        assert [name for name in tree if f"交来{name}" in html] == ["竞聘", "护士长"], url
    for name, article in drafts.items():
        if name in ("竞聘", "护士长"):
            send_back(client, article)
        else:
            assert client.post(page(article, "remarks/"), {"reason": "抢", "_return": "退回"}).status_code == 404
    assert [name for name, article in drafts.items() if state(article) == "returned"] == ["竞聘", "护士长"]


# --- Undoing ---------------------------------------------------------------------------------------------------------


def test_a_move_between_own_sections_is_undone(tree: dict[str, Section]) -> None:
    user, article = limited_editor(), draft(tree["竞聘"])
    act(signed_in(user), "move", article, section=tree["护士长"].pk)
    assert undo(user, moved("heqing")) == 302
    article.refresh_from_db()
    assert article.section == tree["竞聘"]


def test_a_move_is_not_undone_into_a_section_that_is_ones_own_no_more(tree: dict[str, Section]) -> None:
    user, article = limited_editor("heqing", tree["竞聘"], tree["公文"]), draft(tree["公文"])
    act(signed_in(user), "move", article, section=tree["竞聘"].pk)
    SectionRight.objects.filter(section=tree["公文"]).delete()
    undo(User.objects.get(pk=user.pk), moved("heqing"))
    article.refresh_from_db()
    assert article.section == tree["竞聘"]


def test_an_own_draft_in_another_section_comes_back_from_the_trash(tree: dict[str, Section]) -> None:
    user = limited_editor()
    article = draft(tree["公文"], owner=user)
    act(signed_in(user), "trash", article)
    undo(user, moved("heqing"))
    article.refresh_from_db()
    assert article.status == "draft"


def test_actions_of_others_are_neither_listed_nor_undone(tree: dict[str, Section]) -> None:
    free, user = make_editor("free"), limited_editor()
    group = Group.objects.create(name="竞聘组")
    limit(group, tree["竞聘"])
    article = draft(tree["公文"])
    act(signed_in(free), "move", article, section=tree["竞聘"].pk)
    assert "移动到栏目" not in signed_in(user).get(f"{LIST}actions/").content.decode()
    assert undo(user, moved("free")) == 404
    article.refresh_from_db()
    assert article.section == tree["竞聘"]
    assert "移动到栏目" in signed_in(free).get(f"{LIST}actions/").content.decode()
