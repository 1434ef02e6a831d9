from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "yanjiang.health"
    label = "health"
    verbose_name = "运行状况"

    def ready(self) -> None:
        from yanjiang.health.figures import figures
        from yanjiang.metrics import gauges

        gauges.watch("health", figures)
