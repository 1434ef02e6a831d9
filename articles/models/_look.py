"""What a tag looks like: tags that look alike are one, and are found by one index whatever their case."""

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
    """Made from the name of the row whenever it is written. To migrations it is Django's own field."""

    def pre_save(self, model_instance: Any, add: bool) -> str:  # noqa: FBT001 (Django's signature)
        look = look_of(model_instance.name)
        setattr(model_instance, self.attname, look)
        return look

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
