"""Old addresses of imported sites that name an article by its number alone."""

from pathlib import Path

import pytest
from django.test import Client

from tests.articles.dedecms.imports import COLUMN, archive, body, do_import, site


def leads_to(client: Client, url: str) -> str | int:
    answer = client.get(url)
    return answer["Location"] if answer.status_code == 301 else answer.status_code


@pytest.mark.django_db(transaction=True)
def test_a_title_in_pinyin_that_ends_with_a_year_is_no_page(backup: Path, client: Client) -> None:
    column = {**COLUMN, "namerule": "{typedir}/{pinyin}.html"}
    rows = [archive(7, title="讲话2014"), archive(2014, title="另一篇")]
    do_import(backup, site(arctype=[column], archives=rows, addonarticle=[body(7), body(2014)]))
    assert leads_to(client, "/a/yanjianggao/jianghua2014_7.html") == "/articles/7/"
    assert leads_to(client, "/a/yanjianggao/jianghua_7.html") == "/articles/7/"
    assert leads_to(client, "/a/yanjianggao/jianghua_7_2.html") == "/articles/7/?page=2"


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "targets"),
    [
        (
            "r3_pages",
            {
                "/old/6_2.html": "/articles/6/?page=2",
                "/old/99_2.html": 404,
                "/404.html": 404,
                "/special/spec_1.html": "/",
                "/rssmap.html": "/sitemap/",
            },
        ),
        (
            "r7_lists",
            {
                "/a/old/2019/0421/1.html": 404,
                "/a/old/2019/0625/1.html": "/articles/1/",
                "/a/jianghua/2019/0625/1.html": "/articles/1/",
                "/a/jianghua/list_7_1.html": "/jianghua/",
            },
        ),
    ],
)
def test_the_addresses_of_real_sites_lead_where_they_should(
    backup: Path, client: Client, shared: Path, name: str, targets: dict[str, str | int]
) -> None:
    do_import(shared / "data/dedecms_faults" / name, report=backup.with_name("report"))
    assert {url: leads_to(client, url) for url in targets} == targets
