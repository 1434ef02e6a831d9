"""The tags of articles that are about to be written: found by their names or made."""

from collections.abc import Iterable

from articles.models import Tag, tags_from_string

TAG_CHARS = 100


def names(tags: Iterable[str]) -> list[str]:
    """Return the names of an article's tags as they are kept, each once: PHP and php are one, as they were in MySQL.

    Several in one row are several, separated as in our forms: the old one knew the comma of ASCII alone. What has
    neither letter nor digit names nothing.
    """
    found: dict[str, str] = {}
    for tag in tags:
        for name in tags_from_string(tag):
            if any(character.isalnum() for character in name):
                found.setdefault(name[:TAG_CHARS].lower(), name[:TAG_CHARS])
    return list(found.values())


def telling(rows: Iterable[str]) -> int:
    """Count the rows of an article's tags that name one which the rows before did not."""
    seen: set[str] = set()
    count = 0
    for row in rows:
        new = {name.lower() for name in names([row])} - seen
        count += bool(new)
        seen |= new
    return count


def found_or_made(wanted: list[str]) -> dict[str, Tag]:
    """Find the tags of these names or make them, in that order; return them by the name in lower case.

    So the first article that has a tag decides how it is written, wherever a transaction ends.
    """
    tags = _named(wanted)
    new = []
    for name in wanted:
        if name.lower() not in tags:
            # Asked of new names alone: without its case no index finds a name.
            cased = name.lower() != name.upper()
            found = Tag.objects.filter(name__iexact=name).order_by("pk").first() if cased else None
            tags[name.lower()] = found or Tag(name=name)
            if not found:
                new.append(name)
    return {**tags, **_made(new)}


def _made(new: list[str]) -> dict[str, Tag]:
    """Make tags in one statement, but for those whose address is taken: `Tag.save()` finds them another."""
    rows = [Tag(name=name, slug=Tag().slugify(name)) for name in new]
    Tag.objects.bulk_create(rows, ignore_conflicts=True)
    made = _named(new)
    for name in new:
        if name.lower() not in made:
            made[name.lower()] = Tag(name=name)
            made[name.lower()].save()
    return made


def _named(names: list[str]) -> dict[str, Tag]:
    return {tag.name.lower(): tag for tag in Tag.objects.filter(name__in=set(names))}
