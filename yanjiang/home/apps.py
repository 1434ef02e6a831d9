from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "yanjiang.home"
    verbose_name = "首页"

    def ready(self) -> None:
        from yanjiang.home.roles import make_groups

        # Permissions exist only after migrating, so no migration can give them to the groups.
        post_migrate.connect(make_groups, sender=self)
