from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_login_failed


class MetricsConfig(AppConfig):
    name = "yanjiang.metrics"
    label = "metrics"
    verbose_name = "监控数据"

    def ready(self) -> None:
        from yanjiang.metrics import tally

        def refused(**_kwargs: Any) -> None:
            tally.count(tally.LOGINS_REFUSED)

        # Django's own signal tells every refusal, whichever backend refuses.
        user_login_failed.connect(refused, weak=False, dispatch_uid="metrics")
