"""Lists that are edited in place: names, values and numbers of a row stay together, whatever others do to the list."""

from typing import Any

import lxml.html
import pytest
from django.test import Client

from tests.articles.admin.forms import errors
from tests.home.admin.test_guards import LISTS, at, listed
from yanjiang.home.models import FriendLink

pytestmark = pytest.mark.django_db

LINKS = "/admin/home/friendlink/"


def rows(response: Any) -> list[tuple[str, str, str]]:
    """Return the rows that a list shows: the number that a row is chosen by, that it is saved as, and its position."""
    page = lxml.html.fromstring(response.content.decode())
    sent = dict(page.get_element_by_id("changelist-form").form_values())
    chosen = page.xpath("//input[@name='_selected_action']/@value")
    return [(pk, sent[f"form-{place}-id"], sent[f"form-{place}-position"]) for place, pk in enumerate(chosen)]


def sent_again(response: Any) -> dict[str, Any]:
    page = lxml.html.fromstring(response.content.decode())
    return {**dict(page.get_element_by_id("changelist-form").form_values()), "_save": "保存"}


def names(count: int) -> list[Any]:
    return [FriendLink.objects.create(name=f"友站{place}", url="/", position=place) for place in range(1, count + 1)]


@pytest.mark.parametrize("name", LISTS)
def test_a_row_that_was_moved_keeps_its_name_beside_its_values(name: str, two_managers: tuple[Client, Client]) -> None:
    first, second = two_managers
    row, other = LISTS[name]("甲"), LISTS[name]("乙")
    url = f"/admin/{name}/"
    mine, theirs = listed(second, url), listed(first, url)
    assert first.post(url, {**theirs, at(theirs, row, "position"): "70"}).status_code == 302
    answer = second.post(url, {**mine, at(mine, row, "position"): "80"})
    assert rows(answer) == [(str(row.pk), str(row.pk), "80"), (str(other.pk), str(other.pk), str(other.position))]
    assert f"{row}：" in errors(answer)
    # Where nobody is in the way of the other, a wrong value comes back beside its own name too.
    answer = second.post(url, {**mine, at(mine, other, "position"): "99999999999"})
    assert rows(answer)[1] == (str(other.pk), str(other.pk), "99999999999")
    # Text typed into that page is saved to the row beside it.
    hidden = {**sent_again(answer), at(mine, other, "position"): "3"}
    del hidden[at(mine, other, "is_active")]
    assert second.post(url, hidden).status_code == 302
    for one in (row, other):
        one.refresh_from_db()
    assert (row.position, row.is_active, other.position, other.is_active) == (70, True, 3, False)


def test_a_row_that_a_filter_hides_meanwhile_is_shown_with_what_was_typed(two_managers: tuple[Client, Client]) -> None:
    first, second = two_managers
    links, url = names(3), f"{LINKS}?is_active__exact=1"
    mine, theirs = listed(second, url), listed(first, url)
    del theirs[at(theirs, links[0], "is_active")]
    assert first.post(url, theirs).status_code == 302
    answer = second.post(url, {**mine, at(mine, links[0], "position"): "9"})
    assert rows(answer) == [(str(link.pk), str(link.pk), value) for link, value in zip(links, "923", strict=True)]


def test_a_row_that_was_deleted_meanwhile_leaves_the_others_in_place(two_managers: tuple[Client, Client]) -> None:
    _first, second = two_managers
    links = names(3)
    mine = listed(second, LINKS)
    place = at(mine, links[1], "position")
    links[0].delete()
    answer = second.post(LINKS, {**mine, place: "9"})
    assert "有 1 行在您打开以后被删除" in errors(answer)
    assert rows(answer) == [(str(link.pk), str(link.pk), value) for link, value in zip(links[1:], "93", strict=True)]
    assert second.post(LINKS, sent_again(answer)).status_code == 302
    assert list(FriendLink.objects.values_list("position", flat=True).order_by("pk")) == [9, 3]


def test_more_forms_than_rows_make_no_row(two_managers: tuple[Client, Client]) -> None:
    link = names(1)[0]
    mine = {**listed(two_managers[0], LINKS), "form-TOTAL_FORMS": "2", "form-1-position": "5", "form-1-is_active": "on"}
    two_managers[0].post(LINKS, mine)
    two_managers[0].post(LINKS, {**mine, "form-1-id": "", "form-7-id": "x", "form-8-id": str(link.pk)})
    assert FriendLink.objects.get() == link


def test_a_browser_fills_in_no_list_by_place(two_managers: tuple[Client, Client]) -> None:
    names(1)
    page = lxml.html.fromstring(two_managers[0].get(LINKS).content.decode())
    for field in ("id", "position", "is_active", "seen"):
        assert page.xpath(f"//input[@name='form-0-{field}']/@autocomplete") == ["off"]
