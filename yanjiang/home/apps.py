from django.apps import AppConfig, apps


class HomeConfig(AppConfig):
    name = "yanjiang.home"
    verbose_name = "首页"

    def ready(self) -> None:
        if apps.is_installed("articles.dedecms"):
            from articles.dedecms import sinks
            from yanjiang.home.imports import HomeSinks

            sinks.register(HomeSinks())
