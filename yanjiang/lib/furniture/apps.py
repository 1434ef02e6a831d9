from django.apps import AppConfig


class FurnitureConfig(AppConfig):
    name = "yanjiang.lib.furniture"
    label = "furniture"
    verbose_name = "版面缓存"
