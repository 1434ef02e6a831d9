from typing import Any

from django.apps import AppConfig

NAME = {"first_name", "last_name", "username"}  # of a user: an article's page shows the name of its responsible editor


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "内容"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model
        from django.db.models.signals import post_save

        from articles import projections
        from articles.editing.scheduling import read_content
        from articles.models import ContentChange, derived
        from yanjiang.pagecache import freshness

        derived.write, derived.clear, derived.follow = projections.write, projections.clear, projections.follow
        freshness.watch("content", read_content)

        def renamed(*, created: bool, update_fields: Any, **_kwargs: Any) -> None:
            if not created and (update_fields is None or NAME & set(update_fields)):
                ContentChange.objects.note()

        post_save.connect(renamed, sender=get_user_model(), weak=False, dispatch_uid="articles.renamed")
