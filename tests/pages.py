"""Reading pages in tests: by their text and links, as a visitor does, not by their markup."""

from dataclasses import dataclass, field
from typing import Any

import lxml.html
from django.test import Client


@dataclass
class ReadPage:
    """A page as it was answered: status, visible text with single blanks, links by their words."""

    status: int
    text: str
    headers: dict[str, str]
    links: dict[str, str] = field(default_factory=dict)
    html: str = ""

    def region(self, css_class: str) -> "ReadPage":
        """Return the first part of the page with that class."""
        return _read(lxml.html.fromstring(self.html).find_class(css_class)[0], self.status, self.headers)


def read(client: Client, url: str, **headers: Any) -> ReadPage:
    """Ask for a page, without following redirects."""
    response = client.get(url, **headers)
    html = response.content.decode()
    if not html:
        return ReadPage(status=response.status_code, text="", headers=dict(response.items()))
    return _read(lxml.html.fromstring(html), response.status_code, dict(response.items()))


def download(client: Client, url: str) -> tuple[Any, bytes]:
    """Ask for an uploaded file; return the answer and the file."""
    response: Any = client.get(url)
    # Read to its end it closes as the client means it to; close() would take the test's connection with it.
    return response, b"".join(response.streaming_content)


def _read(tree: Any, status: int, headers: dict[str, str]) -> ReadPage:
    html = lxml.html.tostring(tree, encoding="unicode")
    for hidden in tree.xpath("//script|//style|//head"):
        hidden.drop_tree()
    links = {" ".join(link.text_content().split()): link.get("href") for link in tree.iter("a")}
    return ReadPage(status=status, text=" ".join(tree.text_content().split()), headers=headers, links=links, html=html)


def inline_code(html: str) -> list[str]:
    """Return the inline scripts, handlers and styles of a page, which a strict Content-Security-Policy would refuse."""
    tree = lxml.html.fromstring(html)
    # Data for search engines is a script by name only: browsers do not run it.
    scripts = [script for script in tree.iter("script") if script.get("type") != "application/ld+json"]
    found = [f"<script>{script.text}" for script in scripts if script.text or not script.get("src")]
    found += [f"<style>{style.text}" for style in tree.iter("style")]
    for element in tree.iter(lxml.html.etree.Element):
        found += [f"{name}={value}" for name, value in element.items() if name == "style" or name.startswith("on")]
        found += [
            f"{name}={value}" for name, value in element.items() if value.strip().lower().startswith("javascript:")
        ]
    return found
