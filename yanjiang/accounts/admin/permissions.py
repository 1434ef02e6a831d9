"""Choose permissions by Chinese names."""

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

VERBS = {"view": "查看", "add": "新建", "change": "修改", "delete": "删除"}


def permission_label(permission: Permission) -> str:
    """Return the Chinese name of a permission. Django stores its own as "Can add 文章"."""
    verb = VERBS.get(permission.codename.partition("_")[0])
    return f"{verb}{permission.content_type.name}" if verb and permission.name.startswith("Can ") else permission.name


class PermissionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def __init__(self, queryset: QuerySet[Permission], **kwargs: Any) -> None:
        super().__init__(queryset.select_related("content_type"), **kwargs)

    def label_from_instance(self, permission: Permission) -> str:
        return permission_label(permission)


# Permissions are checkboxes: Django's widget of two lists with arrows has English texts.
CHOOSE_PERMISSIONS: dict[str, Any] = {"form_class": PermissionsField, "widget": forms.CheckboxSelectMultiple}
