"""Merge two changes of an article's content: field by field, the body paragraph by paragraph, lists item by item."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.editing.contents import COLUMNS, RELATED, Content
from articles.editing.merging import Both, merge_bodies
from articles.models import is_made_from, made_summary

# Two items of a list are the same one if these fields agree. Tags and sections are their own keys.
KEYS = {"related_links": ("target", "url"), "attachments": ("file",)}


@dataclass(frozen=True)
class Conflict:
    """A field, or a part of the body, that two people changed in different ways."""

    name: str
    mine: Any
    theirs: Any
    index: int = 0  # of the part in the body


@dataclass
class Merged:
    """The merged content, with mine in each conflict; and the names of the fields where theirs was taken."""

    content: Content
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)  # the parts of the body, if both changed it
    has_base: bool = True

    def take_theirs(self, conflict: Conflict) -> None:
        """Settle a conflict in favour of what the others wrote."""
        if conflict.name == "body" and self.body:
            self.body[conflict.index] = conflict.theirs
            self.content["body"] = "".join(self.body)
        else:
            self.content[conflict.name] = conflict.theirs
        self.taken.append(conflict.name)


def merge(base: Content | None, mine: Content, theirs: Content) -> Merged:
    """Merge two contents that were both made from `base`. Without a base, every difference is a conflict."""
    merged = Merged(dict(mine), has_base=base is not None)
    for name in COLUMNS:
        _merge_field(merged, name, base, mine, theirs)
    _merge_made_summary(merged, mine, theirs)
    for name in RELATED:
        merged.content[name] = _items(name, (base or {}).get(name, []), mine[name], theirs[name])
        if merged.content[name] != mine[name]:
            merged.taken.append(name)
    return merged


def _merge_field(merged: Merged, name: str, base: Content | None, mine: Content, theirs: Content) -> None:
    if mine[name] == theirs[name] or (base and theirs[name] == base[name]):
        return
    if base and mine[name] == base[name]:
        merged.content[name] = theirs[name]
        merged.taken.append(name)
    elif base and name == "body":
        pieces = merge_bodies(base["body"], mine["body"], theirs["body"])
        merged.body = [piece if isinstance(piece, str) else piece.mine for piece in pieces]
        merged.content["body"] = "".join(merged.body)
        merged.conflicts += [
            Conflict("body", piece.mine, piece.theirs, index)
            for index, piece in enumerate(pieces)
            if isinstance(piece, Both)
        ]
        if merged.content["body"] != mine["body"]:
            merged.taken.append("body")
    else:
        merged.conflicts.append(Conflict(name, mine[name], theirs[name]))


def _merge_made_summary(merged: Merged, mine: Content, theirs: Content) -> None:
    """Prefer a written summary to one made from the body; make it anew from the merged body if nobody wrote one."""
    made = [is_made_from(one["summary"], one["body"]) for one in (mine, theirs)]
    if any(made):
        merged.conflicts = [conflict for conflict in merged.conflicts if conflict.name != "summary"]
        merged.taken = [name for name in merged.taken if name != "summary"]
        written = theirs if made[0] else mine
        merged.content["summary"] = made_summary(merged.content["body"]) if all(made) else written["summary"]


def _items(name: str, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Return mine, with what they added and without what they removed. An item that both changed is mine."""
    if mine == theirs or theirs == base:
        return list(mine)
    if mine == base:
        return list(theirs)
    keys = {side: {_key(name, item): item for item in items} for side, items in (("base", base), ("mine", mine))}
    kept = []
    their_keys = {_key(name, item): item for item in theirs}
    for item in mine:
        key = _key(name, item)
        was = keys["base"].get(key)
        if key in their_keys:
            kept.append(their_keys[key] if item == was else item)
        elif was is None or item != was:
            kept.append(item)
    added = [item for item in theirs if (key := _key(name, item)) not in keys["base"] and key not in keys["mine"]]
    return [*kept, *added]


def _key(name: str, item: Any) -> str:
    return json.dumps([item[part] for part in KEYS[name]]) if name in KEYS else json.dumps(item)
