"""Identifiers of articles in feeds stay the same after a move: feed readers would take others for new articles."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from articles.models import Section, Tag
from tests.builders import make_article, make_section
from tests.feed_rules import ATOM, parse, problems
from yanjiang.lib.tag_uris import authority


@pytest.mark.once
@pytest.mark.django_db
def test_identifiers_stay_when_the_site_moves_to_https_and_a_section_to_another_place(
    client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "http://www.example.com"
    settings.FEED_AUTHORITY = "www.example.com,2026"
    section = make_section("演讲", segment="yanjiang")
    article = make_article("讲稿", section=section, tags=["口才"])
    tag = Tag.objects.get()
    wanted = f"tag:www.example.com,2026:articles/{article.pk}"

    def identifiers(section: Section) -> list[str]:
        found = []
        for url in ("/atom/", f"/{section.path}/atom/", "/tags/口才/atom/"):
            answer = client.get(url)
            assert problems(answer.content) == []
            found += [one.text for one in parse(answer.content).iter(f"{ATOM}id")]
        item = parse(client.get("/feed/").content).find("channel/item/guid")
        assert (item.get("isPermaLink"), item.text) == ("false", wanted)
        return found

    before = identifiers(section)
    feeds = ["site", f"sections/{section.pk}", f"tags/{tag.pk}"]
    assert before == [one for feed in feeds for one in (f"tag:www.example.com,2026:{feed}", wanted)]
    settings.SITE_URL = "https://www.example.com"
    section.segment = "jiang"
    section.save()
    assert identifiers(section) == before


@pytest.mark.parametrize(
    ("given", "host", "written"),
    [
        ("", "www.example.com", "www.example.com,2026"),
        ("", "127.0.0.1", "127.0.0.1,2026"),
        ("", "::1", "localhost,2026"),
        ("", "web_1", "web-1,2026"),
        ("", "演讲.example", "xn--2dxm42d.example,2026"),
        ("example.com,2019", "www.example.com", "example.com,2019"),
        ("editor@example.com,2019-05-01", "www.example.com", "editor@example.com,2019-05-01"),
    ],
)
def test_the_authority_is_what_the_deployment_says_or_its_host(given: str, host: str, written: str) -> None:
    assert authority(given, host=host) == written


@pytest.mark.parametrize(
    "given", ["example.com", "example.com,26", "https://example.com,2026", "a b,2026", "a,2026-13"]
)
def test_an_authority_that_is_none_is_refused_by_name(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^FEED_AUTHORITY: "):
        authority(given, host="www.example.com")
