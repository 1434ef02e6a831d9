"""A text of several pages: each page by its number, and all on one page."""

import pytest
from django.test import Client

from articles.models import Article
from tests.builders import make_article
from tests.pages import read
from tests.test_structured_data import head
from yanjiang.lib.html import PAGE_BREAK

pytestmark = [pytest.mark.once, pytest.mark.django_db]
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def article() -> Article:
    parts = ("<h2>起</h2><p>第一页的话。</p>", "<h2>承</h2><p>第二页的话。</p>", "<p>第三页的话。</p>")
    return make_article("长文", summary="先说大意。", body=PAGE_BREAK.join(parts))


def test_the_whole_text_stands_on_one_page(client: Client, article: Article) -> None:
    page = read(client, f"/articles/{article.pk}/?page=all")
    assert "先说大意。" in page.text
    assert page.region("prose").text.replace(" ", "") == "起第一页的话。承第二页的话。第三页的话。"
    pages = page.region("body-pages")
    assert pages.links == {"第 1 页：起": f"/articles/{article.pk}/", "第 2 页：承": "?page=2", "第 3 页": "?page=3"}
    assert '<span aria-current="page">全文</span>' in pages.html


def test_search_engines_know_the_whole_text_by_the_articles_own_address(client: Client, article: Article) -> None:
    found = head(client, f"/articles/{article.pk}/?page=all")
    url = f"{SITE}/articles/{article.pk}/"
    assert (found["canonical"], found["og:url"], found.get("next"), found.get("prev")) == ([url], [url], None, None)
    first = read(client, f"/articles/{article.pk}/")
    assert "第二页的话" not in first.html
    assert '<a rel="nofollow" href="?page=all">全文</a>' in first.html


@pytest.mark.parametrize("page", ["ALL", "all,", "全", "-1", "0", "9" * 400])
def test_no_other_word_is_the_whole_text(client: Client, article: Article, page: str) -> None:
    text = read(client, f"/articles/{article.pk}/?page={page}").text
    assert ("第一页的话" in text) + ("第二页的话" in text) + ("第三页的话" in text) == 1


def test_a_text_of_one_page_names_no_pages(client: Client) -> None:
    article = make_article()
    for query in ("", "?page=all"):
        assert "body-pages" not in read(client, f"/articles/{article.pk}/{query}").html


def test_an_article_that_jumps_counts_its_pages_here(client: Client) -> None:
    article = make_article(
        body=f"<p>一。</p>{PAGE_BREAK}<p>二。</p>", is_jump=True, redirect_url="https://example.com/original"
    )
    page = read(client, f"/articles/{article.pk}/?page=2")
    assert page.links["第 1 页"] == f"/articles/{article.pk}/"


def test_paper_without_a_script_says_which_page_it_has(client: Client, article: Article) -> None:
    told = read(client, f"/articles/{article.pk}/?page=2").region("print-source").text
    assert told.startswith(f"这里是全文的第 2 页，共 3 页。全文：{SITE}/articles/{article.pk}/?page=all")
    assert "这里是" not in read(client, f"/articles/{article.pk}/?page=all").region("print-source").text
