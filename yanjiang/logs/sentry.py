"""Sends errors to Sentry. The library is installed for sites with SENTRY_DSN alone: `uv sync --group sentry`."""

import logging
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ImproperlyConfigured

from yanjiang.logs import number
from yanjiang.logs.private import without_personal_data

if TYPE_CHECKING:
    from sentry_sdk.types import Event

# An event keeps these. Request, user, variables, breadcrumbs and the name of the machine are not among them.
KEPT = ("event_id", "exception", "level", "logger", "logentry", "platform", "sdk", "timestamp")


def handler(dsn: str) -> logging.Handler:
    """Return a handler for errors. The library hooks into nothing else, so that no request pays for it."""
    try:
        import sentry_sdk
        from sentry_sdk.integrations.logging import EventHandler
    except ImportError as error:
        message = "SENTRY_DSN: sentry-sdk is not installed (uv sync --group sentry)"
        raise ImproperlyConfigured(message) from error
    sentry_sdk.init(
        dsn=dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        before_send=_private,
    )
    return EventHandler(level=logging.ERROR)


def _private(event: "Event", hint: dict[str, Any]) -> "Event":
    told = cast(dict[str, Any], {name: value for name, value in event.items() if name in KEPT})
    for exception in told.get("exception", {}).get("values", []):
        exception["value"] = without_personal_data(str(exception.get("value", "")))
    if "logentry" in told:
        told["logentry"] = {"message": without_personal_data(told["logentry"].get("message", ""))}
    told["tags"] = {"request": number.of(hint["log_record"]) or "none"}
    return cast("Event", told)
