from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "内容"

    def ready(self) -> None:
        from articles import projections
        from articles.models import derived

        derived.write, derived.follow = projections.write, projections.follow
