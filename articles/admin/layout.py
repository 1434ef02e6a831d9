"""The parts of the article's form: the fields of writing in a wide column, and groups of all others beside it."""

from dataclasses import dataclass
from typing import Any

from articles.models import FLAGS

WRITING = (None, {"fields": ("title", "body", "summary", "cover", "tags")})
FILING = ("section", "further_sections")
PUBLICATION = (*FILING, "status", "publish_at", "expire_at", "owner")
CREDITS = ("author", "source", "responsible_editor", "consultant")
MARKS = (tuple(FLAGS), "short_title", "title_color", "redirect_url", "pinned_until", "weight")
Fieldsets = tuple[tuple[str | None, dict[str, Any]], ...]


@dataclass(frozen=True)
class Group:
    """A group of fields that opens and closes."""

    key: str  # by which the script that tells its values knows it
    fieldset: Any
    is_open: bool  # an error, or a required field without a value, is in it


KEYS = {"发布": "publication", "栏目": "place", "署名": "credits", "标记": "marks"}


def fieldsets(*, publishes: bool, is_new: bool, came_out: bool) -> Fieldsets:
    """Return the fieldsets of a form: the first one has no name and is the wide column."""
    if not publishes:
        return WRITING, ("栏目", {"fields": FILING}), ("署名", {"fields": CREDITS})
    publication: tuple[str, ...] = PUBLICATION
    if came_out:
        publication = (*publication, "revision_note")
    if not is_new:
        publication = (*publication, "reason")
    return WRITING, ("发布", {"fields": publication}), ("署名", {"fields": CREDITS}), ("标记", {"fields": MARKS})


def groups(adminform: Any) -> list[Group]:
    """Return the groups of a form, in their order."""
    named = [fieldset for fieldset in adminform if fieldset.name]
    return [Group(KEYS[fieldset.name], fieldset, _asks(fieldset)) for fieldset in named]


def _asks(fieldset: Any) -> bool:
    """Tell whether a fieldset has an error, or a required field without a value."""
    fields = [field.field for line in fieldset for field in line if not field.is_readonly]
    return any(field.errors or (field.field.required and field.value() in (None, "")) for field in fields)
