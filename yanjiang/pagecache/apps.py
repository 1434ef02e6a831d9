from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class PageCacheConfig(AppConfig):
    name = "yanjiang.pagecache"
    label = "pagecache"
    verbose_name = "页面缓存"

    def ready(self) -> None:
        from yanjiang.pagecache import freshness
        from yanjiang.sitewide.cache import token
        from yanjiang.sitewide.models import Version

        def changed(**_kwargs: Any) -> None:
            freshness.forget()

        freshness.watch("sitewide", lambda at: freshness.PartState(token()))
        post_save.connect(changed, sender=Version, weak=False, dispatch_uid="pagecache")
