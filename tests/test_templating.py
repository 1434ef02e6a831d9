"""The Jinja2 environment of public pages: its templates are compiled early, and escape as markupsafe does."""

from typing import Any

import pytest
from django.template import engines
from django.utils.safestring import mark_safe
from markupsafe import Markup, escape

from yanjiang import templating


def test_a_worker_compiles_all_templates_before_it_answers() -> None:
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    environment.cache.clear()
    templating.load_all()
    known = {name for _loader, name in environment.cache}
    assert {"articles/detail.html", "articles/preview.html", "home/home.html", "404.html"} <= known
    assert not [name for name in known if name.startswith("admin/")]


@pytest.mark.parametrize(
    "value",
    ["怎样开口", "a<b", "a&b", 'a"b', "a'b", ">", "", 7, None, Markup("<b>"), mark_safe("<b>"), ["<"]],
    ids=repr,
)
def test_it_escapes_as_markupsafe_does(value: Any) -> None:
    template = engines["jinja2"].env.from_string("{{ value }}")  # type: ignore[attr-defined]
    assert template.render(value=value) == str(escape(value))
