"""The rows that prevent the deletion of a user."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import PROTECT

# Model and foreign key -> description and measure word.
WORDS = {
    ("articles.Article", "owner"): ("录入的文章", "篇"),
    ("articles.Article", "responsible_editor"): ("责任编辑的文章", "篇"),
    ("pictures.Picture", "uploader"): ("上传的图片", "张"),
    ("dedecms.ImportRun", "started_by"): ("发起的旧站导入", "次"),
}


def protected_rows(user: User) -> list[str]:
    """Count the rows by kind, as ["录入的文章 3 篇"]. Django would load and name them all, hidden ones included."""
    rows = []
    for model, field in _protecting():
        what, measure = WORDS[model._meta.label, field]
        if count := model._default_manager.filter(**{field: user}).count():
            rows.append(f"{what} {count} {measure}")
    return rows


def _protecting() -> list[tuple[Any, str]]:
    """Return the models of the installed apps, and their foreign keys, that prevent the deletion of a user."""
    relations: list[Any] = list(User._meta.get_fields(include_hidden=True))
    keys = [relation for relation in relations if getattr(relation, "on_delete", None) is PROTECT]
    return [(key.related_model, key.field.name) for key in keys]
