"""The old site's article, as a reader saw its page."""

import re
from dataclasses import dataclass

from tests.conftest import OWN_CORPORA, SHARED


@dataclass(frozen=True)
class Seed:
    """The facts of the old site's page, read from its visible text."""

    title: str
    author: str
    date: str
    time: str
    summary: str
    body: list[str]
    tags: str


def read_seed() -> Seed:
    """Read the page from outside, or where that is absent the one of these tests."""
    page = SHARED / "seed" / "article-page.txt"
    text = (page if page.exists() else OWN_CORPORA / "article-page.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    meta = next(number for number, line in enumerate(lines) if line.startswith("文章来源"))
    end = next(number for number, line in enumerate(lines) if line.startswith("相关文章"))
    facts = re.search(r"文章作者:(\S+) .*发布时间:(\S+) (\S+)", lines[meta])
    tags = re.search(r"关键字Tags:(.+)", text)
    assert facts
    assert tags
    return Seed(
        title=lines[meta - 1],
        author=facts[1],
        date=facts[2],
        time=facts[3],
        summary=lines[meta + 1],
        body=lines[meta + 2 : end],
        tags=tags[1].strip(),
    )
