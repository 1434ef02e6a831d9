"""The admin's colours can be told apart by day and by night."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

CSS = settings.BASE_DIR / "static" / "css"
COLOURS = dict(
    re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", (CSS / "admin_colors.css").read_text())
)
SEEN = 3.0  # of a line against its ground: WCAG 2.2, 1.4.11


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def painted(file: str, selector: str, what: str) -> list[str]:
    """Return the colours of a rule, by day and by night."""
    rule = re.search(rf"\n{re.escape(selector)} {{(.*?)}}", (CSS / file).read_text(), re.DOTALL)
    assert rule, selector
    name = re.search(rf"\b{what}: var\(--([a-z-]+)\)", rule[1])
    assert name, selector
    return str(COLOURS[name[1]]).split(", ")


def test_the_line_of_the_days_before_is_seen_on_the_columns_and_beside_them() -> None:
    line = painted("admin_hits.css", ".hits-plot .before", "stroke")
    edge = painted("admin_hits.css", ".hits-plot .before-edge", "stroke")
    columns = painted("admin_hits.css", ".hits-plot .column", "fill")
    paper = COLOURS["paper"].split(", ")
    for theme in (0, 1):
        assert contrast(line[theme], edge[theme]) >= SEEN
        assert contrast(edge[theme], columns[theme]) >= SEEN
        assert contrast(line[theme], paper[theme]) >= SEEN


def test_small_curves_are_grey_and_seen() -> None:
    for colour, paper in zip(
        painted("admin_list_articles.css", ".spark polyline", "stroke"), COLOURS["paper"].split(", "), strict=True
    ):
        assert contrast(colour, paper) >= SEEN
        parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
        assert max(parts) - min(parts) < 20
