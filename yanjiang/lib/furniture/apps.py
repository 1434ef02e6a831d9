from typing import Any

from django.apps import AppConfig
from django.db.models.signals import m2m_changed


class FurnitureConfig(AppConfig):
    name = "yanjiang.lib.furniture"
    label = "furniture"
    verbose_name = "版面缓存"

    def ready(self) -> None:
        from yanjiang.lib.furniture.cache import changed
        from yanjiang.lib.furniture.models import FurnitureModel

        def related(*, instance: Any, action: str, **_kwargs: Any) -> None:
            if isinstance(instance, FurnitureModel) and action.startswith("post_"):
                changed()

        # A furniture row is not saved when it is related to others.
        m2m_changed.connect(related, weak=False, dispatch_uid="furniture.related")
