"""Choose a person among the staff."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from yanjiang.admin_pages.choosing import LoadedChoiceField
from yanjiang.lib.chinese import person_name


def staff(*, besides: int | None = None) -> QuerySet[User]:
    """Return the users who may be chosen: today's staff, and the one chosen already, who may have left."""
    return User.objects.filter(Q(is_staff=True, is_active=True) | Q(pk=besides)).order_by("username")


class PersonChoiceField(LoadedChoiceField):
    """A choice among the staff, by the names that readers see."""

    def label_from_instance(self, obj: User) -> str:
        return person_name(last_name=obj.last_name, first_name=obj.first_name, username=obj.username)
