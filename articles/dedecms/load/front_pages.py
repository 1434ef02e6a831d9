"""The front pages of an old site that no address tells by itself: of the folder it was in, of that of its articles."""

from articles.models import LegacyPath

# Below the folder; of a site in the root they are known by their names.
_FRONT = ("/", "/index.html", "/index.htm", "/index.php", "/m/", "/m/index.php", "/special/")
_MEMBERS = "/member/"


def remember(prefix: str, article_dir: str) -> None:
    """Let them lead to ours, as far as nothing else is laid down for them: a column may have the same folder."""
    pages = [f"{article_dir}/", f"{article_dir}/index.html"]
    gone = []
    if prefix:
        pages += [f"{prefix}{page}" for page in _FRONT]
        gone.append(f"{prefix}{_MEMBERS}")
    rows = [*(LegacyPath(path=page, url="/") for page in pages), *(LegacyPath(path=path) for path in gone)]
    LegacyPath.objects.bulk_create(rows, ignore_conflicts=True)
