from django.apps import AppConfig


class SentConfig(AppConfig):
    name = "yanjiang.sent"
    label = "sent"
    verbose_name = "提交过的表单"
