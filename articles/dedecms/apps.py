from django.apps import AppConfig


class DedecmsConfig(AppConfig):
    name = "articles.dedecms"
    label = "dedecms"
    verbose_name = "旧站导入"
