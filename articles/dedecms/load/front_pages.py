"""Lets the addresses of the old site's folder and of its articles' folder lead to the home page."""

from articles.models import LegacyPath

# Front pages below the site's folder. The parser of old addresses knows those of a site in the root by their names.
_FRONT = ("/", "/index.html", "/index.htm", "/index.php", "/m/", "/m/index.php", "/special/")
_MEMBERS = "/member/"


def remember(prefix: str, article_dir: str) -> None:
    """Let these addresses lead to the home page, unless they have a row already: a column may have the same folder."""
    pages = [f"{article_dir}/", f"{article_dir}/index.html"]
    gone = []
    if prefix:
        pages += [f"{prefix}{page}" for page in _FRONT]
        gone.append(f"{prefix}{_MEMBERS}")
    rows = [*(LegacyPath(path=page, url="/") for page in pages), *(LegacyPath(path=path) for path in gone)]
    LegacyPath.objects.bulk_create(rows, ignore_conflicts=True)
