from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "yanjiang.accounts"
    verbose_name = "用户"

    def ready(self) -> None:
        from yanjiang.accounts import logins
        from yanjiang.accounts.groups import make_groups

        # Django makes the permissions of each app after migrating it, so the groups get theirs after the last app.
        migrated = [app for app in apps.get_app_configs() if app.models_module]
        post_migrate.connect(make_groups, sender=migrated[-1])
        # Three forms check passwords and codes. All of them, and no success, send this signal.
        user_login_failed.connect(logins.note_failure)
