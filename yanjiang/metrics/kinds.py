"""The kind of a request, from its path alone: the page cache answers before any view is known."""

# First segment of the path -> kind. Any other path is a section's, an old address's, or nobody's.
KINDS = {
    "": "home",
    "admin": "admin",
    "articles": "article",
    "atom": "feed",
    "consultants": "consultant",
    "feed": "feed",
    "hits": "beacon",
    "pages": "page",
    "preview": "preview",
    "robots.txt": "sitemap",
    "search": "search",
    "sitemap": "sitemap",
    "sitemap.txt": "sitemap",
    "sitemap.xml": "sitemap",
    "static": "static",
    "tags": "tag",
    "uploads": "upload",
}
OTHER = "section"
# Questions of machines about the site itself are not counted.
NOT_COUNTED = frozenset({"healthz", "metrics", "readyz"})


def kind_of(path: str) -> str | None:
    """Return the kind of a request for this path, or None if it is not counted."""
    first = path[1:].partition("/")[0]
    return None if first in NOT_COUNTED else KINDS.get(first, OTHER)
