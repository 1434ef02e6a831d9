"""Fragments that many pages share."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from yanjiang.pagecache.common import common

register = template.Library()


class CommonNode(template.Node):
    def __init__(self, name: str, keys: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.keys, self.nodelist = name, keys, nodelist

    def render(self, context: Any) -> SafeString:
        values = (expression.resolve(context, ignore_failures=True) for expression in self.keys)
        key = ("fragment", self.name, *map(_key, values))
        return common(key, lambda: self.nodelist.render(context))


def _key(value: Any) -> Any:
    return tuple(row.pk for row in value) if isinstance(value, list) else value


@register.tag("common")
def common_fragment(parser: Parser, token: Token) -> CommonNode:
    """Render what stands between once for all pages that have the same values, until the site changes.

    {% common "navigation" breadcrumb %} … {% endcommon %}

    A list of rows stands for their numbers. Whatever else the fragment shows must be the same on all pages.
    """
    _tag, name, *keys = token.split_contents()
    nodelist = parser.parse(("endcommon",))
    parser.delete_first_token()
    return CommonNode(name.strip("\"'"), [parser.compile_filter(key) for key in keys], nodelist)
