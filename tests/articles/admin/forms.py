"""Send a form of the admin as an editor's browser does: its present fields, with typed values in place of some."""

from typing import Any

import lxml.html
from django.test import Client


def typed(client: Client, url: str, **values: Any) -> dict[str, Any]:
    """Open the form at `url` and return its fields, with the given ones replaced."""
    page = lxml.html.fromstring(client.get(url).content.decode())
    form = next(form for form in page.forms if form.get("id", "").endswith("_form"))
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return {**fields, **values}


def messages(client: Client, response: Any) -> str:
    """Return the messages that the page after a redirect shows."""
    page = lxml.html.fromstring(client.get(response["Location"]).content.decode())
    return " ".join(" ".join(part.text_content().split()) for part in page.find_class("messagelist"))


def errors(response: Any) -> str:
    page = lxml.html.fromstring(response.content.decode())
    return " ".join(" ".join(part.text_content().split()) for part in page.find_class("errorlist"))
