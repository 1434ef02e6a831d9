"""plus/count.php, which static copies of old pages load, and addresses with slashes too many."""

import pytest
from django.test import Client

from articles.models import ArticleHits, Import
from tests.articles.old_urls.test_redirects import was_imported
from tests.builders import make_article, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def old_site() -> Import:
    return Import.objects.create(host="www.old.example.com")


def test_the_script_of_old_pages_still_shows_the_reads(client: Client, old_site: Import) -> None:
    article = make_article()
    ArticleHits.objects.filter(article=article).update(opening=123, total=150)
    was_imported(old_site, article, old_id=23)
    for path in (
        "/plus/count.php",
        "/cms/plus/count.php",
        "//plus/count.php",
        "/plus//count.php",
        "//cms///plus/count.php",
    ):
        answer = client.get("/", PATH_INFO=path, QUERY_STRING="view=yes&aid=23&mid=1")
        assert (answer.status_code, answer.content) == (200, b"document.write('150');\r\n")
        assert answer["Content-Type"] == "application/javascript; charset=utf-8"
    assert client.get("/plus/count.php?view=yes&arcID=23").content == b"document.write('150');\r\n"
    assert ArticleHits.objects.get(article=article).total == 150
    for url in ("/plus/count.php?aid=23&mid=1", "/plus/count.php?view=yes&aid=99", "/plus/count.php?view=yes&aid=x"):
        assert (client.get(url).status_code, client.get(url).content) == (200, b"")
    assert client.post("/plus/count.php?view=yes&aid=23").status_code == 405


def test_the_script_says_nothing_of_what_nobody_may_read(client: Client, old_site: Import) -> None:
    was_imported(old_site, make_article(status="draft"), old_id=23)
    assert client.get("/plus/count.php?view=yes&aid=23").content == b""


def test_a_page_of_ours_is_found_with_slashes_too_many(client: Client) -> None:
    article = make_article(section=make_section("观点", segment="guandian"))
    for path, leads_to in (
        (f"//articles/{article.pk}/", f"/articles/{article.pk}/"),
        ("//guandian//", "/guandian/?page=2"),
        ("//sitemap/", "/sitemap/"),
    ):
        answer = client.get("/", PATH_INFO=path, QUERY_STRING="page=2" if "?" in leads_to else "")
        assert (answer.status_code, answer["Location"]) == (301, leads_to)
    assert client.get("/", PATH_INFO="//nothing/").status_code == 404
