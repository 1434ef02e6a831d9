"""Conflicts of two editors: both texts side by side with their difference, and the choice between them."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.template.loader import render_to_string

from articles.editing.content_merging import Conflict, Merged
from articles.editing.contents import label
from articles.editing.diff import Part, parts_of
from articles.models import Article
from yanjiang.admin_pages.differences import shown
from yanjiang.lib.html import to_text

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class ShownConflict:
    """A conflict as the form shows it. `name` is the name of the field in which the choice is sent."""

    label: str
    name: str  # "" where there is nothing to choose
    parts: list[Part]


def unsettled(merged: Merged, sent: Any, digest: str, *, may_choose: Container[str]) -> list[Conflict]:
    """Write the choices that were sent into the merged content. Return the conflicts that remain without a choice.

    The field `overwrite` chooses the typed value in each of these, if it has `digest`, the digest of the last saved
    content. Fields that this person may not change keep the saved values. A status that others have changed, or may
    have changed, is returned too unless `overwrite` is sent, because it decides whether readers see the article.
    """
    asked, is_settled = [], sent.get("overwrite") == digest
    for conflict in merged.conflicts:
        choice = sent.get(_name(conflict))
        if choice == THEIRS or conflict.name not in may_choose:
            merged.take_theirs(conflict)
        elif choice != MINE and not is_settled:
            asked.append(conflict)
    if ("status" in merged.taken or not merged.has_base) and not is_settled:
        asked.append(Conflict("status", None, merged.content["status"]))
    return asked


def told(asked: list[Conflict], merged: Merged, *, form: Any, who: str, when: datetime | None, digest: str) -> str:
    """Return the message above the form."""
    context = {
        "who": who,
        "when": when,
        "rows": [_of(conflict, form) for conflict in asked],
        "taken": [label(name) for name in dict.fromkeys(merged.taken)],
        "overwrite": digest,
    }
    return render_to_string("admin/articles/article/conflict.html", context)


def _of(conflict: Conflict, form: Any) -> ShownConflict:
    theirs, mine = _texts(conflict, form)
    if conflict.mine is None and conflict.name == "status":
        return ShownConflict(label("status"), "", [Part(theirs, theirs)])
    return ShownConflict(label(conflict.name), _name(conflict), parts_of(theirs, mine))


def _name(conflict: Conflict) -> str:
    # The name depends on the text of the others. If they change it again, an earlier choice does not count any more.
    return f"take-{blake2b(repr((conflict.name, conflict.theirs)).encode(), digest_size=8).hexdigest()}"


def _texts(conflict: Conflict, form: Any) -> tuple[str, str]:
    """Return the text of the others and the typed text, both without markup."""
    if conflict.name == "body":
        return to_text(conflict.theirs), to_text(conflict.mine)
    # The form does not offer every status, so a status gets its label from the model.
    field = None if conflict.name == "status" else form.fields.get(conflict.name)
    return _shown(field, conflict.theirs), _shown(field, conflict.mine)


def _shown(field: Any, value: Any) -> str:
    if field is None:
        return str(dict(Article.Status.choices).get(value, value))
    if hasattr(field, "queryset") and value is not None:
        row = field.queryset.model._base_manager.filter(pk=value).first()
        return str(row or "已删除")
    return shown(field, value)
