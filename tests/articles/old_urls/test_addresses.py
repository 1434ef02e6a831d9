import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.old_urls.addresses import Candidate, Kind, OldAddress, parse

HUGE = "9" * 40


def asked(url: str) -> OldAddress:
    path, _, query = url.partition("?")
    found = parse(path, query)
    assert found
    return found


@pytest.mark.parametrize(
    ("url", "kind", "number", "page"),
    [
        ("/plus/view.php?aid=12", Kind.ARTICLE, 12, 1),
        ("/plus/view.php?aid=12&pageno=3", Kind.ARTICLE, 12, 3),
        ("/plus/view.php?arcID=12", Kind.ARTICLE, 12, 1),
        ("/plus/view-12-1.html", Kind.ARTICLE, 12, 1),
        ("/plus/view-12-3.html", Kind.ARTICLE, 12, 3),
        ("/view-12-3.html", Kind.ARTICLE, 12, 3),
        ("/cms/plus/view.php?aid=12", Kind.ARTICLE, 12, 1),
        ("/cms/plus/view-12-3.html", Kind.ARTICLE, 12, 3),
        ("/cms/m/view-12-3.html", Kind.ARTICLE, 12, 3),
        ("/cms/m/list.php?tid=7", Kind.SECTION, 7, 1),
        ("/cms/data/rss/7.xml", Kind.FEED, 7, 1),
        ("/cms/plus/flink.php", Kind.HOME, 0, 1),
        ("//plus//view.php?aid=12", Kind.ARTICLE, 12, 1),
        ("/m/view.php?aid=12", Kind.ARTICLE, 12, 1),
        ("/view.php?aid=12&pageno=2", Kind.ARTICLE, 12, 2),
        ("/plus/feedback.php?aid=12", Kind.ARTICLE, 12, 1),
        ("/plus/stow.php?aid=12", Kind.ARTICLE, 12, 1),
        ("/plus/recommend.php?aid=12&action=1", Kind.ARTICLE, 12, 1),
        ("/plus/erraddsave.php?aid=12&title=x", Kind.ARTICLE, 12, 1),
        ("/plus/list.php?tid=7", Kind.SECTION, 7, 1),
        ("/plus/list.php?tid=7&TotalResult=120&PageNo=4", Kind.SECTION, 7, 4),
        ("/plus/list-7.html", Kind.SECTION, 7, 1),
        ("/plus/list-7-120-4.html", Kind.SECTION, 7, 4),
        ("/m/list.php?tid=7", Kind.SECTION, 7, 1),
        ("/plus/rss.php?tid=7", Kind.FEED, 7, 1),
        ("/data/rss/7.xml", Kind.FEED, 7, 1),
        ("/plus/rss.php", Kind.FEED, 0, 1),
        ("/plus/view.php?aid=x", Kind.ARTICLE, 0, 1),
        (f"/plus/view.php?aid={HUGE}", Kind.ARTICLE, 0, 1),
        (f"/plus/view.php?aid=12&pageno={HUGE}", Kind.ARTICLE, 12, 1),
        ("/index.html", Kind.HOME, 0, 1),
        ("/index.php", Kind.HOME, 0, 1),
        ("/m/", Kind.HOME, 0, 1),
        ("/m/index.php", Kind.HOME, 0, 1),
        ("/special/", Kind.HOME, 0, 1),
        ("/plus/flink.php", Kind.HOME, 0, 1),
        ("/data/sitemap.html", Kind.SITEMAP, 0, 1),
        ("/data/rssmap.html", Kind.SITEMAP, 0, 1),
        ("/rssmap.html", Kind.SITEMAP, 0, 1),
        ("/special/spec_1.html", Kind.HOME, 0, 1),
        ("/special/spec_12.html", Kind.HOME, 0, 1),
        ("/tags.php", Kind.TAGS, 0, 1),
        ("/tags.html", Kind.TAGS, 0, 1),
        ("/plus/guestbook.php", Kind.GONE, 0, 1),
        ("/plus/digg_ajax.php?action=good&id=12", Kind.GONE, 0, 1),
        ("/member/index.php?uid=admin", Kind.GONE, 0, 1),
    ],
)
def test_an_address_says_what_it_asks_for(url: str, kind: Kind, number: int, page: int) -> None:
    found = asked(url)
    assert (found.kind, found.number, found.page) == (kind, number, page)


@pytest.mark.parametrize(
    ("url", "reading", "page"),
    [
        ("/tags.php?/%E5%85%9A%E5%BB%BA/", "党建", 1),
        ("/tags.php?/%B5%B3%BD%A8/", "党建", 1),
        ("/tags.php?/%B5%B3%BD%A8/2/", "党建", 2),
        ("/tags.php?%E5%85%9A%E5%BB%BA", "党建", 1),
        ("/tags.php/党建/3/", "党建", 3),
        ("/tags.php/%B5%B3%BD%A8/", "党建", 1),
        ("/tags/党建.html", "党建", 1),
    ],
)
def test_a_tag_is_read_in_either_encoding(url: str, reading: str, page: int) -> None:
    found = asked(url)
    assert (found.kind, found.readings[0], found.page) == (Kind.TAG, reading, page)


def test_a_search_is_read_in_either_encoding() -> None:
    for query in ("q=%E5%8F%A3%E6%89%8D", "keyword=%BF%DA%B2%C5&kwtype=0", "keyword=%E5%8F%A3%E6%89%8D&typeid=7"):
        assert asked(f"/plus/search.php?{query}").readings[0] == "口才"
    assert asked("/plus/advancedsearch.php?q=%FF%FE").readings == ()


def test_bytes_that_are_both_encodings_have_both_readings() -> None:
    assert asked("/tags.php?/%E5%85%9A%E5%BB%BA/").readings == ("党建", "鍏氬缓")


def test_a_page_of_a_text_is_asked_for_by_its_first() -> None:
    found = asked("/a/view/2015/0206/23_2.html")
    assert Candidate("/a/view/2015/0206/23.html", 2) in found.candidates
    assert found.article_numbers[0] == (23, 2)


def test_a_page_of_a_list_is_asked_for_by_its_first() -> None:
    found = asked("/a/view/list_7_3.html")
    assert Candidate("/a/view/list_7_1.html", 3, of_section=True) in found.candidates
    assert (found.column, found.article_numbers) == ((7, 3), ())
    found = asked("/a/view/list_3.html")
    assert Candidate("/a/view/list_1.html", 3, of_section=True) in found.candidates
    assert (found.column, found.article_numbers) == (None, ())


def test_a_folder_and_its_index_are_one() -> None:
    assert Candidate("/a/view/") in asked("/a/view/index.html").candidates
    assert Candidate("/a/view/index.html") in asked("/a/view/").candidates
    assert Candidate("/a/view/") in asked("/a/view").candidates
    assert Candidate("/a/23/", 2) in asked("/a/23/index_2.html").candidates


def test_a_page_for_telephones_is_the_page_of_desktops() -> None:
    assert Candidate("/a/view/23.html", 2) in asked("/m/a/view/23_2.html").candidates
    assert Candidate("/cms/a/view/23.html", 2) in asked("/cms/m/a/view/23_2.html").candidates


@pytest.mark.parametrize(
    ("path", "numbers"),
    [
        ("/moved/elsewhere/23.html", [(23, 1)]),
        ("/special/arc-2040.html", [(2040, 1)]),
        ("/a/kaichangbai_23.html", [(23, 1)]),
        ("/a/kaichangbai_23_2.html", [(23, 2)]),
        ("/a/23_2.html", [(23, 2)]),
        ("/a/arc-23_2.html", [(23, 2)]),
        ("/a/jianghua2014_23.html", [(23, 1), (2014, 23)]),
        ("/a/20190421_23.html", [(23, 1)]),
        ("/a/2019/0421/23_2.html", [(23, 2)]),
        ("/a/23/", [(23, 1)]),
        ("/a/23/index.html", [(23, 1)]),
        ("/2015/", []),
        ("/a/2015/0206/about.html", []),
        ("/a/view/index_2.html", []),
        ("/tag-12-1.html", []),
        ("/tag_12.html", []),
        ("/404.html", []),
        ("/m/404.html", []),
        ("/errpage/502.html", []),
        ("/a/404.html", [(404, 1)]),
        ("/406123.html", [(406123, 1)]),
        ("/a/spec_1.html", []),
        ("/sitemap_2.html", []),
        ("/google12345abc.html", []),
        ("/baidu_verify_3f.html", []),
        ("/uploads/allimg/150206/1-1502062213.jpg", []),
        (f"/a/{HUGE}.html", []),
        ("/a/0.html", []),
    ],
)
def test_the_last_number_of_a_file_may_be_an_article(path: str, numbers: list[tuple[int, int]]) -> None:
    assert list(asked(path).article_numbers) == numbers


def test_a_value_that_no_table_holds_is_not_looked_for() -> None:
    assert parse("/" + "a" * 600, "") is None
    assert parse("/a\x07.html", "") is None


@given(st.text(max_size=80), st.text(st.characters(max_codepoint=255), max_size=80))
def test_anything_is_read_without_an_error(path: str, query: str) -> None:
    for start in ("/", "/plus/", "/tags.php/", "/m/"):
        parse(f"{start}{path}", query)
    for script in ("/plus/search.php", "/tags.php", "/plus/view.php", "/plus/list.php"):
        parse(script, query)
