"""Tables in markup that is not cleaned yet."""

import re

# A parser moves content of a table that is outside its cells to before the table, in quadratic time: 60,000 `<br>字`
# after one `<table>` took nh3 0.3.8 five seconds.
MAX_MISPLACED = 1_000

_TABLE = re.compile(r"<table(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)[^<>]*>?([^<]*)", re.IGNORECASE)
_CELLS = frozenset(["caption", "td", "th"])
_ROWS = frozenset(["col", "colgroup", "table", "tbody", "tfoot", "thead", "tr"])


def has_tables(html: str) -> bool:
    """Tell whether the markup has real tables, and not a `<table>` with too much content outside its cells."""
    return bool(_TABLE.search(html)) and _misplaced(html) <= MAX_MISPLACED


def _misplaced(html: str) -> int:
    """Count the tags and texts that are inside a table but outside its cells."""
    count = depth = 0
    in_cell = False
    for end, name, text in _TAG.findall(html):
        name = name.lower()
        if name == "table":
            depth = max(depth + (-1 if end else 1), 0)
            in_cell = bool(end)  # a table that ends may be nested in another table's cell
        elif name in _CELLS:
            in_cell = not end
        elif name in _ROWS:
            in_cell = False
        elif depth and not in_cell:
            count += 1
        count += bool(depth and not in_cell and text.strip())
    return count
