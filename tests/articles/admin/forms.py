"""What an editor's browser sends: a form of the admin as it stands, with what was typed over it."""

from typing import Any

import lxml.html
from django.test import Client


def typed(client: Client, url: str, **values: Any) -> dict[str, Any]:
    """Open the form at `url` and return its fields, those given replaced."""
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
