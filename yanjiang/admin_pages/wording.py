"""Chinese wording of the admin's pages: measure words, labels of buttons, and the texts of yes and no."""

from typing import Any

from django.apps import apps
from django.contrib.admin.templatetags import admin_list
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from yanjiang.admin_pages.logged import LoggedAdmin

YES_OR_NO = {True: ("yes", "是"), False: ("no", "否"), None: ("unknown", "未知")}


def yes_or_no(value: bool | None) -> SafeString:  # noqa: FBT001 (Django's signature)
    """Return the icon of a yes or no with a Chinese text: Django writes True and False, and has no setting for it."""
    icon, word = YES_OR_NO[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{icon}.svg"), word)


admin_list._boolean_icon = yes_or_no  # type: ignore[attr-defined]


class WordedAdmin(LoggedAdmin):
    """An admin that counts its rows with a measure word, and has its own labels on buttons."""

    measure = "个"
    add_label = ""  # on links to an empty form; "" for the usual word
    another_label = ""  # on the button that saves and opens an empty form

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        # Django has one sentence for every model, and its translation counts all models in 个.
        counted = f" 个{self.opts.verbose_name}"
        if not hasattr(message, "__html__") and counted in message:
            message = message.replace(counted, f" {self.measure}{self.opts.verbose_name}")
        super().message_user(request, message, *args, **kwargs)

    def get_action_choices(self, request: HttpRequest, default_choices: Any = (("", "请选择"),)) -> Any:
        return super().get_action_choices(request, list(default_choices))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return super().add_view(request, form_url, {"title": self.adding, **(extra_context or {})})

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Leave out the rows of automatic many-to-many tables: they only have names that Django makes up."""
        nested, counts, lacking, protected = super().get_deleted_objects(objs, request)
        joining = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
        unnamed = {str(name) for opts in joining for name in (opts.verbose_name, opts.verbose_name_plural)}
        named = {name: count for name, count in counts.items() if str(name) not in unnamed}
        return _without(nested, tuple(f"{capfirst(name)}: " for name in unnamed)), named, lacking, protected

    @property
    def adding(self) -> str:
        return self.add_label or f"新建{self.opts.verbose_name}"

    @property
    def adding_another(self) -> str:
        return self.another_label or f"保存并新建下一{self.measure}"


def _without(nested: list[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """Remove the lines with one of these beginnings from a nested list of lines."""
    kept = [_without(part, beginnings) if isinstance(part, list) else part for part in nested]
    return [part for part in kept if part != [] and not (isinstance(part, str) and part.startswith(beginnings))]
