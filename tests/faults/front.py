"""nginx, the portal behind it, and who changes the articles meanwhile."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from tests.faults.conftest import Stage
from tests.faults.editor import Editor
from tests.nginx import Nginx
from tests.server import AGENT
from tests.units import UnitSite

PDF = b"%PDF-1.4 " + b"x" * 100
# An article with an attachment, in whose place nothing else is asked for.
ARTICLE = """
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from articles.models import Article, Attachment, LegacyPath, Section
article = Article(title={title!r}, body="<p>各位评委，大家好。</p>" * 100, status="published",
    section=Section.objects.get(segment="yanjiang"), owner=User.objects.get(username="writer"))
article.save()
attachment = Attachment(article=article, name="讲话稿")
attachment.file.save("x.pdf", ContentFile({pdf!r}))
LegacyPath.objects.remember(f"/a/{{article.pk}}.html", article=article)
told = article.pk, attachment.file.name
"""
STATUS = """
from articles.models import Article
article = Article.objects.get(pk={pk})
article.status = {status!r}
article.save()
"""


@dataclass
class Front:
    nginx: Nginx
    site: UnitSite
    editor: Editor
    stage: Stage

    def article(self, title: str = "怎样开口") -> tuple[int, str, str]:
        """Make an article; return its number, its address, and that of its attachment."""
        pk, file = self.editor.do(ARTICLE.format(title=title, pdf=PDF))
        return pk, f"/articles/{pk}/", f"/uploads/{file}"

    def be(self, pk: int, status: str) -> None:
        self.editor.do(STATUS.format(pk=pk, status=status))

    def status(self, path: str, **headers: str) -> int:
        return self.nginx.fetch("GET", path, {name.replace("_", "-"): headers[name] for name in headers})[0]

    def hit(self, pk: int) -> int:
        body = json.dumps({"event": str(uuid.uuid4())}).encode()
        headers = {"User-Agent": AGENT, "Content-Length": str(len(body)), "Content-Type": "application/json"}
        return self.nginx.fetch("POST", f"/hits/{pk}/", headers, body=body)[0]

    def requests(self, path: str) -> int:
        """Return how many requests for a page the portal has logged."""
        return (self.site.folder / self.site.log).read_text().count(f'"GET {path} ')

    @contextmanager
    def readers(self, path: str) -> Iterator[set[int]]:
        """Read a page all the time; the statuses that were seen."""
        seen, ended = set[int](), Event()

        def read() -> None:
            while not ended.is_set():
                seen.add(self.status(path))

        with ThreadPoolExecutor(4) as pool:
            reading = [pool.submit(read) for _ in range(4)]
            try:
                yield seen
            finally:
                ended.set()
        for read_to_its_end in reading:
            read_to_its_end.result()


def seconds_until(condition: Callable[[], bool], *, at_most: float = 30) -> float:
    """Ask until it is so; return after how many seconds the last who saw it otherwise had asked."""
    start, last = time.monotonic(), 0.0
    while True:
        asked = time.monotonic() - start
        if condition():
            return last
        last = asked
        assert asked < at_most
        time.sleep(0.02)


def second_begins() -> None:
    time.sleep(1 - time.time() % 1 + 0.05)
