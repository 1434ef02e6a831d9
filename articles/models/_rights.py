"""The one place that says which sections and articles a person edits. Lists, forms, actions and figures ask it."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db.models import Q

from articles.models._section import Section
from articles.models._tree import section_tree
from yanjiang.accounts.section_rights import roots_of
from yanjiang.lib.chinese import IDEOGRAPHIC_SPACE

Person = AbstractBaseUser | AnonymousUser
EDIT_OTHERS = "articles.edit_all_articles"
NONE = Q(pk__in=())


def sections_of(person: Person) -> list[int] | None:
    """Return the ids of the sections to which a person is limited, subtrees included, or None without a limit."""
    roots = roots_of(person)
    if roots is None:
        return None
    tree = section_tree()
    below = (pk for root in roots if (section := tree.get(root)) for pk in tree.subtree_ids(section))
    return sorted(set(below))


def within(person: Person, section_id: int | None) -> bool:
    """Tell whether a section is one of those that `sections_of()` returns."""
    roots = roots_of(person)
    if roots is None:
        return True
    tree = section_tree()
    section = tree.get(section_id)
    return section is not None and any(above.pk in roots for above in tree.ancestors(section))


def offered(person: Person) -> list[Section]:
    """Return the sections that a person may choose, in the order of the tree."""
    return [section for section in section_tree().walk() if within(person, section.pk)]


def section_choices(person: Person) -> list[tuple[int, str]]:
    """Return id and name of the sections that a person may choose, each name indented as deep as its section is."""
    return [(section.pk, IDEOGRAPHIC_SPACE * section.depth + section.name) for section in offered(person)]


def tops(person: Person) -> list[Section]:
    """Return the sections that a person may choose without those below them: the top of the tree without a limit."""
    return [section for section in offered(person) if not _is_below(person, section)]


def _is_below(person: Person, section: Section) -> bool:
    return section.parent_id is not None and within(person, section.parent_id)


def inside(person: Person, section: str = "section") -> Q:
    """Return the condition for rows whose `section`, a lookup, is one of the person's."""
    ids = sections_of(person)
    return Q() if ids is None else Q(**{f"{section}__in": ids})


def edits_others(person: Person) -> bool:
    """Tell whether a person edits articles of others, be it of some sections or of all."""
    return isinstance(person, AnonymousUser | PermissionsMixin) and person.has_perm(EDIT_OTHERS)


def knows_all(person: Person) -> bool:
    """Tell whether a person edits the articles of all sections, and so knows all articles."""
    return edits_others(person) and roots_of(person) is None


def edits(person: Person, article: Any) -> bool:
    """Tell whether a person edits an article as an editor: the condition of `edited()` for one row."""
    return edits_others(person) and within(person, filed_under(article))


def edited(person: Person, of: str = "") -> Q:
    """Return the condition for the articles that a person edits as an editor, whoever wrote them.

    `of` is the beginning of a lookup, such as "content_object__", for rows that refer to an article.
    """
    return inside(person, f"{of}section") if edits_others(person) else NONE


def worked_on(person: Person, of: str = "") -> Q:
    """Return the condition for the articles that a person edits as an editor, or has written; `of` as above."""
    return Q() if knows_all(person) else edited(person, of) | Q(**{f"{of}owner": person.pk})


def filed_under(article: Any) -> int | None:
    """Return the section of the article's row. A form may show another one, as that of a pending change."""
    found: int | None = getattr(article, "stored", article).section_id
    return found
