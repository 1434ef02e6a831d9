from typing import Any

from django.apps import AppConfig
from django.db.models.signals import m2m_changed


class SitewideConfig(AppConfig):
    name = "yanjiang.sitewide"
    label = "furniture"  # the first name of the app and of its table, kept for the reason in the README
    verbose_name = "版面缓存"

    def ready(self) -> None:
        from yanjiang.sitewide.cache import changed
        from yanjiang.sitewide.rows import SitewideModel

        def related(*, instance: Any, action: str, **_kwargs: Any) -> None:
            if isinstance(instance, SitewideModel) and action.startswith("post_"):
                changed()

        # Changes of a many-to-many relation do not save the row.
        m2m_changed.connect(related, weak=False, dispatch_uid="sitewide.related")
