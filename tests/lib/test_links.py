"""Addresses that may stand on a page."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from yanjiang.lib.links import is_safe_url, validate_link

SAFE = ["/", "/tags/演讲/?page=2#a", "#top", "https://www.example.com", "HTTP://a.cn:8000/x?y=z", "http://[::1]/"]
UNSAFE = [
    "",
    " ",
    "//a.cn",
    "///a.cn",
    "/\\a.cn",
    "\\/a.cn",
    "a/b.html",
    "?page=2",
    "http:a.cn",
    "http:///a.cn",
    "http://",
    "https://?x",
    "http://[::1",
    "ftp://a.cn/",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "/a\tb",
    "/a\x7f",
    "data:text/html,x",
    "mailto:a@b.cn",
]


@pytest.mark.parametrize("url", SAFE)
def test_pages_may_link_to_the_site_and_the_web(url: str) -> None:
    assert is_safe_url(url)
    validate_link(url)


@pytest.mark.parametrize("url", UNSAFE)
def test_pages_may_not_link_to_anything_else(url: str) -> None:
    assert not is_safe_url(url)
    with pytest.raises(ValidationError, match="请填写以 http://、https:// 开头的网址"):
        validate_link(url)


def test_other_schemes_are_safe_where_they_are_asked_for() -> None:
    assert is_safe_url("TEL:+8613220535006", schemes={"tel"})
    assert is_safe_url("mailto:a@b.cn", schemes={"mailto"})
    assert not is_safe_url("mailto:", schemes={"mailto"})
    assert not is_safe_url("https://a.cn", schemes={"tel"})


def test_no_bad_redirect_target_is_a_path_of_this_site(corpora: Path) -> None:
    targets = json.loads((corpora / "redirect_targets.json").read_text())
    assert len(targets["test_bad_urls"]) > 20
    assert [url for url in targets["test_bad_urls"] if is_safe_url(url, schemes=())] == []


def test_few_of_the_targets_from_outside_are_addresses_at_all(shared: Path) -> None:
    targets = json.loads((shared / "data/corpora/redirect_targets.json").read_text())
    # With no scheme allowed, what is left are the addresses that stay on the host.
    assert len(targets["test_bad_urls"]) == 31
    assert [url for url in targets["test_bad_urls"] if is_safe_url(url, schemes=())] == []
    assert [url for url in targets["test_bad_urls"] if is_safe_url(url)] == [
        "http://example.com",
        "https://example.com",
    ]
    assert [url for url in targets["test_good_urls"] if not is_safe_url(url)] == [
        "view/?param=//example.com",
        "//testserver/",
        "path/http:2222222222",
    ]
