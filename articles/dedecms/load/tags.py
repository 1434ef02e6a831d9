"""The tags of articles that are about to be written: found by their names or made."""

from collections.abc import Iterable

from articles.models import Tag, look_of, tags_from_string

TAG_CHARS = 100


def names(tags: Iterable[str]) -> list[str]:
    """Return the names of an article's tags as they are stored, each once: PHP and php are one, as they were in MySQL.

    A row may have several tags, separated as in our forms: the old form knew only the comma of ASCII. A text without
    letters and digits is no name.
    """
    found: dict[str, str] = {}
    for tag in tags:
        for name in tags_from_string(tag):
            if any(character.isalnum() for character in name):
                found.setdefault(look_of(name[:TAG_CHARS]), name[:TAG_CHARS])
    return list(found.values())


def telling(rows: Iterable[str]) -> int:
    """Count the rows of an article's tags that have a name which no earlier row has."""
    seen: set[str] = set()
    count = 0
    for row in rows:
        new = set(map(look_of, names([row]))) - seen
        count += bool(new)
        seen |= new
    return count


def found_or_made(wanted: list[str]) -> dict[str, Tag]:
    """Find the tags of these names, or make them in the given order; return them by their looks.

    The first article that has a tag therefore decides its spelling, wherever a transaction ends.
    """
    tags = _named(wanted)
    return {**tags, **_made([name for name in wanted if look_of(name) not in tags])}


def _made(wanted: list[str]) -> dict[str, Tag]:
    """Make tags in one statement, except those whose address is taken: `Tag.save()` gives them another one."""
    first: dict[str, str] = {}
    for name in wanted:
        first.setdefault(look_of(name), name)
    new = list(first.values())
    Tag.objects.bulk_create([Tag(name=name, slug=Tag().slugify(name)) for name in new], ignore_conflicts=True)
    made = _named(new)
    for name in new:
        if look_of(name) not in made:
            made[look_of(name)] = Tag(name=name)
            made[look_of(name)].save()
    return made


def _named(names: list[str]) -> dict[str, Tag]:
    looks = {look_of(name) for name in names}
    return {tag.look: tag for tag in Tag.objects.filter(look__in=looks).order_by("-pk")}
