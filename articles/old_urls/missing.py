"""Notes missing addresses in the inbox if they are worth an editor's look.

A 404 answers a GET, so its writes are limited: to some paths a minute, to fewer for one IP address, and to a table of
at most `MOST_PATHS` rows. Paths that machines try on every site are not noted.
"""

import logging
import re
from datetime import datetime
from urllib.parse import urlsplit

from django.db import Error
from django.http import HttpRequest

from articles.hits.agents import machine
from articles.models import MissingPath
from articles.models._missing import PATH_CHARS, REFERRER_CHARS
from articles.visitors import visitor
from yanjiang.lib.per_minute import times_this_minute

logger = logging.getLogger("django.missing")

A_MINUTE = 60  # paths that are noted for all visitors together
OF_ONE_A_MINUTE = 10
# First segments of the portal's own services, of other systems and of DedeCMS's back end: no reader goes there.
_NOISE = re.compile(
    "admin|static|hits|healthz|readyz|metrics|api|actuator|backup|boaform|cgi-bin|config|console|data|db|debug|dede|ecp"
    "|geoserver|hnap1|hudson|include|install|jenkins|login|manager|owa|phpmyadmin|pma|portal|remote|solr|sdk|setup|shell|sql|templets"
    "|test|tmp|user|vendor|xmlrpc"
)
_PAGE = re.compile(r"[^.]*(?:\.s?html?)?", re.IGNORECASE)
_STRANGE = re.compile(r"""[<>"'`{}|\\^$;*()%@=]|\.\.|//|/\.|/wp-|/_""")


def note(request: HttpRequest, at: datetime) -> None:
    """Note the path of a request that was answered with 404, if it is worth a look and there were not too many."""
    path = request.path
    if request.method != "GET" or not is_worth_a_look(path, agent=request.META.get("HTTP_USER_AGENT", "")):
        return
    try:
        if not _is_too_much(request.META.get("REMOTE_ADDR", ""), at):
            MissingPath.objects.note(path, referrer(request.META.get("HTTP_REFERER", ""), request.get_host()), at)
    except Error:  # the visitor still gets the page of the 404
        logger.warning("A missing path could not be noted", exc_info=True)


def is_worth_a_look(path: str, *, agent: str) -> bool:
    """Tell whether a reader or a search engine may have meant a page of this site by the path."""
    segments = path.lower().strip("/").split("/")
    return (
        len(path) <= PATH_CHARS
        and path.isprintable()
        and not _STRANGE.search(path)
        and not _NOISE.fullmatch(segments[0])
        and bool(_PAGE.fullmatch(segments[-1]))
        and machine(agent) in (None, "search")
    )


def referrer(address: str, own_host: str) -> str:
    """Return the page that has the link, without its query; "" if it is no page that an editor could open."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or not address.isprintable() or "@" in parts.netloc:
        return ""
    path = parts.path or "/"
    return (path if parts.netloc == own_host else f"{parts.scheme}://{parts.netloc}{path}")[:REFERRER_CHARS]


def _is_too_much(ip: str, at: datetime) -> bool:
    """Count the request under a hash of its IP address. Without a cache that counts, every request is too much."""
    for what, most in ((f"missing:{visitor(ip, '', at)}", OF_ONE_A_MINUTE), ("missing", A_MINUTE)):
        times = times_this_minute(what, at)
        if times is None or times > most:
            return True
    return False
