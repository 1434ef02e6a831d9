from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "yanjiang.pictures"
    label = "pictures"
    verbose_name = "图库"

    def ready(self) -> None:
        from yanjiang.lib.richtext import RichTextFormField
        from yanjiang.pictures.widgets import RichTextWidget

        RichTextFormField.widget = RichTextWidget
