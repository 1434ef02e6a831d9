"""A site whose every text is an attack, and its answers."""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from tests.asvs.production import Answer, browser, kept
from tests.asvs.routes import routes
from tests.site import make_site, walk
from yanjiang.lib.plaintext import NameField, PlainTextField

MARK = "data-asvs"
# It would end an attribute, an element, a comment, a script, a CDATA section or a string, and run in a template.
ATTACK = f"'\"]]>--></script><i {MARK}>{{{{7*7}}}}{{% x %}}${{7*7}}\\u003c\u2028&lt;"
# Fields with rules of their own for what they may hold: addresses, and names of marks.
RULED = {"url", "link_url", "redirect_url", "path", "segment", "slug"}
OTHERS = {"VerificationMark", "RootFile"}
KINDS = (NameField, PlainTextField)


def texts() -> list[tuple[Any, str]]:
    """Return all fields for plain text, each with its model."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, KINDS) and field.name not in RULED and not field.choices and model.__name__ not in OTHERS
    ]


def attack() -> None:
    """Put the attack into every field for plain text of a site that has everything."""
    make_site()
    User.objects.create_superuser("root", last_name=ATTACK[:150], first_name=ATTACK[:150])
    User.objects.filter(username="writer").update(last_name=ATTACK[:150])
    for model, name in texts():
        length = model._meta.get_field(name).max_length or len(ATTACK)
        for row in model._default_manager.order_by("pk").values_list("pk", flat=True):
            # No two rows have the same name: some columns are unique.
            model._default_manager.filter(pk=row).update(**{name: f"{row}{ATTACK}"[:length]})


def answers() -> dict[str, Answer]:
    """Attack, and return the public pages and those of the admin that show rows."""
    attack()
    client = browser()
    client.force_login(User.objects.get(username="root"))
    public = {url: kept(answer) for url, answer in walk(browser()).items()}
    shown = [route.url for route in routes() if route.pattern.startswith("admin/") and _shows(route.pattern)]
    return {**public, **{url: kept(client.get(url)) for url in shown}}


def _shows(pattern: str) -> bool:
    lists = [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in _models()]
    return pattern.endswith(("change/", "history/", "delete/")) or f"/{pattern}" in lists


@cache
def _models() -> list[Any]:
    return list(admin.site._registry)
