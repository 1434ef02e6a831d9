"""The entries in an article's history that tell how its status changed."""

from datetime import datetime
from typing import Any

from articles.models import Article, is_waiting
from yanjiang.admin_pages.logged import Kind

TRASHED, RESTORED, WITHDRAWN = "移到回收站", "从回收站恢复为草稿", "撤回为草稿"
PUBLISHED, PLANNED, CHANGE_PUBLISHED = "发布", "排定发布", "发布修改稿"


def way(was: str, article: Any, at: datetime) -> str:
    """Return in a few words how the article's status changed, "" if it did not."""
    if was == article.status:
        return ""
    if article.status == Article.Status.PUBLISHED:
        return PLANNED if is_waiting(article, at) else PUBLISHED
    if article.status == Article.Status.TRASH:
        return TRASHED
    return RESTORED if was == Article.Status.TRASH else WITHDRAWN


def kind(what: str) -> Kind:
    """Return the kind under which the log of what staff did has such a change."""
    if what in (PUBLISHED, PLANNED):
        return Kind.PUBLISH
    return Kind.DELETE if what == TRASHED else Kind.CHANGE
