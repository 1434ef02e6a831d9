"""The look of a tag's name. Names that look alike are one tag, and an index of looks finds it in any case."""

from typing import TYPE_CHECKING, Any

from django.db import models

from articles.fulltext.signs import alike

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField

LOOK_CHARS = 200


def look_of(name: str) -> str:
    return alike(name)[:LOOK_CHARS]


class LookField(_CharField):
    """A field that is made from the row's name at each save. Migrations see Django's CharField."""

    def pre_save(self, model_instance: Any, add: bool) -> str:  # noqa: FBT001 (Django's signature)
        look = look_of(model_instance.name)
        setattr(model_instance, self.attname, look)
        return look

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
