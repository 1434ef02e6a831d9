"""Who stands above whom: whoever may do what the other may not, and every superuser above everyone else."""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet


def is_above(user: User, other: User) -> bool:
    """Tell whether `user` may do anything that `other` may not, or could once switched on again."""
    if other.is_superuser:
        return False
    return user.is_superuser or permissions_of(user).exclude(pk__in=permissions_of(other)).exists()


def groups_within(user: User) -> QuerySet[Group]:
    """Return the groups whose members may do nothing that `user` may not: those that `user` may put people in."""
    groups = Group.objects.order_by("pk")
    if user.is_superuser:
        return groups
    return groups.exclude(permissions__in=Permission.objects.exclude(pk__in=permissions_of(user)))


def permissions_of(user: User) -> QuerySet[Permission]:
    """Return what the user holds and has from groups. Django's own answer is empty for one who is switched off."""
    # By id alone: Permission's usual order joins the content types.
    return Permission.objects.filter(Q(user=user) | Q(group__user=user)).order_by("pk")
