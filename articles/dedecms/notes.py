"""Notes for the report about converted values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.dedecms import bodies
from articles.dedecms.short_texts import is_garbled
from articles.dedecms.tally import Kind

ADDRESSES_NAMED, ADDRESS_CHARS = 5, 100


@dataclass(frozen=True)
class Note:
    """A note for the report about a value."""

    kind: Kind
    text: str


def garbled(texts: Iterable[tuple[str, str]]) -> Iterable[Note]:
    """Yield notes about garbled texts, which are stored as they are."""
    if names := dict.fromkeys(name for name, text in texts if is_garbled(text)):
        yield Note(Kind.GARBLED, "、".join(names))


def body_notes(body: bodies.Body) -> Iterable[Note]:
    if body.substance:
        yield Note(Kind.REMOVED, "，".join(f"{name} {times} 处" for name, times in sorted(body.substance.items())))
    if body.lost:
        yield Note(Kind.REMOVED, body.lost)
    if body.unusable:
        named = "、".join(address[:ADDRESS_CHARS] for address in body.unusable[:ADDRESSES_NAMED])
        more = f" 等 {len(body.unusable)} 处" if len(body.unusable) > ADDRESSES_NAMED else ""
        yield Note(Kind.REMOVED, f"图片或链接的地址不能用，没有保留：{named}{more}")
    for change in body.changed:
        yield Note(Kind.CHANGED, change)
    if body.is_too_long:
        yield Note(Kind.CHANGED, f"正文连同格式有 {len(body.html)} 个字符，以后编辑时要先缩短")


def fitting(model: Any, name: str, value: str, notes: list[Note], *, label: str = "") -> str:
    """Cut a value to the length of its field, and add a note with the label, or else the field's name."""
    column = model._meta.get_field(name)
    if len(value) > column.max_length:
        notes.append(Note(Kind.CHANGED, f"{label or column.verbose_name}过长，截去了“{value[column.max_length :]}”"))
    return value[: column.max_length].strip()
