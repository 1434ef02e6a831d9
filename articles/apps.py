from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "内容"

    def ready(self) -> None:
        from articles.fulltext import index

        # Also sent by `flush`, which empties the tables of models alone.
        post_migrate.connect(index.empty_when_flushed, sender=self)
