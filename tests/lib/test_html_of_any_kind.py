"""Properties of cleaned HTML that hold for any markup, valid or not."""

import re
from time import process_time
from timeit import timeit

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lib.bodies import ADVERSARIAL, REALISTIC, body
from tests.lib.strict import violations
from yanjiang.lib.chinese import excerpt, on_end
from yanjiang.lib.html import PAGE_BREAK, clean, split_pages, to_text

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<b x=1>", "<i class='image'>", "</i>", "<a href=/a>", "<a href='https://a.cn'>",
    "</a>", "<a href=javascript:x>", "<img src=/a.png onerror=x>", "<img src='x", "<table>", "</table>", "<td>",
    "<tr>", "<caption>", "<svg>", "</svg>", "<math>", "<style>", "</style>", "<script>", "</script>", "<template>",
    "<select>", "<textarea>", "</textarea>", "<title>", "<noscript>", "<pre>", "\n", "</pre>", "<li>", "<ul>", "</ul>",
    "<h1>", "</h1>", "<!--", "-->", "<![CDATA[", "]]>", "<", ">", "\"", "'", "=", "&", "&lt;", "&#60;", "&amp;lt;",
    "\0", "\x0b", "\u202e", "𠮷", "👩‍👩‍👧", "葛\U000e0100", "一二三。", "{{ x }}", "{% x %}", "{dede:x/}", PAGE_BREAK,
    "<div style='page-break-after:always'>", "</div>", "<div>", "<font color=red>", "<o:p>", "<plaintext>",
    "<section>", "</section>", "<center>", "</center>", "<option>", "<optgroup>", "<form>", "</form>", "<button>",
    "<h5>", "</h5>", "<xmp>", "</xmp>", "<menu>", "<mark>", "<ins>", "<p>\u3000\u3000", "&emsp;", "&nbsp;&nbsp;",
]  # fmt: skip
markup = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)
# The examples are the same in every run, so that results do not change from day to day.
same_each_time = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@same_each_time
@given(markup)
def test_it_is_clean_by_two_parsers_and_cleaning_it_again_changes_nothing(html: str) -> None:
    once = str(clean(html))
    assert violations(once) == []
    assert clean(once) == once


@same_each_time
@given(markup)
def test_its_text_is_what_a_browser_shows(html: str) -> None:
    shown = "".join(html5lib.parseFragment(cleaned := str(clean(html)), namespaceHTMLElements=False).itertext())
    assert re.sub(r"\s", "", to_text(cleaned)) == re.sub(r"\s", "", shown)


@same_each_time
@given(markup)
def test_its_pages_are_clean_and_lose_no_text(html: str) -> None:
    cleaned = str(clean(html))
    pages = split_pages(cleaned)
    assert pages
    assert [violations(page.html) for page in pages if violations(page.html)] == []
    joined = re.sub(r"\s", "", "".join(to_text(page.html) for page in pages))
    assert joined == re.sub(r"\s", "", to_text(cleaned))


@same_each_time
@given(st.text(st.characters() | st.sampled_from("。！？…，、\n\u200d\ufe0f𠮷"), max_size=60), st.integers(2, 40))
def test_an_excerpt_is_a_beginning_of_the_text_and_not_too_long(text: str, chars: int) -> None:
    cut = excerpt(text, chars=chars)
    whole = on_end(text)
    assert len(cut) <= chars
    assert whole.startswith(cut.removesuffix("…"))
    assert cut == whole or len(whole) > chars


def seconds(unit: str, size: int) -> float:
    html = body(unit, size)
    start = process_time()
    cleaned = str(clean(html))
    split_pages(cleaned)
    excerpt(to_text(cleaned), chars=120)
    return process_time() - start


@pytest.mark.parametrize("kind", ADVERSARIAL)
def test_ten_times_the_markup_takes_no_more_than_some_ten_times_the_time(kind: str) -> None:
    small = min(seconds(ADVERSARIAL[kind], 20_000) for _ in range(3))
    # Now and then a collection of garbage falls into one of them.
    assert any(seconds(ADVERSARIAL[kind], 200_000) < 0.2 + 30 * small for _ in range(3))


def cleaning(html: str) -> float:
    """Return the seconds of the processor that cleaning takes; `bench_clean` holds them against a limit."""
    return min(timeit(lambda: clean(html), number=1, timer=process_time) for _ in range(3))


@pytest.mark.parametrize("kind", ADVERSARIAL)
def test_one_unit_without_an_end_takes_no_more_than_some_ten_times_for_ten_times_as_much(kind: str) -> None:
    whole = ADVERSARIAL[kind] * 300_000
    assert cleaning(whole[:300_000]) < 0.2 + 30 * cleaning(whole[:30_000])


@pytest.mark.parametrize("kind", REALISTIC)
def test_text_that_editors_write_takes_no_more_than_some_ten_times_for_ten_times_as_much(kind: str) -> None:
    assert cleaning(body(REALISTIC[kind], 50_000)) < 0.01 + 30 * cleaning(body(REALISTIC[kind], 5_000))


@pytest.mark.parametrize("number", [500, 5_000])
def test_formats_that_are_never_closed_do_not_multiply(number: int) -> None:
    html = "".join(f"<p><b x={count}>一" for count in range(number))
    assert len(clean(html)) < 60 * len(html)


def test_markup_that_is_nested_too_deep_keeps_its_text() -> None:
    html = clean("<div>" * 100_000 + "讲稿" + "</div>" * 100_000)
    assert to_text(html) == "讲稿"
    assert html.count("<div>") == 100
