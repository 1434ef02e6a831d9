"""The tags of articles that are about to be written: found by their names or made."""

from collections.abc import Iterable

from articles.models import Tag, tags_from_string

TAG_CHARS = 100


def names(tags: Iterable[str]) -> list[str]:
    """Return the names of an article's tags as they are kept, each once: PHP and php are one, as they were in MySQL.

    What separates tags in our forms is a blank in a name; what has neither letter nor digit names nothing.
    """
    found: dict[str, str] = {}
    for tag in tags:
        name = " ".join(tags_from_string(tag[:TAG_CHARS]))
        if any(character.isalnum() for character in name):
            found.setdefault(name.lower(), name)
    return list(found.values())


def found_or_made(wanted: list[str]) -> dict[str, Tag]:
    """Find the tags of these names or make them, in that order; return them by the name in lower case.

    So the first article that has a tag decides how it is written, wherever a transaction ends.
    """
    tags = {tag.name.lower(): tag for tag in Tag.objects.filter(name__in=set(wanted))}
    for name in wanted:
        if name.lower() not in tags:
            # Asked of new names alone: without its case no index finds a name.
            cased = name.lower() != name.upper()
            found = Tag.objects.filter(name__iexact=name).order_by("pk").first() if cased else None
            tags[name.lower()] = found or Tag(name=name)
            if not found:
                tags[name.lower()].save()
    return tags
