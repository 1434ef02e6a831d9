"""The sections to which people are limited, and the permissions that are left to such people.

People have rights themselves and by their groups. A person with rights is limited to the subtrees of these sections.
Superusers are never limited.
"""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from yanjiang.accounts.groups import WITHIN_SECTIONS
from yanjiang.accounts.models import SectionRight

Sections = frozenset[int]
RIGHT = "section right"  # in place of an app, in rows of permissions


def roots_of(person: AbstractBaseUser | AnonymousUser) -> Sections | None:
    """Return the sections that a person has a right to, without those below them, or None without a limit.

    The person keeps the answer, as Django's users keep their permissions.
    """
    if not isinstance(person, User) or person.is_superuser:
        return None
    if not hasattr(person, "_section_roots"):
        _load(person)
    roots: Sections | None = person._section_roots  # type: ignore[attr-defined]
    return roots


def _load(user: Any) -> None:
    """Read permissions and rights in one query, in place of the two by which Django reads the permissions alone."""
    parts: list[QuerySet[Any, Any]] = []
    for way in ("user", "group__user"):
        permissions = Permission.objects.filter(**{way: user}).order_by()
        rights = SectionRight.objects.filter(**{way: user}).order_by()
        parts.append(permissions.values_list("content_type__app_label", "codename"))
        parts.append(rights.values_list(Value(RIGHT), Cast("section", CharField())))
    found = list(parts[0].union(*parts[1:]))
    user._section_roots = frozenset(int(section) for kind, section in found if kind == RIGHT) or None
    # Django's backend looks here first.
    user._perm_cache = {f"{app}.{codename}" for app, codename in found if app != RIGHT}


def with_right_to(users: QuerySet[User], sections: Sections) -> QuerySet[User]:
    """Keep the users who are not limited, or who have a right to one of these sections."""
    held = SectionRight.objects.filter(Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk"))).order_by()
    return users.filter(Q(is_superuser=True) | ~Exists(held) | Exists(held.filter(section__in=sections)))


def limited(users: QuerySet[User]) -> set[int]:
    """Return the ids of those users who are limited to some sections."""
    held = SectionRight.objects.filter(Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk"))).order_by()
    return set(users.filter(Exists(held), is_superuser=False).values_list("pk", flat=True))


class SectionRightsBackend:
    """Denies limited people the permissions that reach beyond sections, whoever gave them.

    It stands before the backend that grants permissions. It logs nobody in.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None

    def has_perm(self, user: Any, permission: str, obj: Any = None) -> bool:
        """Raise PermissionDenied for a permission that a limited person cannot have; grant nothing."""
        if roots_of(user) is not None and permission not in WITHIN_SECTIONS:
            raise PermissionDenied
        return False
