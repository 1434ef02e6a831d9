"""A kept page, and its answers to clients: plain, compressed, or 304."""

import gzip
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from yanjiang.pagecache.freshness import State

# The smallest encoding comes first: for our pages Brotli at 5 takes a tenth fewer bytes than gzip at 6.
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda page: brotli.compress(page, quality=5),
    "gzip": lambda page: gzip.compress(page, compresslevel=6, mtime=0),
    "identity": lambda page: page,
}
WITHOUT_BODY = ("Cache-Control", "Content-Location", "Date", "Expires", "Vary")
# Headers that are not kept: they belong to one client, or to the body in the encoding that the view made.
OF_ONE_ANSWER = ("Content-Length", "Content-Encoding", "ETag", "Set-Cookie")
OVERHEAD = 2_000  # bytes that a kept page needs beside its bodies, roughly


@dataclass
class KeptPage:
    headers: dict[str, str]
    page: bytes
    etag: str
    token: Hashable
    made_at: float = field(default_factory=monotonic)
    bodies: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, response: HttpResponse, state: State) -> "KeptPage":
        headers = {name: value for name, value in response.items() if name not in OF_ONE_ANSWER}
        headers["Vary"] = "Accept-Encoding"
        etag = f"W/{response['ETag'].removeprefix('W/')}"
        return cls(headers=headers, page=response.content, etag=etag, token=state.token)

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.page) + sum(len(body) for name, body in self.bodies.items() if name != "identity")

    def answer(self, request: HttpRequest, state: State) -> HttpResponse:
        """Return the answer for this client: the body in an encoding that it accepts, or 304."""
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
    """Return the first of our encodings that an Accept-Encoding header allows (RFC 9110, 12.5.3)."""
    likes: dict[str, bool] = {}
    for element in accepted.lower().split(","):
        name, _, weight = element.partition(";")
        likes[name.strip()] = weight.replace(" ", "").rstrip("0.") != "q="
    return next(coding for coding in CODINGS if coding == "identity" or likes.get(coding, likes.get("*", False)))


def _is_conditional(request: HttpRequest) -> bool:
    return "HTTP_IF_NONE_MATCH" in request.META


def _is_known(request: HttpRequest, etag: str) -> bool:
    """Tell whether If-None-Match contains this ETag, by weak comparison; the header may be a list or `*`."""
    known: HttpResponse | None = get_conditional_response(request, etag=etag)
    return known is not None and known.status_code == HttpResponseNotModified.status_code


def ending(response: HttpResponse, state: State) -> HttpResponse:
    """Tell nginx until which second the answer is fresh.

    The answer is fresh until the end of the second in which the state was read. With the second that
    `stale-while-revalidate` adds, a change is visible within two seconds. nginx 1.22 reads Cache-Control only if it
    comes before this header.
    """
    response["X-Accel-Expires"] = f"@{int(state.at.timestamp())}"
    return response
