"""nginx, the portal behind it, and changes of articles in the meantime."""

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
# Makes an article with an attachment and an old address.
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


class Seen:
    """The answers that readers have received, with the times at which they asked."""

    def __init__(self) -> None:
        self._answers: list[tuple[float, int]] = []

    def add(self, asked_at: float, status: int) -> None:
        self._answers.append((asked_at, status))

    def statuses(self, *, asked_after: float = 0.0) -> set[int]:
        """Return the statuses of the requests that began after a time of `time.monotonic()`."""
        return {status for asked_at, status in self._answers if asked_at > asked_after}


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
    def readers(self, path: str) -> Iterator[Seen]:
        """Read a page again and again until the block ends. Yield what has been seen."""
        seen, ended = Seen(), Event()

        def read() -> None:
            while not ended.is_set():
                asked_at = time.monotonic()
                seen.add(asked_at, self.status(path))

        with ThreadPoolExecutor(4) as pool:
            reading = [pool.submit(read) for _ in range(4)]
            try:
                yield seen
            finally:
                ended.set()
        for read_to_its_end in reading:
            read_to_its_end.result()


def seconds_until(condition: Callable[[], bool], *, at_most: float = 30) -> float:
    """Repeat the request until the condition holds. Return the start of the last request before it, in seconds."""
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
