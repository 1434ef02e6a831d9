"""The nginx site that the README sends people to: every name that the site had leads to the portal, on both ports."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from articles.pages import attachments
from yanjiang.lib import s3

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
OLD_NAMES = {"example.com", "m.example.com", "www.old.example.cn"}
OWN_NAME = "www.example.com"


@dataclass
class Directive:
    """A directive of nginx, with the directives in its braces."""

    words: list[str]
    inside: list["Directive"] = field(default_factory=list)

    def values(self, name: str) -> list[list[str]]:
        """Return the arguments of each inner directive with this name."""
        return [directive.words[1:] for directive in self.inside if directive.words[0] == name]

    def locations(self) -> dict[str, "Directive"]:
        return {" ".join(inner.words[1:]): inner for inner in self.inside if inner.words[0] == "location"}


def parsed(text: str) -> list[Directive]:
    """Read nginx's syntax: directives of words, and blocks of them. Fails where a brace or a semicolon lacks."""
    open_blocks, words = [Directive([])], list[str]()
    for word in re.findall(r'"[^"]*"|[^\s;{}"]+|[;{}]', re.sub(r"(?m)(^|\s)#.*", "", text)):
        if word in (";", "{"):
            assert words, f"{word} with nothing before it"
            open_blocks[-1].inside.append(directive := Directive(words))
            words = []
            if word == "{":
                open_blocks.append(directive)
        elif word == "}":
            assert not words, f"no semicolon behind {words}"
            open_blocks.pop()
            assert open_blocks, "a brace too many"
        else:
            words.append(word)
    assert len(open_blocks) == 1, "a brace too few"
    assert not words, "a semicolon too few"
    return open_blocks[0].inside


@pytest.fixture(scope="module")
def directives() -> list[Directive]:
    """Read the file that the README names for step 5 of an import."""
    (file,) = set(re.findall(r"yanjiang/deploy/[\w.]+\.conf", README))
    return parsed((ROOT / file).read_text())


@pytest.fixture(scope="module")
def servers(directives: list[Directive]) -> list[Directive]:
    return [block for block in directives if block.words == ["server"]]


def by_name(servers: list[Directive], port: str) -> dict[str, Directive]:
    found: dict[str, Directive] = {}
    for server in servers:
        if any(listen[0] == port and "default_server" not in listen for listen in server.values("listen")):
            for name in server.values("server_name")[0]:
                assert name not in found, f"{name} stands twice on port {port}"
                found[name] = server
    return found


@pytest.mark.parametrize("port", ["80", "443"])
def test_all_names_that_the_site_had_are_answered(servers: list[Directive], port: str) -> None:
    assert by_name(servers, port).keys() == OLD_NAMES | {OWN_NAME}


def headers_to_the_portal(server: Directive, location: Directive) -> set[str]:
    """Return the headers that a location sends to the portal: its own, or its server's if it has none."""
    found = location.values("proxy_set_header") or server.values("proxy_set_header")
    return {" ".join(header) for header in found}


TOLD = {"Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme"}
KEEPS_CONNECTIONS = {'Connection ""'}


@pytest.mark.parametrize("port", ["80", "443"])
def test_the_portal_is_told_the_name_and_the_scheme_that_were_asked_for(servers: list[Directive], port: str) -> None:
    for name, server in by_name(servers, port).items():
        if (name, port) == (OWN_NAME, "443"):
            continue
        assert server.values("return") == [], name
        location = server.locations()["/"]
        assert location.values("proxy_pass") == [["http://127.0.0.1:8000"]], name
        assert headers_to_the_portal(server, location) == TOLD, name


def test_all_that_is_asked_of_the_portal_under_its_own_name_reaches_it(
    directives: list[Directive], servers: list[Directive]
) -> None:
    (portal,) = [block for block in directives if block.words == ["upstream", "yanjiang"]]
    assert portal.values("server") == [["127.0.0.1:8000"]]
    server = by_name(servers, "443")[OWN_NAME]
    assert server.values("return") == []
    asked = {name: location for name, location in server.locations().items() if location.values("proxy_pass")}
    assert {
        "/",
        "/admin/",
        "/hits/",
        "/preview/",
        "/search/",
        "= /healthz",
        "= /readyz",
        "/uploads/attachments/",
    } <= asked.keys()
    for name, location in asked.items():
        whole = "http://yanjiang$yanjiang_page" if name == "/" else "http://yanjiang"
        assert location.values("proxy_pass") == [[whole]], name
        own = {
            "/": {"Accept-Encoding $yanjiang_coding"},
            "/preview/": {f"{attachments.SENDS_FILES} X-Accel-Redirect"},
            "/uploads/attachments/": {f"{attachments.SENDS_FILES} X-Accel-Redirect"},
        }.get(name, set())
        assert headers_to_the_portal(server, location) == TOLD | KEEPS_CONNECTIONS | own, name


def test_nothing_but_pages_is_kept(servers: list[Directive]) -> None:
    locations = by_name(servers, "443")[OWN_NAME].locations()
    assert [name for name, location in locations.items() if location.values("proxy_cache")] == ["/"]


def test_nginx_waits_until_the_portal_has_asked_s3_twice() -> None:
    (uploads,) = parsed((ROOT / "yanjiang/deploy/nginx_s3.conf").read_text())
    ((waits,),) = uploads.values("proxy_read_timeout")
    assert int(waits.removesuffix("s")) > 2 * s3.LONGEST


@pytest.mark.parametrize("port", ["80", "443"])
def test_nothing_stands_between_the_portal_and_an_old_address(servers: list[Directive], port: str) -> None:
    for name in OLD_NAMES:
        assert by_name(servers, port)[name].locations().keys() == {"/"}


def test_an_attachment_is_sent_by_nginx_when_the_portal_says_so(servers: list[Directive]) -> None:
    locations = by_name(servers, "443")[OWN_NAME].locations()
    assert locations["/uploads/attachments/"].values("alias") == []
    sent = locations[f"{attachments.FOLDER}attachments/"]
    assert sent.values("internal") == [[]]
    assert sent.values("alias") == [["/srv/yanjiang/var/uploads/attachments/"]]


def test_every_name_on_https_has_a_certificate(servers: list[Directive]) -> None:
    for server in by_name(servers, "443").values():
        assert all(server.values(name) for name in ("ssl_certificate", "ssl_certificate_key"))


def test_any_other_name_gets_no_answer(servers: list[Directive]) -> None:
    (stranger,) = [
        server for server in servers if any("default_server" in listen for listen in server.values("listen"))
    ]
    assert {listen[0] for listen in stranger.values("listen")} == {"80", "443"}
    assert (stranger.values("return"), stranger.values("ssl_reject_handshake")) == ([["444"]], [["on"]])


def test_the_portal_listens_where_nginx_looks_for_it() -> None:
    assert "127.0.0.1 --port 8000" in re.sub(r"\s+", " ", (ROOT / "yanjiang/deploy/yanjiang.service").read_text())


def test_the_readme_names_the_variable_that_holds_the_old_names() -> None:
    for heading in ("## 搬家", "## Importing an old site"):
        assert "OLD_HOSTS" in README.partition(heading)[2].partition("\n## ")[0], heading


@pytest.mark.parametrize("broken", ["server {", "server { listen 80 }", "server { } }", "; server { }"])
def test_the_test_sees_broken_syntax(broken: str) -> None:
    with pytest.raises(AssertionError):
        parsed(broken)
