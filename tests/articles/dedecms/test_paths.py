from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from articles.dedecms.paths import SiteRules, article_path, domain_path, list_paths, single_page_path

NEW_SITE = SiteRules()
# 2015-02-07 00:16:15 in Shanghai, still the 6th in UTC.
SENT = datetime(2015, 2, 6, 16, 16, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Column:
    typedir: str = "{cmspath}/a/view"
    namerule: str = "{typedir}/{Y}/{M}{D}/{aid}.html"
    namerule2: str = "{typedir}/list_{tid}_{page}.html"
    defaultname: str = "index.html"
    ispart: int = 0
    moresite: bool = False
    sitepath: str = ""


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("{typedir}/{Y}/{M}{D}/{aid}.html", "/a/view/2015/0207/23.html"),
        ("{typedir}/{Y}{M}{D}/{aid}.html", "/a/view/20150207/23.html"),
        ("{typedir}/{aid}.html", "/a/view/23.html"),
        ("{typedir}/arc/{aid}.html", "/a/view/arc/23.html"),
        ("{typedir}/{aid}/index.html", "/a/view/23/index.html"),
        ("{typedir}/{timestamp}.html", "/a/view/1423239375.html"),
        ("{Typedir}/News/{AID}.html", "/a/view/news/23.html"),
        ("{aid}.html", "/23.html"),
        ("", "/special/arc-23.html"),
    ],
)
def test_an_article_lies_where_its_columns_rule_says(rule: str, path: str) -> None:
    assert article_path(NEW_SITE, Column(namerule=rule), old_id=23, sent=SENT) == path


def test_pairs_of_digits_become_letters() -> None:
    # Month, day, number, year, read from the left: 72 in 0207232015 is H, 65 and 97 in 123165972015 are A and a.
    assert article_path(NEW_SITE, Column(namerule="/{cc}.html"), old_id=23, sent=SENT) == "/020H32015.html"
    sent = datetime(2015, 12, 31, tzinfo=UTC)
    assert article_path(NEW_SITE, Column(namerule="/{cc}.html"), old_id=6597, sent=sent) == "/1231Aa2015.html"


def test_a_file_name_of_its_own_takes_the_place_of_the_last_part() -> None:
    assert article_path(NEW_SITE, Column(), old_id=23, sent=SENT, filename="about") == "/a/view/2015/0207/about.html"


def test_a_site_in_a_folder_has_its_pages_there() -> None:
    site = SiteRules.read({"cfg_cmspath": "/cms", "cfg_arc_dirname": "Y"})
    assert article_path(site, Column(), old_id=23, sent=SENT) == "/cms/a/view/2015/0207/23.html"
    assert article_path(site, Column(namerule=""), old_id=23, sent=SENT) == "/cms/special/arc-23.html"
    assert article_path(site, Column(namerule="{typedir}/{aid}/index.html"), old_id=23, sent=SENT) == "/cms/a/view/23/"
    assert article_path(site, Column(typedir=""), old_id=23, sent=SENT) == "/cms/a/2015/0207/23.html"


def test_the_old_clock_decides_on_the_day() -> None:
    assert article_path(SiteRules(hours=0), Column(), old_id=23, sent=SENT) == "/a/view/2015/0206/23.html"
    assert SiteRules.read({"cfg_cli_time": "x"}).hours == 8


def test_a_path_that_cannot_be_known_is_none() -> None:
    assert article_path(NEW_SITE, Column(namerule="{typedir}/{pinyin}.html"), old_id=23, sent=SENT) == ""
    assert article_path(NEW_SITE, Column(typedir="/a" * 300), old_id=23, sent=SENT) == ""
    assert article_path(NEW_SITE, Column(typedir="/a\0"), old_id=23, sent=SENT) == ""


def test_a_column_has_a_directory_a_default_page_and_a_first_page() -> None:
    assert list_paths(NEW_SITE, Column(), old_id=7) == ["/a/view/", "/a/view/index.html", "/a/view/list_7_1.html"]
    column = Column(namerule2="{typedir}/list_{page}.html", defaultname="default.html", typedir="/a//view/")
    assert list_paths(NEW_SITE, column, old_id=7) == ["/a/view/", "/a/view/default.html", "/a/view/list_1.html"]


def test_a_cover_has_no_list_and_a_link_no_page() -> None:
    assert list_paths(NEW_SITE, Column(ispart=1), old_id=7) == ["/a/view/", "/a/view/index.html"]
    assert list_paths(NEW_SITE, Column(ispart=2, typedir="http://other.example.com/"), old_id=7) == []


def test_a_column_with_a_domain_of_its_own_keeps_the_path() -> None:
    column = Column(typedir="http://news.example.com/a/news")
    assert list_paths(NEW_SITE, column, old_id=7)[0] == "/a/news/"
    assert list_paths(NEW_SITE, Column(typedir="http://["), old_id=7) == []


def test_a_column_with_a_name_of_its_own_has_its_pages_under_both() -> None:
    site = SiteRules.read({"cfg_multi_site": "Y", "cfg_cmspath": "/cms"})
    column = Column(moresite=True, sitepath="{cmspath}/a/view")
    path = article_path(site, column, old_id=23, sent=SENT)
    assert (path, domain_path(site, column, path)) == ("/cms/a/view/2015/0207/23.html", "/2015/0207/23.html")
    assert list_paths(site, column, old_id=7) == [
        "/list_7_1.html", "/cms/a/view/", "/cms/a/view/index.html", "/cms/a/view/list_7_1.html"
    ]  # fmt: skip
    below = Column(moresite=True, sitepath="{cmspath}/a/view/", typedir="{cmspath}/a/view/ping")
    assert list_paths(site, below, old_id=8)[:3] == ["/ping/", "/ping/index.html", "/ping/list_8_1.html"]


def test_without_names_of_their_own_columns_have_one_path() -> None:
    site, path = SiteRules.read({"cfg_multi_site": "Y"}), "/a/view/23.html"
    named = Column(moresite=True, sitepath="/a/view")
    assert domain_path(site, named, path) == "/23.html"
    for rules, column in (
        (NEW_SITE, named),
        (site, Column(sitepath="/a/view")),
        (site, Column(moresite=True)),
        (site, Column(moresite=True, sitepath="/a/vi")),
        (site, None),
    ):
        assert domain_path(rules, column, path) == ""


def test_a_single_page_lies_where_its_file_name_says() -> None:
    site = SiteRules.read({"cfg_cmspath": "/cms"})
    assert single_page_path(NEW_SITE, "about.html") == single_page_path(NEW_SITE, "/about.html") == "/about.html"
    assert single_page_path(site, "company/about.html") == "/cms/company/about.html"
    assert single_page_path(NEW_SITE, "/") == ""
