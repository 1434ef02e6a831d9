"""Pictures in templates; no page writes `<img>` itself."""

from django import template

from yanjiang.lib.pictures import markup

register = template.Library()

register.simple_tag(markup.picture_html, name="picture")


@register.filter
def responsive(html: str) -> str:
    """Give the pictures of a rich text their renditions: {{ html|responsive|safe }}."""
    return markup.responsive(html)
