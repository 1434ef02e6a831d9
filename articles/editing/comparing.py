"""Compare two contents of an article, part by part, as editors read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.editing import contents, diff
from articles.editing.blocks import Line, elements
from articles.editing.contents import FIELDS, Content
from articles.models import Article, section_tree
from yanjiang.lib.chinese import person_name
from yanjiang.lib.numbers import row_number

EMPTY = "（空）"
FOLDED = 4  # equal lines in a row that are still shown
KINDS = {
    "": "正文", "p": "正文", "div": "正文", "h2": "二级标题", "h3": "三级标题", "h4": "四级标题", "li": "列表项",
    "td": "表格", "th": "表头", "caption": "表题", "blockquote": "引文", "figure": "图片", "figcaption": "图片说明",
    "pre": "预排文字", "hr": "分隔线", "page-break": "分页", "dt": "词条", "dd": "释义",
}  # fmt: skip
FORMATS = {
    "b": "加粗", "strong": "加粗", "i": "斜体", "em": "斜体", "u": "下划线", "s": "删除线",
    "sup": "上标", "sub": "下标", "mark": "标亮", "code": "代码", "ruby": "注音", "small": "小字",
}  # fmt: skip


@dataclass(frozen=True)
class BodyRow:
    """Lines of two bodies side by side, with what changed besides their characters, in words."""

    kind: diff.Kind
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    parts: list[diff.Part]
    notes: list[str]


@dataclass(frozen=True)
class Difference:
    """A part of the content that differs. The body has rows, every other part two texts, cut into pieces."""

    name: str
    label: str
    before: str = ""
    after: str = ""
    parts: list[diff.Part] = field(default_factory=list)
    rows: list[BodyRow] = field(default_factory=list)
    marked: tuple[int, int] = (0, 0)  # characters of the body: deleted, inserted

    @property
    def groups(self) -> list[tuple[bool, list[BodyRow]]]:
        """Return the rows in groups, each with a flag: a long run of equal lines is folded, except for its ends."""
        groups: list[tuple[bool, list[BodyRow]]] = []
        for is_same, run in groupby(self.rows, key=lambda row: row.kind == diff.Kind.SAME):
            rows = list(run)
            if is_same and len(rows) > FOLDED:
                groups += [(False, rows[:1]), (True, rows[1:-1]), (False, rows[-1:])]
            else:
                groups.append((False, rows))
        return groups


def changed_names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the parts that differ, in the order of the form."""
    return [name for name in FIELDS if before.get(name) != after.get(name)]


def differences(before: Content, after: Content) -> list[Difference]:
    return [
        _of_body(before, after) if name == "body" else _of_field(name, before, after)
        for name in changed_names(before, after)
    ]


def _of_field(name: str, before: Content, after: Content) -> Difference:
    texts = in_words(name, before.get(name)), in_words(name, after.get(name))
    return Difference(name, contents.label(name), *texts, parts=diff.parts_of(*texts))


def _of_body(before: Content, after: Content) -> Difference:
    rows = [
        BodyRow(row.kind, row.before, row.after, row.parts, list(_notes(row)))
        for row in diff.compare(before["body"], after["body"])
    ]
    changed = [part for row in rows for part in row.parts if part.is_changed]
    marked = sum(len(part.before) for part in changed), sum(len(part.after) for part in changed)
    return Difference("body", contents.label("body"), rows=rows, marked=marked)


def _notes(row: diff.Row) -> Iterator[str]:
    """Tell what changed in a row besides its characters: the kind of paragraph, pictures, links, formats."""
    if not row.before or not row.after:
        yield from _pictures_of(row)
        return
    before, after = row.before[0], row.after[0]
    if KINDS.get(before.name) != KINDS.get(after.name):
        yield f"{_kind(before)}改为{_kind(after)}"
    if len(row.before) < len(row.after):
        yield f"分成 {len(row.after)} 段"
    elif len(row.before) > len(row.after):
        yield f"{len(row.before)} 段合成{'一段' if len(row.after) == 1 else f' {len(row.after)} 段'}"
    htmls = "".join(line.html for line in row.before), "".join(line.html for line in row.after)
    yield from _changed_pictures(*htmls)
    yield from _changed_links(*htmls)
    yield from _changed_formats(*htmls)


def _kind(line: Line) -> str:
    return KINDS.get(line.name, "正文")


def _pictures_of(row: diff.Row) -> Iterator[str]:
    verb = "加了" if row.after else "删了"
    for line in (*row.before, *row.after):
        for picture in elements(line.html, "img"):
            yield f"{verb}图片“{picture.get('alt') or picture['src'].rpartition('/')[2]}”"


def _changed_pictures(before: str, after: str) -> Iterator[str]:
    old, new = elements(before, "img"), elements(after, "img")
    for one, other in zip(old, new, strict=False):
        if one["src"] != other["src"]:
            yield f"图片“{_named(one)}”换成“{_named(other)}”"
        elif one.get("alt", "") != other.get("alt", ""):
            yield f"图片说明“{one.get('alt') or EMPTY}”改为“{other.get('alt') or EMPTY}”"
    yield from (f"删了图片“{_named(one)}”" for one in old[len(new) :])
    yield from (f"加了图片“{_named(one)}”" for one in new[len(old) :])


def _named(picture: Mapping[str, str]) -> str:
    return picture.get("alt") or picture["src"].rpartition("/")[2]


def _changed_links(before: str, after: str) -> Iterator[str]:
    old = {link["text"]: link.get("href", "") for link in elements(before, "a")}
    new = {link["text"]: link.get("href", "") for link in elements(after, "a")}
    for text in old.keys() | new.keys():
        if text not in new:
            yield f"“{text}”的链接去掉了"
        elif text not in old:
            yield f"“{text}”加了链接：{new[text]}"
        elif old[text] != new[text]:
            yield f"“{text}”的链接改为：{new[text]}"


def _changed_formats(before: str, after: str) -> Iterator[str]:
    for name in dict.fromkeys(FORMATS.values()):
        marked = [
            "".join(found["text"] for tag, words in FORMATS.items() if words == name for found in elements(html, tag))
            for html in (before, after)
        ]
        if marked[0] != marked[1]:
            yield f"{name}有改动"


def in_words(name: str, value: Any) -> str:
    """Return a value of a content as an editor reads it."""
    if value in (None, "", []):
        return EMPTY
    if name == "tags":
        return "，".join(value)
    if name == "further_sections":
        return "，".join(_section(pk) for pk in value)
    if name == "related_links":
        return "\n".join(link["title"] or link["url"] or f"本站文章 {link['target']} 号" for link in value)
    if name == "attachments":
        return "\n".join(file["name"] for file in value)
    return _field_in_words(Article._meta.get_field(name), value)


def _field_in_words(field: Any, value: Any) -> str:
    if field.name == "section":
        return _section(value)
    if field.is_relation:
        return _row_in_words(field.related_model, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.choices:
        return str(dict(field.choices).get(value, value))
    if field.get_internal_type() == "DateTimeField":
        at = parse_datetime(value)
        return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else EMPTY
    return str(value)


def _section(pk: int) -> str:
    section = section_tree().get(pk)
    return section_tree().full_name(section) if section else f"已删除的栏目 {pk} 号"


def _row_in_words(model: Any, pk: Any) -> str:
    row = model._base_manager.filter(pk=row_number(str(pk))).first()
    if row is None:
        return "已删除"
    if hasattr(row, "last_name"):
        return person_name(last_name=row.last_name, first_name=row.first_name, username=row.username)
    return str(row)
