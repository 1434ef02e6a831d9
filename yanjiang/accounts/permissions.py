"""Compare users by their permissions. A user is above another by any permission that the other lacks.

A superuser is above everybody else.
"""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet


def is_above(user: User, other: User) -> bool:
    """Tell whether `user` has any permission that `other` lacks. Permissions of deactivated users count too."""
    if other.is_superuser:
        return False
    return user.is_superuser or permissions_of(user).exclude(pk__in=permissions_of(other)).exists()


def groups_within(user: User) -> QuerySet[Group]:
    """Return the groups that `user` may put people in, because they give no permission that `user` lacks."""
    groups = Group.objects.order_by("pk")
    if user.is_superuser:
        return groups
    return groups.exclude(permissions__in=Permission.objects.exclude(pk__in=permissions_of(user)))


def permissions_of(user: User) -> QuerySet[Permission]:
    """Return the user's own and group permissions. Django's own method returns none for a deactivated user."""
    # Order by id, because the default order of Permission joins the content types.
    return Permission.objects.filter(Q(user=user) | Q(group__user=user)).order_by("pk")
