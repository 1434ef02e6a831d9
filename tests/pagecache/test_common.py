"""Lists and fragments that pages share are made once for all of them."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Attachment, RelatedLink
from tests.builders import make_article, make_section
from yanjiang.pagecache import common, freshness

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the state of the site through a test. A slow machine would read it again after a second."""
    monkeypatch.setattr(freshness, "READ_EVERY", timedelta(hours=1))


def test_a_page_asks_one_query_once_another_of_its_section_and_tags_was_made(client: Client) -> None:
    section = make_section()
    first, second = (make_article(title, section=section, tags=["口才", "听众"]) for title in ("怎样开口", "怎样收尾"))
    plain = make_article("怎样停顿", section=section, tags=["口才"])
    RelatedLink.objects.create(article=second, target=first)
    Attachment.objects.create(article=second, name="a.pdf", file="a.pdf", size=9)
    client.get(f"/articles/{first.pk}/")
    for article, most in ((plain, 1), (second, 3)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/articles/{article.pk}/").status_code == 200
        assert len(asked) == most


def test_nothing_is_kept_from_a_transaction_in_the_middle_of_a_page() -> None:
    state = freshness.current()
    assert state
    with freshness.held(state):
        with transaction.atomic():
            assert common.common("key", lambda: "uncommitted") == "uncommitted"
        assert common.common("key", lambda: "committed") == "committed"


def test_a_value_is_made_once_until_the_site_changes() -> None:
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return f"第{len(made)}次"

    assert [common.common("a", make), common.common("a", make)] == ["第1次", "第1次"]
    make_section()
    assert common.common("a", make) == "第2次"


def test_only_what_is_missing_is_made() -> None:
    asked: list[list[str]] = []

    def make(missing: list[str]) -> dict[str, str]:
        asked.append(missing)
        return {key: key * 2 for key in missing}

    common.common_each(["a", "b"], make)
    assert common.common_each(["b", "c", "a"], make) == {"a": "aa", "b": "bb", "c": "cc"}
    assert asked == [["a", "b"], ["c"]]


def fragment(**values: object) -> str:
    template = engines["jinja2"].from_string('{% call common("one", way) %}{{ text }}{% endcall %}')
    return str(template.render(values))


def test_a_fragment_is_rendered_once_for_the_same_values() -> None:
    sections = [make_section("演讲"), make_section("公文")]
    assert fragment(way=sections[:1], text="甲") == "甲"
    assert fragment(way=sections[:1], text="乙") == "甲"
    assert fragment(way=sections, text="丙") == "丙"
    assert fragment(way=[], text="丁") == "丁"
    assert fragment(way=[], text="戊") == "丁"


def test_a_fragment_stays_escaped() -> None:
    assert fragment(way=[], text="<b>") == fragment(way=[], text="<b>") == "&lt;b&gt;"
