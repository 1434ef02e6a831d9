"""The names of the people who work on articles."""

from django.contrib.auth.base_user import AbstractBaseUser

from yanjiang.lib.chinese import person_name

DELETED = "已删除的用户"


def name_of(person: AbstractBaseUser | None, *, otherwise: str = "") -> str:
    """Return a person's name as readers see it; `otherwise` if there is no account, or none any more."""
    if person is None:
        return otherwise
    names = {name: getattr(person, name, "") for name in ("last_name", "first_name", "username")}
    return person_name(**names)
