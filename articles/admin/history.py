"""The entries in an article's history that tell how its status changed."""

from datetime import datetime
from typing import Any

from articles.models import Article, is_waiting

TRASHED, RESTORED, WITHDRAWN = "移到回收站", "从回收站恢复为草稿", "撤回为草稿"


def way(was: str, article: Any, at: datetime) -> str:
    """Return in a few words how the article's status changed, "" if it did not."""
    if was == article.status:
        return ""
    if article.status == Article.Status.PUBLISHED:
        return "排定发布" if is_waiting(article, at) else "发布"
    if article.status == Article.Status.TRASH:
        return TRASHED
    return RESTORED if was == Article.Status.TRASH else WITHDRAWN
