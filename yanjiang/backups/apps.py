from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "yanjiang.backups"
    verbose_name = "备份"
