"""A person who is limited to sections plans the articles of these alone."""

import lxml.html
import pytest

from tests.articles.admin.limited import LIST, limited_editor, make_tree, signed_in
from tests.builders import make_article, shanghai

pytestmark = pytest.mark.django_db
SENT = {"at_0": "2090-01-05", "at_1": "09:30", "seen": "2090-01-01T09:30:00+08:00"}


def test_a_limited_editor_plans_what_stands_in_own_sections() -> None:
    tree = make_tree()
    planned = {"publish_at": shanghai("2090-01-01 09:30")}
    own, other = (make_article(f"{name}稿", section=tree[name], **planned) for name in ("护士长", "公文"))
    client = signed_in(limited_editor())
    for view in ("month", "week"):
        page = lxml.html.fromstring(client.get(f"{LIST}calendar/?view={view}&from=2090-01-01").content.decode())
        assert [title.text for title in page.find_class("entry-title")] == ["护士长稿"]
        assert len(page.find_class("entry-move")) == 1
    assert [" ".join(head.text_content().split()) for head in page.find_class("week")[0].xpath("./thead//th")] == [
        "竞聘"
    ]
    assert client.post(f"{LIST}{own.pk}/plan/", SENT).status_code == 302
    assert client.post(f"{LIST}{other.pk}/plan/", SENT).status_code == 404
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.publish_at, other.publish_at) == (shanghai("2090-01-05 09:30"), shanghai("2090-01-01 09:30"))


def test_an_own_article_in_a_section_of_others_is_shown_and_not_moved() -> None:
    tree, editor = make_tree(), limited_editor()
    own = make_article("写给公文", section=tree["公文"], owner=editor, publish_at=shanghai("2090-01-01 09:30"))
    client = signed_in(editor)
    page = lxml.html.fromstring(client.get(f"{LIST}calendar/?from=2090-01-01").content.decode())
    assert [title.text for title in page.find_class("entry-title")] == ["写给公文"]
    assert not page.find_class("entry-move")
    assert client.post(f"{LIST}{own.pk}/plan/", SENT).status_code == 403


def test_a_limited_editor_is_told_of_own_sections_that_are_behind() -> None:
    tree = make_tree()
    for section in tree.values():
        section.promised_days = 7
        section.save()
    client = signed_in(limited_editor())
    for url in ("/admin/", f"{LIST}calendar/"):
        page = lxml.html.fromstring(client.get(url).content.decode())
        assert [name.text for name in page.xpath("//section[contains(@class, 'behind')]//b")] == ["竞聘", "护士长"]
