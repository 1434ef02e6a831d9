"""The front pages of an old site that was installed in a folder, which no address tells by itself."""

from articles.models import LegacyPath

# Below the folder; of a site in the root they are known by their names.
_FRONT = ("/", "/index.html", "/index.htm", "/index.php", "/m/", "/m/index.php", "/special/")
_MEMBERS = "/member/"


def remember(prefix: str) -> None:
    """Let those of the folder lead to ours, as far as nothing else is laid down for them."""
    if not prefix:
        return
    rows = [LegacyPath(path=f"{prefix}{page}", url="/") for page in _FRONT]
    LegacyPath.objects.bulk_create([*rows, LegacyPath(path=f"{prefix}{_MEMBERS}")], ignore_conflicts=True)
