"""Content models (channeltype): the table with the text of a model's articles, and which fields are text. Pure.

The fields are declared in `fieldset`, one `<field:name itemname="…" type="…">` each; DedeCMS reads them in
include/customfields.func.php.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from articles.dedecms.tables import ADDON, ADDONS, ARCHIVES

SPECIAL = -1  # the channel of special topics
INDEPENDENT = -1  # issystem of a model whose articles have no row in archives; DedeCMS numbers such models below -1
# DedeCMS keeps texts of the type textdata in files. The column then has the path of the file.
TEXTDATA = re.compile(r"/?data/textdata/\d+/[\w-]+\.txt")

_FIELD = re.compile(r"""<field:(\w+)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HTML = frozenset(["htmltext", "textdata"])
_LINES = frozenset(["text", "textchar", "select", "radio", "checkbox"])
_FILES = frozenset(["addon", "media"])
_SHOWN = _HTML | _LINES | _FILES | {"multitext", "img", "imgfile", "softlinks"}
# The names of texts in models of DedeCMS's own, for a backup whose fieldset is lost.
_USUAL_TEXTS = ("body", "introduce", "introduction", "content")
_MARKUP = re.compile(r"<(?:p|div|br|span|table|img|h[1-6]|ul|ol|strong)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """A field of a model: its column, the name that readers saw, and its type."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class ContentModel:
    """A model. `table` is without prefix. The table of an independent model also has the columns of archives."""

    table: str
    is_independent: bool = False
    fields: tuple[Field, ...] = ()

    def text(self, values: Mapping[str, str | None]) -> str:
        """Return the HTML of a row: its main text, then the other fields that a reader saw, each under its name.

        If the main text is in a file, return the path of the file alone.
        """
        texts = [name for name in self._text_columns(values) if values.get(name)]
        if not texts:
            return self._further(values)
        main = values[texts[0]] or ""
        if TEXTDATA.fullmatch(main.strip()):
            return main
        return main + self._further(values, main=texts[0])

    def marks(self, values: Mapping[str, str | None], kind: str, usual: str) -> str:
        """Return the marks of pictures or downloads in the fields of a type, and in the usual column."""
        names = dict.fromkeys([usual, *(field.name for field in self.fields if field.kind == kind)])
        return "".join(values.get(name) or "" for name in names)

    def shown(self, values: Mapping[str, str | None]) -> set[str]:
        """Return the columns that `text` and `marks` put into the article. Some standard columns are left out."""
        declared = {field.name for field in self._own_fields if field.kind in _SHOWN}
        return declared | set(self._text_columns(values)[:1])

    @property
    def _system(self) -> frozenset[str]:
        """Return the columns that are no text of the article."""
        known = ADDONS.get(self.table, ADDON) | (ARCHIVES if self.is_independent else frozenset())
        return frozenset(known - {"body", "introduce"})

    @property
    def _own_fields(self) -> list[Field]:
        return [field for field in self.fields if field.name not in self._system]

    def _text_columns(self, values: Mapping[str, str | None]) -> list[str]:
        """Return the columns that are texts, the main one first."""
        declared = [field.name for field in self._own_fields if field.kind in _HTML]
        names = [name for name in dict.fromkeys(("body", *declared)) if values.get(name)]
        names = names or [name for name in _USUAL_TEXTS if values.get(name)]
        taken = self._system | {field.name for field in self.fields}
        return names or [name for name, value in values.items() if name not in taken and _MARKUP.search(value or "")]

    def _further(self, values: Mapping[str, str | None], *, main: str = "") -> str:
        fields = (field for field in self._own_fields if field.name != main)
        return "".join(_written(field, (values.get(field.name) or "").strip()) for field in fields)


# The models of every new DedeCMS.
STANDARD = {
    1: ContentModel("addonarticle"),
    2: ContentModel("addonimages"),
    3: ContentModel("addonsoft"),
    6: ContentModel("addonshop"),
    SPECIAL: ContentModel("addonspec"),
}
CLASSIFIED = {-8: ContentModel("addoninfos", is_independent=True)}


def fields(fieldset: str) -> tuple[Field, ...]:
    """Read the declarations of a model's fields.

    >>> fields('<field:body itemname="正文" type="htmltext" page="split"></field:body>')
    (Field(name='body', label='正文', kind='htmltext'),)
    """
    found = []
    for name, attributes in _FIELD.findall(fieldset):
        given = {key.lower(): double or single for key, double, single in _ATTRIBUTE.findall(attributes)}
        found.append(Field(name, html.unescape(given.get("itemname", "")).strip(), given.get("type", "").lower()))
    return tuple(found)


def table_named(name: str, tables: Iterable[str]) -> str:
    """Return the table that a model names, "" if the backup has no such table.

    The name has the prefix of the database in which the model was made, or #@__. Its case may differ, because MySQL on
    Windows writes names of tables in lower case.
    """
    wanted = name.strip().lower()
    found = [
        table for table in tables if (lower := table.lower()) and (wanted == lower or wanted.endswith(f"_{lower}"))
    ]
    return max(found, key=len, default="")


def _written(field: Field, value: str) -> str:
    """Return the HTML of a field as a reader saw it, "" for an empty field and for a type that is not shown here.

    `marks` reads sets of pictures and downloads.
    """
    if value in ("", "0"):
        return ""
    label, plain = html.escape(field.label), html.escape(html.unescape(value))
    heading = f"<h2>{label}</h2>" if label else ""
    if field.kind == "htmltext" or (field.kind == "multitext" and _MARKUP.search(value)):
        return heading + value
    if field.kind == "multitext":
        return f"{heading}<p>{'<br>'.join(plain.splitlines())}</p>"
    if field.kind in _LINES:
        return f"<p>{label}：{plain}</p>" if label else f"<p>{plain}</p>"
    if field.kind == "imgfile":
        return f'<p><img src="{plain}" alt="{label}"></p>'
    if field.kind in _FILES:
        return f'<p><a href="{plain}">{label or plain}</a></p>'
    return ""
