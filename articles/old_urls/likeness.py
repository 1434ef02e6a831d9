"""Tells whether an old address means the article with its number. The number alone proves little. Pure."""

import re
from datetime import datetime

from articles.old_urls.addresses import OldAddress

# No text has more pages. A number up to this after a name and an underscore means a page rather than an article.
MOST_PAGES = 20
_NUMBER = re.compile(r"\d+")


def may_be(
    address: OldAddress, number: int, page: int, *, path: str, sent: datetime | None, hours: float = 8.0
) -> bool:
    """Tell whether a page of an article may have an address with its number.

    `path` is the article's own old address, "" if the rule spells its title out in pinyin. `sent` is the time when its
    row was made, and a date in the address must be that day. A number right after a letter means no article: html5.html
    and 3f9c2.html. If the article's own file has the name of the address, the number may stand anywhere in it.
    """
    if address.date and sent and not address.date.is_of(sent, hours=hours):
        return False
    if _stem(path) in (address.name, address.name.removesuffix(f"_{page}")):
        return True
    before = _before(address.name, number, page)
    if before[-1:].isalpha():
        return False
    # title_2: page 2 of a text called title, or article 2 of a rule with pinyin.
    names_a_title = before.endswith("_") and any(map(str.isalpha, before)) and page == 1
    is_glued = before[-2:-1].isdigit()  # title2014_12
    return not (names_a_title and (number <= MOST_PAGES or is_glued)) or not path


def _stem(path: str) -> str:
    return path.removesuffix("/index.html").rstrip("/").rpartition("/")[2].partition(".")[0]


def _before(name: str, number: int, page: int) -> str:
    """Return the text before the number in a file's name."""
    found = [one for one in _NUMBER.finditer(name) if int(one[0]) == number]
    if len(found) > 1 and page > 1:
        found.pop()
    return name[: found[-1].start()] if found else ""
