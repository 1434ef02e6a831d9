from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "yanjiang.lib.pictures"
    label = "pictures"
    verbose_name = "图库"
