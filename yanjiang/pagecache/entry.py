"""One page as it was made: what a client gets of it, whole, compressed, or as the word that it has not changed."""

import gzip
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from time import monotonic

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from yanjiang.pagecache.freshness import State

# The one that takes fewest bytes first: of our pages Brotli at 5 takes a tenth fewer than gzip at 6.
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda page: brotli.compress(page, quality=5),
    "gzip": lambda page: gzip.compress(page, compresslevel=6, mtime=0),
    "identity": lambda page: page,
}
WITHOUT_BODY = ("Cache-Control", "Content-Location", "Date", "Expires", "Vary")
# Of each client's own, or of the one body that is not sent.
OF_ONE_ANSWER = ("Content-Length", "Content-Encoding", "ETag", "Set-Cookie")
OVERHEAD = 2_000  # bytes, about what an entry takes beside its bodies


@dataclass
class Entry:
    headers: dict[str, str]
    page: bytes
    token: Hashable
    made_at: float = field(default_factory=monotonic)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Weak: the bodies of one page differ by their coding.
        self.etag = f'W/"{blake2b(self.page, digest_size=12).hexdigest()}"'

    @classmethod
    def of(cls, response: HttpResponse, state: State) -> "Entry":
        headers = {name: value for name, value in response.items() if name not in OF_ONE_ANSWER}
        headers["Vary"] = "Accept-Encoding"
        return cls(headers=headers, page=response.content, token=state.token)

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.page) + sum(len(body) for name, body in self.bodies.items() if name != "identity")

    def answer(self, request: HttpRequest, state: State) -> HttpResponse:
        """Return what this client gets: the body in the coding that it likes, or the word that it has it already."""
        headers = {"ETag": self.etag}
        if _is_conditional(request) and _is_known(request, self.etag):
            headers |= {name: self.headers[name] for name in WITHOUT_BODY if name in self.headers}
            return ending(HttpResponseNotModified(headers=headers), state)
        coding = liked_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.bodies.get(coding) or self.bodies.setdefault(coding, CODINGS[coding](self.page))
        headers |= {**self.headers, "Content-Length": str(len(body))}
        if coding != "identity":
            headers["Content-Encoding"] = coding
        return ending(HttpResponse(b"" if request.method == "HEAD" else body, headers=headers), state)


@lru_cache(maxsize=256)
def liked_coding(accepted: str) -> str:
    """Return which coding to send to who accepts these (RFC 9110, 12.5.3): the first of ours that is not refused."""
    likes: dict[str, bool] = {}
    for element in accepted.lower().split(","):
        name, _, weight = element.partition(";")
        likes[name.strip()] = weight.replace(" ", "").rstrip("0.") != "q="
    return next(coding for coding in CODINGS if coding == "identity" or likes.get(coding, likes.get("*", False)))


def _is_conditional(request: HttpRequest) -> bool:
    return "HTTP_IF_NONE_MATCH" in request.META


def _is_known(request: HttpRequest, etag: str) -> bool:
    """Tell whether the client names this page among those that it has: lists and `*` count, weakly compared."""
    known: HttpResponse | None = get_conditional_response(request, etag=etag)
    return known is not None and known.status_code == HttpResponseNotModified.status_code


def ending(response: HttpResponse, state: State) -> HttpResponse:
    """Say until which second nginx may take the answer for new.

    It is new until the end of the second in which the state was read, and `stale-while-revalidate` adds one: within
    two a change is seen. nginx 1.22 reads Cache-Control only above this header.
    """
    response["X-Accel-Expires"] = f"@{int(state.at.timestamp())}"
    return response
